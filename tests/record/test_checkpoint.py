import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record.checkpoint import (
    LIMIT_NOTE,
    Checkpoint,
    LogKey,
    VerifierKey,
    claimed,
    open_note,
    open_text,
    read_text,
    refuse_others,
)

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
LOG = LogKey("example.gov/ledger", bytes(32))
OTHER = LogKey("example.gov/ledger", bytes(range(32)))
HEAD = Checkpoint("example.gov/ledger", 7, bytes(range(32)))
NOTE = LOG.sign(HEAD)
SIGNATURE = NOTE.rpartition("\n\n")[2]


def test_c2sp_example() -> None:
    key = VerifierKey.parse(EXAMPLE_KEY)
    assert str(key) == EXAMPLE_KEY
    assert open_text(EXAMPLE_NOTE, key) == "This is an example message.\n"


@given(st.integers(0, 2**40), st.binary(min_size=32, max_size=32))
def test_signed_heads_open(size: int, root: bytes) -> None:
    head = Checkpoint(LOG.name, size, root)
    assert open_note(LOG.sign(head), LOG.verifier) == head
    assert claimed(LOG.sign(head)) == head


@given(st.data())
def test_no_character_of_the_text_can_change(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, NOTE.index("\n\n")))
    letter = data.draw(st.characters().filter(lambda char: char != NOTE[place]))
    with pytest.raises(GuardError):
        open_note(NOTE[:place] + letter + NOTE[place + 1 :], LOG.verifier)


def test_foreign_signatures_are_let_be() -> None:
    text = NOTE.partition("\n\n")[0] + "\n"
    witness = LogKey("witness.example", bytes([7]) * 32).sign_text(text).rpartition("\n\n")[2]
    rotated = OTHER.sign_text(text).rpartition("\n\n")[2]
    assert open_note(NOTE + witness + rotated, LOG.verifier) == HEAD
    assert open_note(text + "\n" + witness + rotated + SIGNATURE, LOG.verifier) == HEAD


def test_as_many_signatures_as_may_be() -> None:
    witness = LogKey("witness.example", bytes([7]) * 32).sign_text("x\n").rpartition("\n\n")[2]
    assert open_note(NOTE + witness * 99, LOG.verifier) == HEAD
    with pytest.raises(GuardError, match="more than 100"):
        open_note(NOTE + witness * 100, LOG.verifier)


def test_a_note_by_another_key_of_that_name_is_refused() -> None:
    with pytest.raises(GuardError, match="is not signed by"):
        open_note(OTHER.sign(HEAD), LOG.verifier)


def test_a_false_signature_by_the_key_is_refused_beside_a_good_one() -> None:
    false = LOG.sign_text("other\n").rpartition("\n\n")[2]
    for note in (NOTE + false, NOTE.replace("\n\n", "\n\n" + false)):
        with pytest.raises(GuardError, match="does not match"):
            open_note(note, LOG.verifier)


def test_the_origin_is_the_name_of_the_key() -> None:
    with pytest.raises(GuardError, match="is of 'elsewhere'"):
        open_note(LOG.sign(Checkpoint("elsewhere", 1, bytes(32))), LOG.verifier)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.rstrip("\n"),
        NOTE + "\n",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("— ", "—"),
        NOTE.replace("— example.gov/ledger ", "— "),
        NOTE.replace("— example.gov/ledger ", "— example+gov "),
        NOTE[:-3] + "\n",
        NOTE[:-2] + "A\n",
        NOTE.partition("\n\n")[0] + "\n\n",
        NOTE + "— witness AAAA\n",
        NOTE + "— witness AAAAAA=\n",
        "\x00" + NOTE,
        "x" * 70_000 + NOTE,
    ],
)
def test_mangled_notes_are_refused(note: str) -> None:
    with pytest.raises(GuardError) as caught:
        open_note(note, LOG.verifier)
    assert caught.value.faults[0].remedy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        f"\n1\n{'A' * 43}=\n",
        f"a\n01\n{'A' * 43}=\n",
        f"a\n-1\n{'A' * 43}=\n",
        f"a\n+1\n{'A' * 43}=\n",
        f"a\n1_0\n{'A' * 43}=\n",
        f"a\n\N{ARABIC-INDIC DIGIT ONE}\n{'A' * 43}=\n",
        f"a\n1\n{'A' * 42}B=\n",
        f"a\n1\n{'A' * 40}\n",
        f"a\n1\n{'A' * 43}=\nextension\n",
        f"a\n1\n{'A' * 43}=",
    ],
)
def test_other_texts_are_no_checkpoints(text: str) -> None:
    with pytest.raises(GuardError, match="not a checkpoint"):
        read_text(text)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        EXAMPLE_KEY.replace("foo", "bar"),
        EXAMPLE_KEY.replace("530d", "530e"),
        EXAMPLE_KEY.replace("+Ae", "+Ag"),
        EXAMPLE_KEY[:-4],
        EXAMPLE_KEY[:-1],
        EXAMPLE_KEY.replace("/", " "),
        EXAMPLE_KEY.removeprefix("example.com/foo"),
    ],
)
def test_mangled_verifier_keys_are_refused(vkey: str) -> None:
    with pytest.raises(GuardError):
        VerifierKey.parse(vkey)


@pytest.mark.parametrize(
    ("name", "public"), [("", bytes(32)), ("a b", bytes(32)), ("a+b", bytes(32)), ("a", bytes(31))]
)
def test_a_verifier_key_has_a_name_and_32_bytes(name: str, public: bytes) -> None:
    with pytest.raises(GuardError, match="cannot name a log key"):
        VerifierKey(name, public)


def test_a_key_keeps_its_secret_out_of_sight() -> None:
    assert "seed" not in repr(LOG)


def test_openssl_agrees(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    public = Ed25519PublicKey.from_public_bytes(LOG.verifier.public)
    (tmp_path / "key").write_bytes(
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    (tmp_path / "text").write_text(HEAD.text())
    (tmp_path / "sig").write_bytes(base64.b64decode(SIGNATURE.split()[-1])[4:])
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key"]
    command += ["-in", "text", "-sigfile", "sig"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verified Successfully" in done.stdout, done.stderr


# From the tests of Go's note library (golang/mod, sumdb/note).
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnW"
    "Lox33WWd1RvMc+QQ=\n"
)


def test_notes_of_the_go_library_open() -> None:
    note = f"{GO_TEXT}\n{BY_PETER}{BY_ENOCH}"
    assert open_text(note, VerifierKey.parse(PETER)) == GO_TEXT
    assert open_text(note, VerifierKey.parse(ENOCH)) == GO_TEXT
    assert open_text(f"{GO_TEXT}\n{BY_PETER}{BY_PETER}", VerifierKey.parse(PETER)) == GO_TEXT
    with pytest.raises(GuardError, match="is not signed by EnochRoot"):
        open_text(f"{GO_TEXT}\n{BY_PETER}", VerifierKey.parse(ENOCH))


@pytest.mark.parametrize(
    "note",
    [
        GO_TEXT,
        GO_TEXT + "\n",
        f"{GO_TEXT}\n{BY_PETER[:-1]}",
        f"\x01{GO_TEXT}\n{BY_PETER}",
        f"{GO_TEXT}\n{BY_PETER.replace('PeterNeumann', 'Bad Name')}",
        f"{GO_TEXT}\n{BY_PETER}Unexpected line.\n",
        f"{GO_TEXT}\n{BY_PETER * 101}",
        f"{GO_TEXT}\n{BY_PETER[:60]}ABCD{BY_PETER[60:]}",
        f"{GO_TEXT}\n{BY_PETER.replace('PeterNeumann', 'CarmenSandiego')}",
        f"{GO_TEXT}\n{BY_PETER.replace('x08g', 'xxxx')}",
    ],
)
def test_bad_notes_of_the_go_library_are_refused(note: str) -> None:
    with pytest.raises(GuardError):
        open_text(note, VerifierKey.parse(PETER))


def test_no_part_of_a_verifier_key_is_a_verifier_key() -> None:
    parts = [PETER[i:j] for i in range(len(PETER)) for j in range(i + 1, len(PETER) + 1)]
    changed = [PETER[:i] + chr(ord(PETER[i]) + 1) + PETER[i + 1 :] for i in range(len(PETER))]
    too_long = "PeterNeumann+cc469956+" + base64.b64encode(b"\1" + bytes(33)).decode()
    other_algorithm = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    for bad in (*(set(parts) - {PETER}), *changed, too_long, other_algorithm):
        with pytest.raises(GuardError):
            VerifierKey.parse(bad)


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (LOG.sign_text("a\x00b\n"), "too long, or it holds control characters"),
        (LOG.sign_text("a\tb\n"), "too long, or it holds control characters"),
        (LOG.sign_text("x" * 70_000 + "\n"), "too long, or it holds control characters"),
        (LOG.sign_text("\n"), "no signature after a blank line"),
        (NOTE.replace("\n\n", "\n"), "no signature after a blank line"),
        (NOTE.rstrip("\n"), "no signature after a blank line"),
        (NOTE.partition("\n\n")[0] + "\n\n", "no signature after a blank line"),
        (f"{NOTE}- witness.example AAAAAAAAAAA=\n", "malformed signature line"),
        (f"{NOTE}— wit+ness AAAAAAAAAAA=\n", "malformed signature line"),
        (f"{NOTE}— witness AAAAAA==\n", "malformed signature line"),
        (f"{NOTE}— witness AAAAAAB=\n", "malformed signature line"),
    ],
)
def test_a_note_is_refused_for_its_form_however_well_it_is_signed(note: str, why: str) -> None:
    with pytest.raises(GuardError, match=why):
        open_text(note, LOG.verifier)


def test_the_longest_note_opens() -> None:
    text = "x" * (LIMIT_NOTE - len(LOG.sign_text("\n"))) + "\n"
    assert len(LOG.sign_text(text)) == LIMIT_NOTE
    assert open_text(LOG.sign_text(text), LOG.verifier) == text


def test_a_key_of_another_length_is_refused_as_one() -> None:
    too_long = "PeterNeumann+cc469956+" + base64.b64encode(b"\1" + bytes(33)).decode()
    with pytest.raises(GuardError, match="not the verifier key"):
        VerifierKey.parse(too_long)


def test_what_is_no_checkpoint_is_refused_by_its_file() -> None:
    refuse_others({"head.txt": NOTE})
    for text in ("", "id = 1\n", LOG.sign_text("a note\n")):
        with pytest.raises(GuardError, match="not a checkpoint") as caught:
            refuse_others({"head.txt": text})
        assert str(caught.value.faults[0].place) == "head.txt"

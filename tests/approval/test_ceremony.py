import getpass
import shutil

import pytest

from guard.record.keys import make_pair
from tests.office import CISO, Office

ASK = ("--role", "head-of-it", "--key", "keys/head-of-it")


def records(office: Office) -> int:
    """How many records the ledger has."""
    answer = office.guard("ledger", "checkpoint")
    return int(answer.out.splitlines()[1]) if answer.code == 0 else 0


def test_a_person_sees_what_they_sign_before_they_are_asked(office: Office) -> None:
    said = ("--reason", "Needed", "--condition", "MFA; ciso; 2027-01-31")
    answer = office.guard("approve", "request.toml", *ASK, *said, typed="y\n")
    assert answer.code == 0
    shown = answer.out[: answer.out.index("Sign this?")]
    assert "approved-with-conditions as head-of-it, by head-of-it@council.example" in shown
    for part in ("R-1", "refer before this signature", "MFA", "2027-11-22", "Needed", "small 1"):
        assert part in shown
    assert "Sealed as record 0" not in shown


@pytest.mark.parametrize(("typed", "code"), [("n\n", 2), ("\n", 2), ("", 130)])
def test_without_consent_nothing_is_sealed(office: Office, typed: str, code: int) -> None:
    answer = office.guard("approve", "request.toml", *ASK, typed=typed)
    assert answer.code == code
    assert "nothing was sealed" in answer.err
    assert ("you said no" in answer.err) == (code == 2)
    assert records(office) == 0


def test_an_interruption_at_the_question_seals_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("typer.confirm", interrupted)
    assert office.guard("approve", "request.toml", *ASK).code == 130
    assert records(office) == 0


def test_a_request_from_standard_input_is_read_once(office: Office) -> None:
    text = (office.folder / "request.toml").read_text()
    answer = office.guard("approve", "-", *ASK, "--yes", typed=text)
    assert answer.code == 0
    assert "1 person must sign" in answer.out.rpartition("Sealed")[2]
    assert records(office) == 1


def test_what_was_assessed_is_what_is_signed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that changes while the person reads is sealed as it was shown."""

    def meanwhile(*_: object, **__: object) -> bool:
        office.edit("request.toml", "Example Sketches", "Something Else")
        return True

    monkeypatch.setattr("typer.confirm", meanwhile)
    answer = office.guard("approve", "request.toml", *ASK)
    assert "Something Else" not in answer.out
    assert office.guard("verify").code == 0


def test_a_key_with_a_passphrase_asks_for_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = (office.folder / "keys" / "head-of-it.pub").read_text().split()[1]
    made = make_pair(office.folder / "keys" / "boss", "boss", b"open sesame")
    office.edit("allowed_signers", old, made.line.split()[1])
    mine = ("--role", "head-of-it", "--key", "keys/boss", "--yes")
    monkeypatch.setattr(getpass, "getpass", lambda *_: "wrong")
    answer = office.guard("approve", "request.toml", *mine)
    assert answer.code == 2
    assert "check the passphrase" in answer.err
    monkeypatch.setattr(getpass, "getpass", lambda *_: "open sesame")
    assert office.guard("approve", "request.toml", *mine).code == 0


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_public_key_lets_ssh_keygen_sign(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    mine = ("--role", "ciso", "--key", "keys/ciso.pub", "--yes")
    assert office.guard("approve", "request.toml", *mine).code == 0
    assert office.guard("verify").code == 0


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("keys/nobody", "cannot be read"),
        ("guard.toml", "others can read this private key"),
        ("keys", "Is a directory"),
        ("keys/log.key", "cannot be opened"),
    ],
)
def test_what_is_no_key_is_told(office: Office, key: str, why: str) -> None:
    answer = office.guard("approve", "request.toml", "--role", "ciso", "--key", key, "--yes")
    assert answer.code == 2
    assert why in answer.err


def test_a_lost_log_key_seals_nothing(office: Office) -> None:
    (office.folder / "keys" / "log.key").unlink()
    answer = office.guard("refuse", "request.toml", *CISO, "--reason", "No")
    assert answer.code == 2
    assert "log.key" in answer.err
    assert records(office) == 0


def test_hostile_words_are_shown_harmless_where_they_are_signed(office: Office) -> None:
    words = "\x1b[2JAcme [/] Ltd \u202egnp.exe"
    condition = f"{words}; {words}; 2027-01-31"
    answer = office.guard(
        "approve", "request.toml", *ASK, "--yes", "--reason", words, "--condition", condition
    )
    assert answer.code == 0
    assert answer.out.count("Acme [/] Ltd") == 3

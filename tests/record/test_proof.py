import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record.checkpoint import LIMIT_NOTE, Checkpoint, LogKey
from guard.record.merkle import HashAt, leaf_hash, root
from guard.record.proof import TITLE, Growth, Inclusion, parse, prove_growth, prove_inclusion
from tests.record.acts import LOG

OTHER = LogKey(LOG.name, bytes(32))
H1, H2 = (base64.b64encode(hashlib.sha256(b"hash%d" % n).digest()).decode() for n in (1, 2))

sizes = st.integers(1, 40)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


def hashes(size: int) -> HashAt:
    return lambda level, index: root(leaves(size)[index << level : (index + 1) << level])


def note(size: int, key: LogKey = LOG) -> str:
    return key.sign(Checkpoint(LOG.name, size, root(leaves(size))))


@given(sizes, st.data())
def test_a_record_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(index, note(size), hashes(size))
    assert parse(proof.encode()) == proof
    assert proof.check(leaves(size)[index], LOG.verifier).size == size
    with pytest.raises(GuardError, match=f"is not entry {index}"):
        proof.check(leaf_hash(b"other"), LOG.verifier)
    with pytest.raises(GuardError, match="is not signed by"):
        proof.check(leaves(size)[index], OTHER.verifier)


@given(sizes, st.data())
def test_growth_is_proved(size: int, data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, size))
    proof = prove_growth(note(earlier), note(size), hashes(size))
    assert parse(proof.encode()) == proof
    assert proof.check(note(earlier), LOG.verifier).size == size


def test_a_fork_a_roll_back_and_another_key_are_refused() -> None:
    proof = prove_growth(note(3), note(7), hashes(7))
    forked = LOG.sign(Checkpoint(LOG.name, 3, bytes(32)))
    with pytest.raises(GuardError, match="does not follow on the earlier"):
        proof.check(forked, LOG.verifier)
    with pytest.raises(GuardError, match="about 3 entries; the checkpoint counts 4"):
        proof.check(note(4), LOG.verifier)
    with pytest.raises(GuardError, match="is not signed by"):
        proof.check(note(3, OTHER), LOG.verifier)
    with pytest.raises(GuardError, match="is not signed by"):
        proof.check(note(3), LOG.verifier, OTHER.verifier)
    with pytest.raises(GuardError, match="had 9 entries, and has 7 now"):
        Growth(9, (), note(7)).check(note(9), LOG.verifier)
    with pytest.raises(GuardError, match="counts 9 entries, the ledger 7"):
        prove_growth(note(9), note(7), hashes(7))
    with pytest.raises(GuardError, match="counts 0 entries"):
        prove_growth(LOG.sign(Checkpoint(LOG.name, 0, root([]))), note(7), hashes(7))


def test_a_later_head_may_be_signed_by_a_later_key() -> None:
    proof = prove_growth(note(3), note(7, OTHER), hashes(7))
    assert proof.check(note(3), LOG.verifier, OTHER.verifier).size == 7


@pytest.mark.parametrize("index", [-1, 7])
def test_a_record_that_is_not_there_is_not_proved(index: int) -> None:
    with pytest.raises(GuardError, match="there is no record"):
        prove_inclusion(index, note(7), hashes(7))


# What follows are the vectors of transparency-dev/formats, proof/tlog_proof_test.go.
@pytest.mark.parametrize(
    ("text", "index", "count", "checkpoint"),
    [
        (f"{TITLE}\nindex 5\n{H1}\n{H2}\n\ntest checkpoint\n", 5, 2, "test checkpoint\n"),
        (
            f"{TITLE}\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n{H1}\n\ncheckpoint data\n",
            10,
            1,
            "checkpoint data\n",
        ),
        (f"{TITLE}\nindex 0\n\ncheckpoint\n", 0, 0, "checkpoint\n"),
    ],
)
def test_vectors(text: str, index: int, count: int, checkpoint: str) -> None:
    proof = parse(text)
    assert isinstance(proof, Inclusion)
    assert (proof.index, len(proof.hashes), proof.note) == (index, count, checkpoint)
    if "extra" not in text:
        assert proof.encode() == text


@pytest.mark.parametrize(
    "text",
    [
        "wrong-header\nindex 0\n\ncheckpoint\n",
        f"{TITLE}\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n",
        f"{TITLE}\n\n\ncheckpoint\n",
        f"{TITLE}\nindex notanumber\n\ncheckpoint\n",
        f"{TITLE}\nindex -5\n\ncheckpoint\n",
        f"{TITLE}\nindex 05\n\ncheckpoint\n",
        f"{TITLE}\nindex 0\n!!notbase64!!\n\ncheckpoint\n",
        f"{TITLE}\nindex 0\n{base64.b64encode(bytes(64)).decode()}\n\ncheckpoint\n",
        f"{TITLE}\nindex 0\n{'a' * 66_560}\n",
        f"{TITLE}\nextra AAAA\n\ncheckpoint\n",
        f"{TITLE}\nindex 0\n" + f"{H1}\n" * 65 + "\ncheckpoint\n",
        f"{TITLE}\nindex 0\n\n{'x' * 200_000}\n",
        f"{TITLE}\nindex 0",
        f"old x\n{H1}\n\ncheckpoint\n",
        "",
    ],
)
def test_bad_vectors_are_refused(text: str) -> None:
    with pytest.raises(GuardError) as caught:
        parse(text)
    assert caught.value.faults[0].remedy


def test_the_longest_proof_is_read() -> None:
    head = f"{TITLE}\nindex 0\n" + f"{H1}\n" * 64 + "\n"
    longest = parse(head + "x" * (2 * LIMIT_NOTE - len(head)))
    assert isinstance(longest, Inclusion)
    assert len(longest.hashes) == 64


def test_a_growth_is_what_a_witness_takes() -> None:
    proof = prove_growth(note(6), note(7), hashes(7))
    first, *lines = proof.encode().partition("\n\n")[0].split("\n")
    assert first == "old 6"
    assert [base64.b64decode(line) for line in lines] == list(proof.hashes)

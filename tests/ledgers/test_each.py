"""What every kind of ledger keeps to, whatever keeps it."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.record.checkpoint import Checkpoint, LogKey, open_note
from guard.record.inspection import inspect
from guard.record.merkle import consistency_proof, inclusion_proof, verify_consistency
from guard.record.merkle import verify_inclusion as included
from guard.record.rows import Appended, Damage
from guard.record.store import Store, create_store, open_store
from tests.record.acts import LOG, Act, act, erasure, rotation

SECOND = LogKey(LOG.name, bytes([9]) * 32)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger is."""
    if request.param == "sqlite":
        place = str(tmp_path / "ledger")
    else:
        place = request.getfixturevalue("postgres").database()
    create_store(place, LOG.verifier).close()
    return place


@pytest.fixture
def ledger(where: str) -> Iterator[Store]:
    """An empty ledger, open."""
    with open_store(where) as opened:
        yield opened


def append(ledger: Store, one: Act, key: LogKey = LOG, **disclosures: bytes) -> Appended:
    return ledger.append(one.envelope, one.documents, key.sign, disclosures)


def damage(where: str) -> tuple[Damage, ...]:
    with open_store(where, read_only=True) as opened:
        return inspect(opened, LOG.verifier)


def test_what_is_appended_is_there(ledger: Store, where: str) -> None:
    acts = [act(number) for number in range(9)]
    done = [append(ledger, one) for one in acts]
    assert [one.index for one in done] == list(range(9))
    assert [entry.envelope for entry in ledger.entries()] == [one.envelope for one in acts]
    assert ledger.size() == 9
    entry = ledger.entry(4)
    assert entry
    assert entry.envelope == acts[4].envelope
    assert ledger.entry(9) is None
    assert ledger.head(5) == [*ledger.checkpoints()][4]
    assert ledger.head(10) is None
    for sha256, data in acts[3].documents.items():
        assert ledger.document(sha256) == data
    assert ledger.document("0" * 64) is None
    assert damage(where) == ()


def test_the_same_record_again_gives_the_same_answer(ledger: Store) -> None:
    done = append(ledger, act(1))
    append(ledger, act(2))
    assert append(ledger, act(1)) == done
    with pytest.raises(GuardError, match="already entry 0, with other content"):
        append(ledger, act(1, reason="another"))
    assert ledger.size() == 2


def test_a_refused_record_leaves_nothing_behind(ledger: Store) -> None:
    one = act(1)
    with pytest.raises(GuardError, match="is missing"):
        ledger.append(one.envelope, {}, LOG.sign)
    with pytest.raises(GuardError, match="is not signed by"):
        append(ledger, one, SECOND)
    assert not [*ledger.entries(), *ledger.documents(), *ledger.checkpoints(), *ledger.index()]
    assert append(ledger, one).index == 0


def test_records_are_found_by_name(ledger: Store) -> None:
    for number in range(3):
        append(ledger, act(number))
    append(ledger, rotation(3, str(SECOND.verifier)))
    assert [entry.index for entry in ledger.named("request/2026-1")] == [1]
    assert [entry.index for entry in ledger.named("event/approved")] == [0, 1, 2]
    assert [*ledger.named("request/2026")] == []
    assert [*ledger.names("request/")] == [f"request/2026-{number}" for number in range(3)]
    assert [*ledger.names("event/")] == ["event/approved", "event/key-rotated"]
    assert set(ledger.names()) >= {"request/2026-0", "event/approved"}


def test_records_are_read_while_others_are(ledger: Store) -> None:
    append(ledger, act(0))
    append(ledger, act(1))
    for entry in ledger.entries():
        assert ledger.entry(entry.index) == entry
        assert entry in [*ledger.named("event/approved")]


def test_proofs_are_made_from_what_is_kept(ledger: Store) -> None:
    for number in range(6):
        append(ledger, act(number))
    roots = {head.size: open_note(head.note, LOG.verifier).root for head in ledger.checkpoints()}
    for index in range(6):
        proof = inclusion_proof(index, 6, ledger.hash_at)
        assert included(index, 6, ledger.hash_at(0, index), proof, roots[6])
    for size in range(1, 7):
        proof = consistency_proof(size, 6, ledger.hash_at)
        assert verify_consistency(size, 6, proof, roots[size], roots[6])
    with pytest.raises(GuardError, match="lacks node 3/0"):
        ledger.hash_at(3, 0)


def test_heads_are_signed_by_a_new_key_once_it_is_announced(ledger: Store, where: str) -> None:
    append(ledger, act(0))
    with pytest.raises(GuardError, match="is not signed by"):
        append(ledger, rotation(1, str(SECOND.verifier)), SECOND)
    append(ledger, rotation(1, str(SECOND.verifier)))
    with pytest.raises(GuardError, match="is not signed by"):
        append(ledger, act(2))
    third = append(ledger, act(2), SECOND)
    assert open_note(third.note, SECOND.verifier).size == 3
    append(ledger, rotation(3, str(LOG.verifier)), SECOND)
    append(ledger, act(4))
    assert ledger.verifier_key() == str(LOG.verifier)
    assert damage(where) == ()
    with open_store(where, read_only=True) as opened:
        heads = [head.note for head in opened.checkpoints()]
        assert inspect(opened, LOG.verifier, heads) == ()
        late = LOG.sign(open_note(third.note, SECOND.verifier))
        (wrong,) = inspect(opened, LOG.verifier, [late])
        assert wrong.what == "it is signed by a key of another time"


def test_what_is_erased_is_gone_and_everything_else_proves_as_before(
    ledger: Store, where: str
) -> None:
    done = [append(ledger, act(number), names=b"%d" % number) for number in range(4)]
    sizes = len([*ledger.documents()])
    targets = [(done[1].index, done[1].leaf_hash), (done[3].index, done[3].leaf_hash)]
    end = append(ledger, erasure(9, *targets))
    assert [bool(entry.envelope) for entry in ledger.entries()] == [True, False, True, False, True]
    assert [*ledger.named("request/2026-1"), *ledger.named("request/2026-3")] == []
    assert ledger.disclosure("names") == b"2"
    assert len([*ledger.documents()]) == sizes - 6  # the policy is still needed
    assert damage(where) == ()
    assert append(ledger, act(1)).index == 1
    assert append(ledger, erasure(9, *targets)) == end
    proof = inclusion_proof(1, 5, ledger.hash_at)
    assert included(1, 5, done[1].leaf_hash, proof, open_note(end.note, LOG.verifier).root)


def test_what_the_ledger_needs_itself_is_not_erased(ledger: Store) -> None:
    done = append(ledger, rotation(0, str(LOG.verifier)))
    with pytest.raises(GuardError, match="the ledger still needs it"):
        append(ledger, erasure(1, (done.index, done.leaf_hash)))
    assert ledger.size() == 1


def test_time_stamps_are_kept_beside_their_head(ledger: Store) -> None:
    append(ledger, act(0))
    ledger.stamp(1, b"token")
    assert [(one.size, one.token) for one in ledger.stamps()] == [(1, b"token")]
    with pytest.raises(GuardError, match="no head for 2"):
        ledger.stamp(2, b"token")


def test_a_ledger_is_never_overwritten(where: str) -> None:
    with pytest.raises(GuardError, match="cannot be created"):
        create_store(where, LOG.verifier)


def test_reading_only_cannot_append(where: str) -> None:
    with open_store(where, read_only=True) as opened, pytest.raises(GuardError, match="cannot be"):
        append(opened, act(0))


def test_reading_sees_one_moment(where: str, ledger: Store) -> None:
    append(ledger, act(0))
    with open_store(where, read_only=True) as reader:
        assert reader.size() == 1
        append(ledger, act(1))
        assert reader.size() == 1
        assert inspect(reader, LOG.verifier) == ()


@dataclass(frozen=True, slots=True)
class Part:
    """Ten acts for one process to append."""

    where: str
    first: int

    def __call__(self) -> list[tuple[int, str]]:
        acts = [act(number) for number in range(self.first, self.first + 10)]
        with open_store(self.where) as opened:
            return [(append(opened, one).index, one.event_id) for one in acts]


def run(part: Part) -> list[tuple[int, str]]:
    return part()


def test_several_processes_append_at_once(where: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(8, mp_context=spawn) as pool:
        parts = [Part(where, first) for first in range(0, 80, 10)]
        done = [one for part in pool.map(run, parts) for one in part]
    assert sorted(index for index, _ in done) == list(range(80))
    with open_store(where, read_only=True) as opened:
        assert sorted(done) == [(entry.index, entry.event_id) for entry in opened.entries()]
        assert inspect(opened, LOG.verifier) == ()


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_ledger_moves_with_an_identical_root(
    ledger: Store, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    done = [append(ledger, act(number), names=b"%d" % number) for number in range(5)]
    append(ledger, erasure(9, (1, done[1].leaf_hash)))
    ledger.stamp(3, b"token")
    if target == "sqlite":
        place = str(tmp_path / "moved")
    else:
        place = request.getfixturevalue("postgres").database()
    with create_store(place, LOG.verifier) as moved:
        moved.fill(ledger)
        assert said(moved) == said(ledger)
        assert inspect(moved, LOG.verifier) == ()
        assert append(moved, act(7)).index == 6
        with pytest.raises(GuardError, match="has records already"):
            moved.fill(ledger)


def said(ledger: Store) -> list[object]:
    """All that a ledger says."""
    return [
        *ledger.entries(),
        *ledger.index(),
        *ledger.nodes(),
        *ledger.checkpoints(),
        *ledger.documents(),
        *ledger.disclosures(),
        *ledger.stamps(),
        *ledger.erased(),
        ledger.verifier_key(),
        ledger.latest(),
    ]


def test_a_head_over_other_records_is_refused(ledger: Store) -> None:
    one = act(0)
    with pytest.raises(GuardError, match="another head"):
        ledger.append(
            one.envelope,
            one.documents,
            lambda head: LOG.sign(Checkpoint(LOG.name, head.size, bytes(32))),
        )
    assert ledger.size() == 0

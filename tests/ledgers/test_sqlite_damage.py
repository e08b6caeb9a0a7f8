"""Flips bits of a ledger file: whatever changes what the ledger says must be found."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.ledgers.sqlite import Ledger
from guard.record.inspection import inspect
from guard.record.rows import Damage
from tests.record.acts import LOG, act

FLIPS = 400


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of seven records."""
    path = tmp_path_factory.mktemp("whole") / "ledger"
    with Ledger.create(path, LOG.verifier) as ledger:
        for number in range(7):
            one = act(number)
            ledger.append(one.envelope, one.documents, LOG.sign)
    return path


def dump(ledger: Ledger) -> list[object]:
    """All that a ledger says."""
    return [
        *ledger.entries(),
        *ledger.nodes(),
        *ledger.checkpoints(),
        *ledger.documents(),
        ledger.verifier_key(),
    ]


def found(path: Path) -> tuple[Damage, ...]:
    """What inspecting the file finds; not being able to open it counts as found."""
    try:
        with Ledger.open(path, read_only=True) as ledger:
            return inspect(ledger, LOG.verifier)
    except GuardError as error:
        return tuple(Damage("opening", fault.what) for fault in error.faults)


def flipped(whole: Path, tmp_path: Path, place: int, bit: int) -> Path:
    """A copy of the file with one bit changed."""
    content = bytearray(whole.read_bytes())
    content[place] ^= 1 << bit
    copy = tmp_path / "flipped"
    copy.write_bytes(content)
    return copy


def test_no_flip_that_matters_is_missed(whole: Path, tmp_path: Path) -> None:
    chance, size = random.Random(7), whole.stat().st_size
    with Ledger.open(whole, read_only=True) as ledger:
        original = dump(ledger)
    noticed = 0
    for _ in range(FLIPS):
        place, bit = chance.randrange(size), chance.randrange(8)
        copy = flipped(whole, tmp_path, place, bit)
        if found(copy):
            noticed += 1
        else:
            with Ledger.open(copy, read_only=True) as ledger:
                assert dump(ledger) == original, f"byte {place}, bit {bit}"
    assert noticed > FLIPS // 4


def stored(whole: Path) -> Iterator[tuple[bytes, str]]:
    """Every value in the ledger, and where damage to it must be reported."""
    with Ledger.open(whole, read_only=True) as ledger:
        yield ledger.verifier_key().encode(), "meta"
        for entry in ledger.entries():
            yield entry.envelope, f"entry {entry.index}"
            yield entry.leaf, f"entry {entry.index}"
            yield entry.event_id.encode(), f"entry {entry.index}"
        for node in ledger.nodes():
            yield node.hash, f"node {node.level}/{node.index}"
        for head in ledger.checkpoints():
            yield head.note.encode(), f"checkpoint {head.size}"
        for sha256, data in ledger.documents():
            yield data, f"document {sha256}"
            yield sha256.encode(), "document"


def occurrences(content: bytes, value: bytes) -> Iterator[int]:
    """Where ``value`` stands in ``content``."""
    place = content.find(value)
    while place >= 0:
        yield place
        place = content.find(value, place + 1)


def test_a_flip_in_a_stored_value_is_found_where_it_is(whole: Path, tmp_path: Path) -> None:
    chance, content = random.Random(8), whole.read_bytes()
    reported = set()
    for value, where in stored(whole):
        starts = [*occurrences(content, value)]
        assert starts
        for start in starts:
            inside = start + chance.randrange(len(value))
            places = {one.place for one in found(flipped(whole, tmp_path, inside, 0))}
            # An event id stands in SQLite's index too: a flip there is the file's, not the entry's.
            named = where in places or where in {place.split()[0] for place in places}
            assert named or (where.startswith("entry") and places == {"file"}), where
            reported |= {place.split()[0] for place in places}
    assert reported >= {"meta", "entry", "node", "checkpoint", "document", "file"}


@pytest.mark.parametrize("kept", [0, 1, 100, 4096, 10_000])
def test_a_cut_file_is_found(whole: Path, tmp_path: Path, kept: int) -> None:
    copy = tmp_path / "cut"
    copy.write_bytes(whole.read_bytes()[:kept])
    assert found(copy)


def test_a_lost_tail_shows_only_against_a_head_kept_elsewhere(tmp_path: Path) -> None:
    path, backup = tmp_path / "ledger", tmp_path / "backup"
    with Ledger.create(path, LOG.verifier) as ledger:
        first, second = act(0), act(1)
        ledger.append(first.envelope, first.documents, LOG.sign)
    shutil.copy(path, backup)
    with Ledger.open(path) as ledger:
        kept = ledger.append(second.envelope, second.documents, LOG.sign).note
    with Ledger.open(backup, read_only=True) as ledger:
        assert inspect(ledger, LOG.verifier) == ()
        (lost,) = inspect(ledger, LOG.verifier, witnessed=[kept])
    assert lost == Damage("witnessed checkpoint 1", "it counts 2 entries; the ledger has 1")

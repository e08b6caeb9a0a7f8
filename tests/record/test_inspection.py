import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from guard.errors import Fault, GuardError
from guard.record.checkpoint import Checkpoint, LogKey, claimed
from guard.record.inspection import inspect, survey
from guard.record.merkle import Frontier, Node, leaf_hash
from guard.record.rows import Damage, Disclosure, Entry, Head, Named, Stamp
from tests.record.acts import LOG, NOON, Act, act, erasure, rotation


@dataclass
class Memory:
    """A ledger of five records, in memory; the simplest store that can be inspected."""

    kept: list[Entry] = field(default_factory=list)
    tree: list[Node] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    terms: list[Named] = field(default_factory=list)
    openings: list[Disclosure] = field(default_factory=list)
    times: list[Stamp] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    key: str = str(LOG.verifier)
    schema: tuple[Damage, ...] = ()
    broken: str = ""

    def __post_init__(self) -> None:
        frontier = Frontier()
        for number in range(5):
            previous = {"index": 1, "leaf": self.kept[1].leaf.hex()} if number == 3 else None
            one = act(number, previous=previous)
            leaf = leaf_hash(one.envelope)
            self.kept.append(Entry(number, one.event_id, leaf, one.envelope))
            frontier, closed = frontier.append(leaf)
            self.tree += closed
            self.files |= one.documents
            self.terms += (Named(name, number) for name in one.statement.names())
            head = Checkpoint(LOG.name, frontier.size, frontier.root())
            self.heads.append(Head(frontier.size, LOG.sign(head)))

    def read(self, name: str, rows: Any) -> Iterator[Any]:
        yield from rows
        if self.broken == name:
            raise GuardError(Fault("the disk is broken", "buy another"))

    def entries(self) -> Iterator[Entry]:
        return self.read("entries", self.kept)

    def nodes(self) -> Iterator[Node]:
        return self.read("nodes", self.tree)

    def checkpoints(self) -> Iterator[Head]:
        return self.read("checkpoints", self.heads)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        return self.read("documents", self.files.items())

    def index(self) -> Iterator[Named]:
        return self.read("index", self.terms)

    def disclosures(self) -> Iterator[Disclosure]:
        return self.read("disclosures", self.openings)

    def stamps(self) -> Iterator[Stamp]:
        return self.read("stamps", self.times)

    def erased(self) -> Iterator[str]:
        return self.read("erased", self.gone)

    def verifier_key(self) -> str:
        return self.key

    def schema_damage(self) -> Iterator[Damage]:
        return self.read("schema", self.schema)

    def file_damage(self) -> Iterator[Damage]:
        return self.read("file", ())


def found(memory: Memory, **options: Any) -> dict[str, str]:
    """Where damage is found, and what."""
    return {one.place: one.what for one in inspect(memory, LOG.verifier, **options)}


def test_a_whole_ledger_has_no_damage() -> None:
    assert found(Memory()) == {}


def test_an_edited_envelope() -> None:
    memory = Memory()
    memory.kept[2] = replace(memory.kept[2], envelope=memory.kept[2].envelope + b" ")
    places = found(memory)
    assert "entry 2" in places
    assert {"checkpoint 3", "checkpoint 4", "checkpoint 5", "node 1/1", "node 2/0"} <= set(places)
    assert not {"checkpoint 2", "node 1/0"} & set(places)


def test_another_leaf_hash() -> None:
    memory = Memory()
    memory.kept[2] = replace(memory.kept[2], leaf=bytes(32))
    assert found(memory) == {"entry 2": "its leaf hash is not that of its envelope"}


def test_another_event_id() -> None:
    memory = Memory()
    memory.kept[2] = replace(memory.kept[2], event_id="x")
    assert found(memory) == {"entry 2": "its event id is not that in its envelope"}


def test_a_record_that_says_it_is_older_than_the_one_before_it() -> None:
    memory, early = Memory(), act(2, decided_at=NOON - dt.timedelta(days=1))
    memory.kept[2] = Entry(2, early.event_id, leaf_hash(early.envelope), early.envelope)
    assert "but the record before it" in found(memory)["entry 2"]


def test_a_record_replaced_with_all_hashes_made_to_fit() -> None:
    memory, other = Memory(), act(2, reason="another")
    leaf = leaf_hash(other.envelope)
    memory.kept[2] = Entry(2, other.event_id, leaf, other.envelope)
    frontier = Frontier()
    memory.tree = []
    for entry in memory.kept:
        frontier, closed = frontier.append(entry.leaf)
        memory.tree += closed
    wrong = "its root is not what the records hash to"
    assert found(memory) == {f"checkpoint {size}": wrong for size in (3, 4, 5)}


def test_two_records_swapped() -> None:
    memory = Memory()
    first, second = memory.kept[:2]
    memory.kept[:2] = [replace(second, index=0), replace(first, index=1)]
    assert {"node 1/0", "checkpoint 1", "checkpoint 2", "entry 3"} <= set(found(memory))


def test_a_record_taken_out() -> None:
    memory = Memory()
    del memory.kept[1]
    places = found(memory)
    assert places["entry 2"] == "entry 1 should come here"
    assert "an earlier record, entry 1, is not the one" in places["entry 3"]
    assert "it counts 5 entries; the ledger has 4" in places["checkpoint 5"]


@pytest.mark.parametrize("index", [4, 5])
def test_a_record_that_points_to_itself_or_on(index: int) -> None:
    memory, one = Memory(), act(4, previous={"index": index, "leaf": "0" * 64})
    memory.kept[4] = Entry(4, one.event_id, leaf_hash(one.envelope), one.envelope)
    assert f"an earlier record, entry {index}, is not the one" in found(memory)["entry 4"]


def test_nodes_lost_changed_and_added() -> None:
    memory = Memory()
    lost, changed, _ = memory.tree
    memory.tree[:2] = [replace(changed, hash=bytes(32)), Node(7, 7, bytes(32))]
    assert found(memory) == {
        f"node 1/{lost.index}": "is missing",
        f"node 1/{changed.index}": "is not what the records hash to",
        "node 7/7": "is not what the records hash to",
    }


def test_heads_lost_moved_and_forged() -> None:
    memory, forger = Memory(), LogKey(LOG.name, bytes(32))
    del memory.heads[0]
    memory.heads[0] = Head(2, memory.heads[1].note)
    memory.heads[2] = Head(4, forger.sign(Checkpoint(LOG.name, 4, bytes(32))))
    places = found(memory)
    assert set(places) == {"checkpoint 1", "checkpoint 2", "checkpoint 4"}
    assert places["checkpoint 1"] == "is missing"
    assert places["checkpoint 2"] == "its note is for 3 entries"
    assert "is not signed by" in places["checkpoint 4"]


def test_documents_lost_changed_and_added() -> None:
    memory = Memory()
    lost, changed, *_ = act(1).documents
    del memory.files[lost]
    memory.files |= {changed: b"other", "0" * 64: b""}
    places = found(memory)
    assert set(places) == {"entry 1", f"document {changed}", f"document {'0' * 64}"}
    assert f"({lost}) is missing" in places["entry 1"]


def test_a_ledger_of_another_log() -> None:
    memory = Memory(key="other")
    assert "the log key other" in found(memory)["meta"]


def test_a_whole_ledger_signed_by_another_key_is_all_damage() -> None:
    forger = LogKey(LOG.name, bytes(32))
    damage = inspect(Memory(), forger.verifier)
    assert {"meta", *(f"checkpoint {size}" for size in range(1, 6))} == {d.place for d in damage}


def test_a_changed_schema_stops_all_reading() -> None:
    wrong = Damage("schema entry", "is not part of a ledger")
    assert inspect(Memory(schema=(wrong,), broken="entries"), LOG.verifier) == (wrong,)


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("entries", "entry table"),
        ("nodes", "node table"),
        ("checkpoints", "checkpoint table"),
        ("documents", "document table"),
        ("index", "index table"),
        ("disclosures", "disclosure table"),
        ("stamps", "stamp table"),
        ("erased", "erased table"),
        ("schema", "schema"),
        ("file", "file"),
    ],
)
def test_what_cannot_be_read_is_damage(part: str, place: str) -> None:
    assert found(Memory(broken=part)) == {place: "the disk is broken"}


def test_heads_kept_elsewhere_must_fit() -> None:
    memory = Memory()
    kept = [head.note for head in memory.heads]
    assert found(memory, witnessed=kept) == {}
    forked = LOG.sign(Checkpoint(LOG.name, 2, bytes(32)))
    ahead = LOG.sign(Checkpoint(LOG.name, 9, bytes(32)))
    assert found(memory, witnessed=[forked, kept[0], ahead, "x"]) == {
        "witnessed checkpoint 1": "its root is not what the records hash to",
        "witnessed checkpoint 3": "it counts 9 entries; the ledger has 5",
        "witnessed checkpoint 4": "not a signed note: no signature after a blank line",
    }


def test_the_index_must_be_that_of_the_records() -> None:
    memory = Memory()
    lost = memory.terms.pop(0)
    memory.terms.append(Named("request/2026-9", 2))
    assert found(memory) == {
        f"index {lost.name}": "entry 0 is missing",
        "index request/2026-9": "entry 2 does not belong there",
    }


def test_a_record_stands_once_under_each_name() -> None:
    memory = Memory()
    memory.terms.append(memory.terms[-1])
    assert list(found(memory).values()) == ["entry 4 does not belong there"]


def erased(memory: Memory, index: int) -> None:
    """Take out the contents of a record, and all that only it needs."""
    entry = memory.kept[index]
    memory.kept[index] = replace(entry, envelope=b"")
    memory.terms = [term for term in memory.terms if term.index != index]
    only = act(index).documents.keys() - act(index + 1).documents.keys()
    memory.files = {sha: data for sha, data in memory.files.items() if sha not in only}
    memory.gone.append(f"entry/{index}")


def grown(*acts: Act) -> Memory:
    """A ledger of five records and these."""
    memory, frontier = Memory(), Frontier()
    for entry in memory.kept:
        frontier, _ = frontier.append(entry.leaf)
    for number, one in enumerate(acts, 5):
        leaf = leaf_hash(one.envelope)
        memory.kept.append(Entry(number, one.event_id, leaf, one.envelope))
        frontier, closed = frontier.append(leaf)
        memory.tree = sorted([*memory.tree, *closed], key=lambda node: (node.level, node.index))
        memory.files |= one.documents
        memory.terms += (Named(name, number) for name in one.statement.names())
        head = Checkpoint(LOG.name, frontier.size, frontier.root())
        memory.heads.append(Head(frontier.size, LOG.sign(head)))
    return memory


def leaf(index: int) -> tuple[int, bytes]:
    return index, Memory().kept[index].leaf


def test_what_a_record_erases_may_be_gone() -> None:
    memory = grown(erasure(9, leaf(2)))
    assert found(memory) == {"entry 2": "a record erases it, and its contents are still there"}
    erased(memory, 2)
    assert found(memory) == {}
    memory.openings.append(Disclosure(2, "names", b"x"))
    assert found(memory) == {"disclosure 2": "it is of no record that is kept"}


def test_what_no_record_erases_may_not_be_gone() -> None:
    memory = Memory()
    erased(memory, 2)
    assert found(memory) == {"entry 2": "its contents are gone, and no record erases it"}


def test_an_erasure_that_came_before_does_not_count() -> None:
    memory = grown(erasure(9, leaf(2)), act(6))
    erased(memory, 6)
    assert found(memory)["entry 6"] == "its contents are gone, and no record erases it"


def test_what_is_gone_is_listed_and_what_is_listed_is_gone() -> None:
    memory = grown(erasure(9, leaf(2)))
    erased(memory, 2)
    memory.gone = ["entry/3", "document/" + "0" * 64]
    assert found(memory) == {
        "entry 2": "its contents are gone, and it is not listed as erased",
        "entry 3": "is listed as erased, and is not",
    }


def test_openings_and_stamps_are_of_what_is_there() -> None:
    memory = Memory(openings=[Disclosure(4, "names", b"x"), Disclosure(5, "names", b"x")])
    memory.times = [Stamp(5, b"x"), Stamp(6, b"x")]
    assert found(memory) == {
        "disclosure 5": "it is of no record that is kept",
        "stamp 6": "it is of no head of this ledger",
    }


SECOND = LogKey(LOG.name, bytes([9]) * 32)


def test_another_key_signs_what_comes_after_its_announcement() -> None:
    memory = grown(rotation(9, str(SECOND.verifier)), act(6))
    assert "is not signed by" in found(memory)["checkpoint 7"]
    head = memory.heads[-1].note
    memory.heads[-1] = Head(7, SECOND.sign(claimed(head)))
    assert found(memory) == {}
    assert found(memory, witnessed=[one.note for one in memory.heads]) == {}
    early, late = SECOND.sign(claimed(memory.heads[3].note)), LOG.sign(claimed(head))
    assert found(memory, witnessed=[early, late]) == {
        "witnessed checkpoint 1": "it is signed by a key of another time",
        "witnessed checkpoint 2": "it is signed by a key of another time",
    }


def test_a_key_of_another_log_announces_nothing() -> None:
    memory = grown(rotation(9, str(LogKey("elsewhere", bytes(32)).verifier)), act(6))
    assert list(found(memory)) == ["entry 5"]


def test_what_the_records_hash_to_is_told() -> None:
    tree, damage = survey(Memory(), LOG.verifier)
    assert damage == ()
    assert tree.frontier.root() == claimed(Memory().heads[-1].note).root

"""Looks a whole ledger over, whatever kind of store it is: recomputes all that can be recomputed.

What no ledger can show by itself is a lost tail or a restored backup: for that, keep the notes of
some heads elsewhere and hand them in as ``witnessed``.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from guard.errors import Fault, GuardError
from guard.record.admission import backdated, missing, unlinked, unrotated
from guard.record.checkpoint import Checkpoint, VerifierKey, open_note
from guard.record.merkle import Frontier, leaf_hash
from guard.record.rows import Damage, Entry, Rows
from guard.record.sealed import Sealed, unseal

_REMEDY = "fetch the checkpoint again; if it stays so, ask who keeps the log"


@dataclass(slots=True)
class Tree:
    """What the envelopes, hashed anew, say the ledger must be.

    ``keys``: who signs the heads of trees larger than a size, by that size. ``erasures``: the leaf
    (hex) of each record that a record erases. ``gone``: the records whose contents are gone.
    """

    keys: list[tuple[int, VerifierKey]]
    frontier: Frontier = field(default_factory=Frontier)
    leaves: list[bytes] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    roots: list[bytes] = field(default_factory=lambda: [Frontier().root()])
    names: list[tuple[str, ...]] = field(default_factory=list)
    erasures: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    last: Sealed | None = None

    def grow(self, leaf: bytes, names: Iterable[str]) -> None:
        """Take in one record, by its leaf hash and what it is found by."""
        self.frontier, closed = self.frontier.append(leaf)
        self.leaves.append(leaf)
        self.nodes.update({(node.level, node.index): node.hash for node in closed})
        self.roots.append(self.frontier.root())
        self.names.append(tuple(sorted(set(names))))

    def leaf_at(self, index: int) -> bytes | None:
        """The leaf hash of record ``index``, if it came already."""
        return self.leaves[index] if index < len(self.leaves) else None

    def key_for(self, size: int) -> VerifierKey:
        """Who signs the head for ``size`` records."""
        return self.keys[bisect_left(self.keys, size, key=lambda one: one[0]) - 1][1]

    def open(self, note: str) -> Checkpoint:
        """The head in ``note``, if it is one of this tree, rightly signed.

        Raises:
            GuardError: it is not, or not a head at all.
        """
        wrong: list[GuardError] = []
        for _, key in self.keys:
            try:
                head = open_note(note, key)
            except GuardError as error:
                wrong.append(error)
                continue
            if key == self.key_for(head.size):
                return head
            wrong.insert(0, GuardError(Fault("it is signed by a key of another time", _REMEDY)))
        raise wrong[0]


def inspect(rows: Rows, key: VerifierKey, witnessed: Iterable[str] = ()) -> tuple[Damage, ...]:
    """All damage found in ``rows``; none found means it is as it was written and signed.

    ``key`` is the log's first key as the reader trusts it, not as the ledger says it is.
    """
    return survey(rows, key, witnessed)[1]


def survey(
    rows: Rows, key: VerifierKey, witnessed: Iterable[str] = ()
) -> tuple[Tree, tuple[Damage, ...]]:
    """As :func:`inspect`, with the tree that the records hash to."""
    tree = Tree([(-1, key)])
    if damage := tuple(_reading("schema", rows.schema_damage())):
        return tree, damage
    held: dict[str, bool] = {}
    damage = (
        *_reading("meta", _log_key(rows, key)),
        *_reading("document table", _documents(rows, held)),
        *_reading("entry table", _entries(rows, tree, held)),
        *_reading("erased table", _erased(rows, tree)),
        *_reading("index table", _index(rows, tree)),
        *_reading("node table", _nodes(rows, tree)),
        *_reading("checkpoint table", _checkpoints(rows, tree)),
        *_reading("disclosure table", _disclosures(rows, tree)),
        *_reading("stamp table", _stamps(rows, tree)),
        *(
            Damage(f"document {sha}", "no record mentions it")
            for sha, used in held.items()
            if not used
        ),
        *_witnessed(tree, witnessed),
        *_reading("file", rows.file_damage()),
    )
    return tree, damage


def _reading(place: str, damage: Iterator[Damage]) -> Iterator[Damage]:
    """``damage``, and where reading breaks off, that."""
    try:
        yield from damage
    except GuardError as error:
        yield Damage(place, _said(error))


def _said(error: GuardError) -> str:
    return "; ".join(fault.what for fault in error.faults)


def _log_key(rows: Rows, key: VerifierKey) -> Iterator[Damage]:
    if (own := rows.verifier_key()) != str(key):
        yield Damage("meta", f"the ledger is of the log key {own}, not of {key}")


def _documents(rows: Rows, held: dict[str, bool]) -> Iterator[Damage]:
    for sha256, data in rows.documents():
        held[sha256] = False
        if hashlib.sha256(data).hexdigest() != sha256:
            yield Damage(f"document {sha256}", "its bytes have another digest")


def _entries(rows: Rows, tree: Tree, held: dict[str, bool]) -> Iterator[Damage]:
    for expected, entry in enumerate(rows.entries()):
        place = f"entry {entry.index}"
        if entry.index != expected:
            yield Damage(place, f"entry {expected} should come here")
        for what in _entry(entry, tree, held):
            yield Damage(place, what)


def _entry(entry: Entry, tree: Tree, held: dict[str, bool]) -> Iterator[str]:
    if not entry.envelope:
        tree.gone.add(entry.index)
        tree.grow(entry.leaf, ())
        return
    leaf = leaf_hash(entry.envelope)
    names: tuple[str, ...] = ()
    if leaf != entry.leaf:
        yield "its leaf hash is not that of its envelope"
    try:
        sealed = unseal(entry.envelope)
    except GuardError as error:
        yield _said(error)
    else:
        yield from _statement(sealed, entry, tree, held)
        names = sealed.statement.names()
    tree.grow(leaf, names)


def _statement(sealed: Sealed, entry: Entry, tree: Tree, held: dict[str, bool]) -> Iterator[str]:
    """What is wrong with a record that can be read; what follows from it for the tree."""
    statement = sealed.statement
    if statement.event_id != entry.event_id:
        yield "its event id is not that in its envelope"
    origin = tree.keys[0][1].name
    wrong = (
        *missing(sealed, held.__contains__),
        *unlinked(sealed, tree.leaf_at),
        *backdated(sealed, tree.last.statement.at if tree.last else None),
        *(unfit := unrotated(sealed, origin)),
    )
    yield from (fault.what for fault in wrong)
    tree.last = sealed
    tree.erasures.update({target.index: target.leaf for target in statement.erases})
    if statement.log_key and not unfit:
        tree.keys.append((entry.index + 1, VerifierKey.parse(statement.log_key)))
    held.update(dict.fromkeys(statement.mentions() & held.keys(), True))


def _erased(rows: Rows, tree: Tree) -> Iterator[Damage]:
    """Contents that are gone must be gone by a record's word, and the other way round."""
    listed = set(rows.erased())
    for index in sorted(tree.gone | tree.erasures.keys()):
        place = f"entry {index}"
        if index not in tree.gone:
            yield Damage(place, "a record erases it, and its contents are still there")
        elif (leaf := tree.leaf_at(index)) is None or tree.erasures.get(index) != leaf.hex():
            yield Damage(place, "its contents are gone, and no record erases it")
        elif f"entry/{index}" not in listed:
            yield Damage(place, "its contents are gone, and it is not listed as erased")
    for what in sorted(listed - {f"entry/{index}" for index in tree.gone}):
        if not what.startswith("document/"):
            yield Damage(what.replace("/", " "), "is listed as erased, and is not")


def _index(rows: Rows, tree: Tree) -> Iterator[Damage]:
    """Every record is found under its own names, and under no others."""
    due = {(index, name) for index, names in enumerate(tree.names) for name in names}
    for one in rows.index():
        if (one.index, one.name) in due:
            due.remove((one.index, one.name))
        else:
            yield Damage(f"index {one.name}", f"entry {one.index} does not belong there")
    for index, name in sorted(due):
        yield Damage(f"index {name}", f"entry {index} is missing")


def _nodes(rows: Rows, tree: Tree) -> Iterator[Damage]:
    due = dict(tree.nodes)
    for node in rows.nodes():
        if due.pop((node.level, node.index), None) != node.hash:
            yield Damage(f"node {node.level}/{node.index}", "is not what the records hash to")
    for level, index in due:
        yield Damage(f"node {level}/{index}", "is missing")


def _checkpoints(rows: Rows, tree: Tree) -> Iterator[Damage]:
    due = set(range(1, len(tree.roots)))
    for head in rows.checkpoints():
        due.discard(head.size)
        if wrong := _head(head.note, tree, head.size):
            yield Damage(f"checkpoint {head.size}", wrong)
    for size in sorted(due):
        yield Damage(f"checkpoint {size}", "is missing")


def _head(note: str, tree: Tree, size: int | None = None) -> str:
    """What is wrong with the head in ``note``, if anything."""
    try:
        head = tree.open(note) if size is None else open_note(note, tree.key_for(size))
    except GuardError as error:
        return _said(error)
    if size is not None and head.size != size:
        return f"its note is for {head.size} entries"
    if head.size >= len(tree.roots):
        return f"it counts {head.size} entries; the ledger has {len(tree.leaves)}"
    if head.root != tree.roots[head.size]:
        return "its root is not what the records hash to"
    return ""


def _disclosures(rows: Rows, tree: Tree) -> Iterator[Damage]:
    for one in rows.disclosures():
        if one.index >= len(tree.leaves) or one.index in tree.gone:
            yield Damage(f"disclosure {one.index}", "it is of no record that is kept")


def _stamps(rows: Rows, tree: Tree) -> Iterator[Damage]:
    for one in rows.stamps():
        if one.size >= len(tree.roots):
            yield Damage(f"stamp {one.size}", "it is of no head of this ledger")


def _witnessed(tree: Tree, notes: Iterable[str]) -> Iterator[Damage]:
    for place, note in enumerate(notes, 1):
        if wrong := _head(note, tree):
            yield Damage(f"witnessed checkpoint {place}", wrong)

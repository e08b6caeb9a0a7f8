"""The Merkle tree of RFC 9162 section 2.1 (SHA-256): hashes, roots and proofs.

All hashes are 32 bytes. Indexes count from 0. A proof is a tuple of hashes, lowest level first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

HASH_BYTES = 32

Proof = tuple[bytes, ...]


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry: SHA-256 of a zero byte and ``data``."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours: SHA-256 of a one byte, ``left`` and ``right``."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Node:
    """The hash of a full subtree: the ``index``-th run of 2**``level`` leaves."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that growing needs: the tree's ``size`` and its full subtrees' hashes, widest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple["Frontier", tuple[Node, ...]]:
        """The frontier with ``leaf`` added, and the full subtrees (level 1 up) that this closes."""
        peaks, closed, grown = list(self.peaks), [], leaf
        level, rest = 0, self.size
        while rest & 1:
            grown = node_hash(peaks.pop(), grown)
            level, rest = level + 1, rest >> 1
            closed.append(Node(level, rest, grown))
        return Frontier(self.size + 1, (*peaks, grown)), tuple(closed)

    def root(self) -> bytes:
        """The root of the tree; of an empty tree, the SHA-256 of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks))


def peaks(size: int) -> Iterator[tuple[int, int]]:
    """``(level, index)`` of each full subtree of a tree of ``size``, widest first."""
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, (size >> level) - 1


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over ``leaves`` (leaf hashes)."""
    frontier = Frontier()
    for leaf in leaves:
        frontier, _ = frontier.append(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """The widest full left subtree of a tree of ``size`` >= 2: the power of two below it."""
    return 1 << (size - 1).bit_length() - 1


HashAt = Callable[[int, int], bytes]
"""The hash of a full subtree by ``level`` and ``index``; level 0 are the leaves."""


def root_of(begin: int, size: int, hash_at: HashAt) -> bytes:
    """The root over ``size`` leaves from ``begin``, of which the widest subtree is a multiple."""
    hashes = [hash_at(level, (begin >> level) + index) for level, index in peaks(size)]
    return Frontier(size, tuple(hashes)).root()


def inclusion_proof(index: int, size: int, hash_at: HashAt) -> Proof:
    """The path from leaf ``index`` to the root of the tree of ``size`` (RFC 9162 2.1.3.1)."""
    if not 0 <= index < size:
        raise IndexError(index)
    path: list[bytes] = []
    begin = 0
    while size > 1:
        middle = _split(size)
        if index - begin < middle:
            path.append(root_of(begin + middle, size - middle, hash_at))
            size = middle
        else:
            path.append(root_of(begin, middle, hash_at))
            begin, size = begin + middle, size - middle
    return tuple(reversed(path))


def consistency_proof(size: int, later: int, hash_at: HashAt) -> Proof:
    """What shows that the first ``size`` of ``later`` leaves are unchanged (RFC 9162 2.1.4.1)."""
    if not 0 < size <= later:
        raise IndexError(size)
    path: list[bytes] = []
    begin, known = 0, True  # known: the verifier already holds the root over these leaves
    while size < later:
        middle = _split(later)
        if size <= middle:
            path.append(root_of(begin + middle, later - middle, hash_at))
            later = middle
        else:
            path.append(root_of(begin, middle, hash_at))
            begin, size, later = begin + middle, size - middle, later - middle
            known = False
    if not known:
        path.append(root_of(begin, size, hash_at))
    return tuple(reversed(path))


def _well_formed(*hashes: bytes) -> bool:
    return all(len(one) == HASH_BYTES for one in hashes)


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], head: bytes
) -> bool:
    """Whether ``proof`` places ``leaf`` at ``index`` of the tree of ``size`` with root ``head``.

    RFC 9162 2.1.3.2. Never raises: whatever does not prove it is False.
    """
    if not 0 <= index < size or not _well_formed(leaf, head, *proof):
        return False
    place, last, grown = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            grown = node_hash(sibling, grown)
            while not place & 1:
                place, last = place >> 1, last >> 1
        else:
            grown = node_hash(grown, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and grown == head


def verify_consistency(
    size: int, later: int, proof: Sequence[bytes], head: bytes, later_head: bytes
) -> bool:
    """Whether ``proof`` shows the tree of ``later`` entries to begin with that of ``size``.

    RFC 9162 2.1.4.2. An empty first tree proves nothing, so ``size`` 0 is False. Never raises.
    """
    if size == later > 0:
        return not proof and head == later_head
    if not 0 < size < later or not _well_formed(head, later_head, *proof):
        return False
    path = list(proof) if size & (size - 1) else [head, *proof]
    if not path:
        return False
    place, last = size - 1, later - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not place & 1:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and first == head and second == later_head

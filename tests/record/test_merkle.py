import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.record.merkle import (
    Frontier,
    HashAt,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    peaks,
    root,
    verify_consistency,
    verify_inclusion,
)

# The eight entries of the reference tree that Certificate Transparency logs are tested with.
REFERENCE = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

sizes = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


def over(tree: list[bytes]) -> HashAt:
    """The hashes of the full subtrees of ``tree``, by level and index."""

    def hash_at(level: int, index: int) -> bytes:
        run = tree[index << level : (index + 1) << level]
        assert len(run) == 1 << level, "only full subtrees are asked for"
        return root(run)

    return hash_at


def decoded(case: dict[str, Any]) -> dict[str, Any]:
    """A vector with its base64 undone; null proofs are empty ones."""
    hashes = {
        key: base64.b64decode(case[key] or "")
        for key in ("root", "root1", "root2", "leafHash")
        if key in case
    }
    return case | hashes | {"proof": [base64.b64decode(one) for one in case["proof"] or []]}


def cases(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    return [(str(path), decoded(json.loads(path.read_text()))) for path in folder.rglob("*.json")]


def test_inclusion_vectors(vectors: Path) -> None:
    found = cases(vectors / "transparency-dev-merkle" / "inclusion")
    assert len(found) == 98
    for name, case in found:
        holds = verify_inclusion(
            case["leafIdx"], case["treeSize"], case["leafHash"], case["proof"], case["root"]
        )
        assert holds is not case["wantErr"], name


def test_consistency_vectors(vectors: Path) -> None:
    found = cases(vectors / "transparency-dev-merkle" / "consistency")
    assert len(found) == 98
    for name, case in found:
        holds = verify_consistency(
            case["size1"], case["size2"], case["proof"], case["root1"], case["root2"]
        )
        assert holds is not case["wantErr"], name


def test_reference_root() -> None:
    assert root(map(leaf_hash, REFERENCE)).hex() == REFERENCE_ROOT


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert root([]) == hashlib.sha256(b"").digest()


def test_leaf_and_node_hashes_are_kept_apart() -> None:
    left, right = leaves(2)
    assert leaf_hash(left + right) != node_hash(left, right)


def by_definition(hashes: list[bytes]) -> bytes:
    """The root as RFC 9162 defines it, by halves."""
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return node_hash(by_definition(hashes[:middle]), by_definition(hashes[middle:]))


@given(sizes)
def test_root_is_as_defined(size: int) -> None:
    assert root(leaves(size)) == by_definition(leaves(size))


@given(sizes)
def test_closed_nodes_are_the_full_subtrees(size: int) -> None:
    frontier = Frontier()
    nodes: dict[tuple[int, int], bytes] = {}
    for index, leaf in enumerate(leaves(size)):
        frontier, closed = frontier.append(leaf)
        nodes |= {(node.level, node.index): node.hash for node in closed} | {(0, index): leaf}
    for (level, index), hash_ in nodes.items():
        run = leaves(size)[index << level : (index + 1) << level]
        assert len(run) == 1 << level
        assert hash_ == by_definition(run)
    assert tuple(nodes[place] for place in peaks(size)) == frontier.peaks


@given(sizes, st.data())
def test_inclusion_proofs_prove_only_their_own_leaf(size: int, data: st.DataObject) -> None:
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    tree = leaves(size)
    proof = inclusion_proof(index, len(tree), over(tree))
    assert verify_inclusion(index, size, tree[index], proof, root(tree))
    if other != index:
        assert not verify_inclusion(other, size, tree[index], proof, root(tree))
        assert not verify_inclusion(index, size, tree[other], proof, root(tree))


@given(sizes, st.data())
def test_consistency_proofs_prove_only_their_own_trees(size: int, data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, size))
    tree = leaves(size)
    first, second = root(tree[:earlier]), root(tree)
    proof = consistency_proof(earlier, len(tree), over(tree))
    assert verify_consistency(earlier, size, proof, first, second)
    assert not verify_consistency(earlier, size, proof, leaf_hash(b"x"), second)
    assert not verify_consistency(earlier, size, proof, first, leaf_hash(b"x"))
    assert not verify_consistency(earlier, size, (*proof, second), first, second)


@given(sizes, st.data())
def test_a_changed_proof_proves_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    proof = list(inclusion_proof(index, len(tree), over(tree)))
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        proof[place] = leaf_hash(proof[place])
    else:
        proof.append(tree[0])
    assert not verify_inclusion(index, size, tree[index], proof, root(tree))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_inclusion_outside_the_tree(index: int, size: int) -> None:
    tree = leaves(size)
    with pytest.raises(IndexError):
        inclusion_proof(index, len(tree), over(tree))
    assert not verify_inclusion(index, size, leaf_hash(b"0"), (), leaf_hash(b"0"))


@pytest.mark.parametrize("size", [-1, 0, 4])
def test_no_consistency_with_nothing_or_the_future(size: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(size, 3, over(leaves(3)))
    assert not verify_consistency(size, 3, (), leaves(1)[0], root(leaves(3)))

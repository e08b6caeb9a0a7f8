"""Events about the ledger itself: which policies are in use, and what is no longer kept."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from guard.approval.sealing import contents_of
from guard.approval.signing import Desk, Draft, draft
from guard.errors import Fault
from guard.history.deed import Deed
from guard.policy.compile import PolicySet
from guard.process.activation import active_policies
from guard.record.events import Erased, PolicyActivated
from guard.record.parts import Digest, Document, Policy, PolicyNote
from guard.record.statement import Statement


def activation(desk: Desk, policies: PolicySet, *, older: bool = False) -> Draft:
    """That requests are measured by ``policies`` from now on; ``older``: also by older versions.

    Raises:
        GuardError: a version goes back, or nothing changes.
    """
    contents = {
        hashlib.sha256(content).hexdigest(): (name, version, content)
        for name, version, content in contents_of(policies)
    }
    named = tuple(
        Policy(name=name, digest=Digest(sha256=digest), annotations=PolicyNote(version=version))
        for digest, (name, version, _) in contents.items()
    )
    active = active_policies(desk.history)
    also = [] if older else [*_backwards(active, named)]
    if {each.name: each for each in named} == active:
        also.append(Fault("these policies are active already", "nothing more is needed"))

    def make() -> Statement:
        about = tuple(Document(name=f"policy/{each.name}", digest=each.digest) for each in named)
        act = PolicyActivated(policies=named, **desk.common())
        return Statement(subject=about, predicate=act)

    documents = {digest: content for digest, (_, _, content) in contents.items()}
    return draft(desk, make, documents, also)


def _backwards(active: Mapping[str, Policy], named: Sequence[Policy]) -> Iterator[Fault]:
    for each in named:
        before = active.get(each.name)
        if before and _order(each) < _order(before):
            versions = f"{before.annotations.version} to {each.annotations.version}"
            yield Fault(
                f"policy {each.name} would go back from {versions}",
                "take the newer one, or say that you mean it: --allow-older",
            )


def _order(policy: Policy) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|[^\d.-]+", policy.annotations.version)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def erasure(desk: Desk, indices: Sequence[int]) -> Draft:
    """That the records at ``indices`` are no longer kept.

    Raises:
        GuardError: one is not there, is still in force, or must be kept longer.
    """
    also: list[Fault] = []
    found: list[Deed] = []
    for index in dict.fromkeys(indices):
        deed = desk.history.at(index)
        if deed is None:
            also.append(Fault(f"there is no record {index}", "see guard record show"))
            continue
        found.append(deed)

    def make() -> Statement:
        about = tuple(
            Document(name=f"record/{deed.index}", digest=Digest(sha256=deed.sealed.leaf.hex()))
            for deed in found
        )
        act = Erased(targets=tuple(deed.reference for deed in found), **desk.common())
        return Statement(subject=about, predicate=act)

    return draft(desk, make, {}, also)

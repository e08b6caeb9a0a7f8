"""What ``guard policy list`` says: which policies there are, and how far each was verified."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence, Sized

from guard.policy.compile import PolicySet
from guard.policy.library import Pack
from guard.policy.model import Verified

_MARKED = "* in use. The rules of one: guard policy list ID"


def list_policies(policies: PolicySet) -> str:
    """Each policy with its rules, then the count of rules by how far they were verified."""
    return "\n".join(_lines(policies)) + "\n"


def _lines(policies: PolicySet) -> Iterator[str]:
    for pack in policies.packs:
        yield f"{pack.text.id} {pack.text.version}: {pack.text.title} ({counted(pack)})"
        for rule in pack.text.rule:
            yield f"  {rule.id:8} {rule.level:9} {rule.source.verified:10} {rule.title}"
            if not rule.example:
                yield "           no examples"
        yield ""
    rules = [rule for pack in policies.packs for rule in pack.text.rule]
    packs = len(policies.packs)
    yield f"{_rules(rules)} in {packs} {'policy' if packs == 1 else 'policies'}: " + _tally(
        rules_of(policies)
    )


def list_packs(packs: Sequence[Pack], used: Collection[str]) -> str:
    """All policies that there are, by id, one a line; those in use are marked."""
    width = max(len(pack.text.id) for pack in packs)
    lines = (
        f"{'*' if pack.text.id in used else ' '} {pack.text.id:{width}} {pack.text.version:8} "
        f"{pack.text.title} ({counted(pack)})"
        for pack in sorted(packs, key=lambda pack: pack.text.id)
    )
    return "\n".join([*lines, "", _MARKED, ""])


def rules_of(policies: PolicySet) -> Counter[Verified]:
    """The number of rules by how far they were verified."""
    return Counter(rule.text.source.verified for rule in policies.rules)


def counted(pack: Pack) -> str:
    """How many rules ``pack`` has, and how far these were verified."""
    count = Counter(rule.source.verified for rule in pack.text.rule)
    return f"{_rules(pack.text.rule)}: {_tally(count)}"


def _rules(rules: Sized) -> str:
    return f"{len(rules)} rule{'' if len(rules) == 1 else 's'}"


def _tally(count: Counter[Verified]) -> str:
    words = {Verified.PRIMARY: "verified", Verified.SECONDARY: "secondary"}
    return ", ".join(f"{count[mark]} {words.get(mark, mark.value)}" for mark in Verified)

"""What ``guard policy list`` says: which policies there are, and how far each was verified."""

from collections import Counter
from collections.abc import Iterator, Sized

from guard.policy.compile import PolicySet
from guard.policy.library import Pack
from guard.policy.model import Verified


def list_policies(policies: PolicySet) -> str:
    """Each policy with its rules, then the count of rules by how far they were verified."""
    return "\n".join(_lines(policies)) + "\n"


def _lines(policies: PolicySet) -> Iterator[str]:
    for pack in policies.packs:
        yield f"{pack.text.id} {pack.text.version}: {pack.text.title} ({_counts(pack)})"
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


def rules_of(policies: PolicySet) -> Counter[Verified]:
    """The number of rules by how far they were verified."""
    return Counter(rule.text.source.verified for rule in policies.rules)


def _counts(pack: Pack) -> str:
    count = Counter(rule.source.verified for rule in pack.text.rule)
    return f"{_rules(pack.text.rule)}: {_tally(count)}"


def _rules(rules: Sized) -> str:
    return f"{len(rules)} rule{'' if len(rules) == 1 else 's'}"


def _tally(count: Counter[Verified]) -> str:
    words = {Verified.PRIMARY: "verified", Verified.SECONDARY: "secondary"}
    return ", ".join(f"{count[mark]} {words.get(mark, mark.value)}" for mark in Verified)

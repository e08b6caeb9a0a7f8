"""What rules mean for all requests there can be: those that cannot do what they are for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from guard.condition.reads import reads
from guard.errors import Place
from guard.examples import DEFAULT_DATE, Expected, Tried
from guard.finding import Finding, Outcome, apply_rule
from guard.policy.asking import asked, moment, outcome
from guard.policy.compile import PolicySet, Rule
from guard.policy.library import bases
from guard.policy.model import Level
from guard.solver.question import Question
from guard.solver.search import Answers, Beyond, Nothing, find
from guard.workbench.lint.remark import Remark, note, warning

_STEPS = 60_000
_STRICTNESS = {level: rank for rank, level in enumerate(reversed(Level))}


def meaningless(policies: PolicySet, tried: Iterable[Tried]) -> Iterator[Remark]:
    """Rules that never apply, fail or pass, that contradict another, or that another implies."""
    shown: dict[str, list[Tried]] = {}
    for one in tried:
        shown.setdefault(one.rule.text.id, []).append(one)
    for rule in policies.rules:
        yield from _never(rule, policies, {one.found for one in shown.get(rule.text.id, ())})
        yield from _passes_unseen(rule, policies)
    together = {pack.text.id: bases(pack, policies.packs) for pack in policies.packs}
    asks = {rule.text.id: reads(rule.require.tree) for rule in policies.rules}
    heeds = {rule.text.id: asks[rule.text.id] | reads(rule.when.tree) for rule in policies.rules}
    for rule in policies.rules:
        for other in policies.rules:
            near = not asks[rule.text.id].isdisjoint(heeds[other.text.id])
            related = rule.policy in together[other.policy] or other.policy in together[rule.policy]
            if near and related and rule is not other:
                yield from _pair(rule, other, policies, shown)


def place(rule: Rule, key: str, policies: PolicySet) -> Place:
    """Where ``key`` of ``rule`` stands."""
    for pack in policies.packs:
        for index, text in enumerate(pack.text.rule):
            if text.id == rule.text.id:
                return pack.document.place(("rule", index, key))
    return Place()


# -- one rule -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Claim:
    """Something that a rule should be able to do, and what to say where it cannot."""

    check: str
    shown_by: frozenset[Expected]
    wanted: Callable[[Answers], bool]
    key: str
    what: str
    remedy: str


_CLAIMS = (
    _Claim(
        "never-applies",
        frozenset((Expected.PASS, Expected.FAIL)),
        lambda answers: answers[0] is True,
        "when",
        "applies to no request whatever",
        "look for what contradicts itself in `when`",
    ),
    _Claim(
        "never-fails",
        frozenset((Expected.FAIL,)),
        lambda answers: answers[0] is True and answers[1] is False,
        "require",
        "can never fail",
        "look for what is always so in `require` where `when` holds, or take the rule out",
    ),
    _Claim(
        "never-passes",
        frozenset((Expected.PASS,)),
        lambda answers: answers[0] is True and answers[1] is True,
        "require",
        "can never pass",
        "look for what contradicts itself in `require`, or contradicts `when`",
    ),
)


def _never(rule: Rule, policies: PolicySet, shown: set[Expected]) -> Iterator[Remark]:
    questions = [asked(rule.when, rule, policies), asked(rule.require, rule, policies)]
    for claim in _CLAIMS:
        if shown & claim.shown_by:
            continue  # an example shows that it can
        found = find(questions, claim.wanted, moment(DEFAULT_DATE), _STEPS)
        at = place(rule, claim.key, policies)
        if isinstance(found, Nothing):
            yield warning(claim.check, f"{rule.text.id} {claim.what}", claim.remedy, at)
            if claim.check == "never-applies":
                return  # then it neither fails nor passes, which is nothing new
        elif isinstance(found, Beyond):
            what = f"whether {rule.text.id} {claim.what} was not found out: {found.why}"
            yield note("cannot-tell", what, "add an example that shows that it can", at)


def _passes_unseen(rule: Rule, policies: PolicySet) -> Iterator[Remark]:
    """A rule that passes when nothing at all is known: missing facts would let anything through."""
    finding = apply_rule(rule, policies, {}, DEFAULT_DATE)
    if finding.outcome is Outcome.PASS:
        what = f"{rule.text.id} passes for a request that says nothing"
        remedy = "ask for the fact itself: without has(…) a missing fact makes it unknown"
        yield warning("passes-unseen", what, remedy, place(rule, "require", policies))


# -- two rules ----------------------------------------------------------------------------


def _pair(
    rule: Rule, other: Rule, policies: PolicySet, shown: dict[str, list[Tried]]
) -> Iterator[Remark]:
    if rule.level is other.level is Level.BLOCK and rule.text.id < other.text.id:
        yield from _contradiction(rule, other, policies, shown)
    stricter = _STRICTNESS[other.level] >= _STRICTNESS[rule.level]
    # A signal weighs something by itself, also where a rule asks the same.
    if stricter and not rule.text.points and _may_imply(rule, other, shown, policies):
        yield from _implied(rule, other, policies)


def _contradiction(
    rule: Rule, other: Rule, policies: PolicySet, shown: dict[str, list[Tried]]
) -> Iterator[Remark]:
    """Two rules that block, and that no request to which both apply can meet."""
    if _both_pass(rule, other, shown, policies) or _both_pass(other, rule, shown, policies):
        return
    questions = _questions(rule, other, policies)

    def met(answers: Answers) -> bool:
        return all(answer is True for answer in answers)

    if not isinstance(find(questions, met, moment(DEFAULT_DATE), _STEPS), Nothing):
        return
    together = [questions[0], questions[2]]
    if isinstance(find(together, met, moment(DEFAULT_DATE), _STEPS), Nothing):
        return  # they never apply together
    what = f"no request can meet both {rule.text.id} and {other.text.id}, and both block"
    remedy = "let one of them apply only where the other does not"
    yield warning("contradiction", what, remedy, place(other, "require", policies))


def _questions(rule: Rule, other: Rule, policies: PolicySet) -> list[Question]:
    return [
        asked(condition, one, policies)
        for one in (rule, other)
        for condition in (one.when, one.require)
    ]


def _both_pass(rule: Rule, other: Rule, shown: dict[str, list[Tried]], policies: PolicySet) -> bool:
    """Whether an example that ``rule`` passes is passed by ``other`` too."""
    return any(
        _on(other, one, policies).outcome is Outcome.PASS
        for one in shown.get(rule.text.id, ())
        if one.found is Expected.PASS
    )


def _may_imply(rule: Rule, other: Rule, shown: dict[str, list[Tried]], policies: PolicySet) -> bool:
    """Whether no example shows that ``rule`` fails where ``other`` does not."""
    failing = [one for one in shown.get(rule.text.id, ()) if one.found is Expected.FAIL]
    return all(_on(other, one, policies).outcome is Outcome.FAIL for one in failing)


def _on(rule: Rule, tried: Tried, policies: PolicySet) -> Finding:
    return apply_rule(rule, policies, tried.example.facts, tried.example.text.on)


def _implied(rule: Rule, other: Rule, policies: PolicySet) -> Iterator[Remark]:
    """A rule that says nothing that a rule at least as strict does not say already."""

    def says_more(answers: Answers) -> bool:
        ours, theirs = outcome(*answers[:2]), outcome(*answers[2:])
        worse = ours == "fail" and theirs != "fail"
        return worse or (ours == "unknown" and theirs in {"pass", "not-applicable"})

    questions = _questions(rule, other, policies)
    if isinstance(find(questions, says_more, moment(DEFAULT_DATE), _STEPS), Nothing):
        what = f"{rule.text.id} says nothing that {other.text.id} does not say already"
        remedy = "take the weaker of the two out, or let it ask for more"
        yield warning("implied", what, remedy, place(rule, "require", policies))

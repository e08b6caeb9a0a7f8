"""What the examples of rules show, and what they do not."""

from collections.abc import Iterable, Iterator, Mapping

from guard.errors import GuardError, Place
from guard.examples import Expected, ReadyExample, Tried
from guard.finding import apply_rule
from guard.policy.compile import PolicySet, Rule
from guard.policy.library import Pack
from guard.workbench.lint.remark import Remark, Weight, warning
from guard.workbench.trial.run import otherwise
from guard.workbench.trial.units import Mutant, of_rule

NEEDED = (Expected.PASS, Expected.FAIL, Expected.UNKNOWN)


def examples(policies: PolicySet, pack: Pack, tried: Iterable[Tried]) -> Iterator[Remark]:
    """What is wrong with the examples of ``pack``, which came out as ``tried`` says."""
    of: dict[str, list[Tried]] = {}
    for one in tried:
        of.setdefault(one.rule.text.id, []).append(one)
    rules = {rule.text.id: rule for rule in policies.rules}
    for index, text in enumerate(pack.text.rule):
        place = pack.document.place(("rule", index, "id"))
        own = of.get(text.id, [])
        yield from _wrong(own)
        yield from _lacking(text.id, own, place)
        yield from _twice(own)
        yield from _idle(rules[text.id], pack, index, policies, own)


def _wrong(tried: Iterable[Tried]) -> Iterator[Remark]:
    for one in tried:
        if not one.as_expected:
            what = otherwise(one).removeprefix(f"{one.place.spot}: ")
            remedy = f'put the rule right, or write expect = "{one.found}"'
            yield Remark(Weight.ERROR, "example-wrong", what, remedy, one.place)


def _lacking(rule: str, tried: Iterable[Tried], place: Place) -> Iterator[Remark]:
    shown = {one.expected for one in tried}
    if lacking := [each for each in NEEDED if each not in shown]:
        what = f"{rule} has no example of {' or '.join(lacking)}"
        remedy = f'add [[rule.example]] with facts and expect = "{lacking[0]}"'
        yield warning("example-missing", what, remedy, place)


def _twice(tried: Iterable[Tried]) -> Iterator[Remark]:
    first: list[Tried] = []
    for one in tried:
        same = [o for o in first if _said(o.example) == _said(one.example)]
        if same:
            what = f"the example is the same as the one on line {same[0].place.line}"
            yield warning("example-twice", what, "take one of the two out", one.place)
        first.append(one)


def _said(example: ReadyExample) -> tuple[Mapping[str, object], object, object]:
    return example.facts, example.text.on, example.text.waived_until


def _idle(
    rule: Rule, pack: Pack, index: int, policies: PolicySet, tried: Iterable[Tried]
) -> Iterator[Remark]:
    """Examples that would come out the same whatever was changed in the rule."""
    changes = list(of_rule(rule, pack, index, policies))
    for one in tried:
        if one.expected not in {Expected.PASS, Expected.FAIL, Expected.NOT_APPLICABLE}:
            continue  # a missing fact, a waiver, a day to come: worth showing by itself
        if changes and not any(_notices(one.example, change) for change in changes):
            what = "the example proves nothing: no change to the conditions is noticed by it"
            remedy = "give it facts that decide, or take it out"
            yield warning("example-idle", what, remedy, one.place)


def _notices(example: ReadyExample, change: Mutant) -> bool:
    ((_, new),) = change.rules
    try:
        return example.noticed(apply_rule(new, change.policies, example.facts, example.text.on))
    except GuardError:
        return True

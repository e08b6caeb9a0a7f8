"""What is wrong with policies beyond their conditions: names used twice, keys that want another."""

from collections.abc import Iterable, Iterator

from guard.errors import Fault
from guard.policy.library import Pack
from guard.policy.model import FactType, Level, OwnFact, RuleText


def unsound(packs: Iterable[Pack]) -> Iterator[Fault]:
    """All such faults of ``packs``, each at its place."""
    first: dict[str, str] = {}
    for pack in packs:
        place = pack.document.place
        for index, rule in enumerate(pack.text.rule):
            if rule.id in first:
                what = f"rule {rule.id} is already defined in {first[rule.id]}"
                at = place(("rule", index, "id"))
                yield Fault(what, "give this rule an id of its own", at)
            first.setdefault(rule.id, pack.document.file)
            for key, what, remedy in _of_rule(rule):
                yield Fault(f"rule {rule.id} {what}", remedy, place(("rule", index, key)))
        for index, fact in enumerate(pack.text.fact):
            name = f"local.{fact.name}"
            if name in first:
                what = f"the fact {name} is already declared in {first[name]}"
                at = place(("fact", index, "name"))
                yield Fault(what, "declare it once, or give it another name", at)
            first.setdefault(name, pack.document.file)
            for key, what, remedy in _of_fact(fact):
                yield Fault(f"the fact {name} {what}", remedy, place(("fact", index, key)))


def _of_rule(rule: RuleText) -> Iterator[tuple[str, str, str]]:
    """Key, fault and next step."""
    if rule.level is Level.SIGN_OFF and not rule.sign_off:
        yield "sign_off", "names nobody who must sign", 'add sign_off = ["head-of-it"]'
    if "dpo" in rule.sign_off:
        remedy = "name the role that accepts the risk, such as siro"
        yield "sign_off", "asks the DPO to sign, who only advises", remedy
    if rule.points and not rule.sign:
        remedy = 'say what is so when the rule fails: sign = "it is not registered"'
        yield "sign", "has points and no sign", remedy
    if rule.effective_from and rule.effective_until and rule.effective_until < rule.effective_from:
        yield "effective_until", "ends before it begins", "write a day after effective_from"


def _of_fact(fact: OwnFact) -> Iterator[tuple[str, str, str]]:
    if fact.values and fact.type not in (FactType.TEXT, FactType.LIST_OF_TEXT):
        remedy = 'write type = "text" or "list-of-text", or take the values out'
        yield "values", f"is a {fact.type} and cannot have values to choose from", remedy

"""What a body changes of the policies it uses, held against what there is to change."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from guard.border.document import dotted
from guard.border.position import KeyPath
from guard.errors import Fault, Place
from guard.policy.library import Pack
from guard.policy.model import Level, Parameter, RuleText


def _in_settings(path: KeyPath) -> Place:
    return Place("guard.toml", path=dotted(path))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a body changes without touching a policy file: parameters by policy, levels by rule.

    ``place`` tells where the key at a path, such as ``("levels", "CORE-01")``, was written.
    """

    parameters: Mapping[str, Mapping[str, Parameter]] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    place: Callable[[KeyPath], Place] = _in_settings

    def about(self, packs: Sequence[Pack]) -> "Choices":
        """The choices about ``packs`` alone, for a run with other policies than those chosen."""
        ids = {pack.text.id for pack in packs}
        rules = {rule.id for pack in packs for rule in pack.text.rule}
        return Choices(
            {policy: changed for policy, changed in self.parameters.items() if policy in ids},
            {rule: level for rule, level in self.levels.items() if rule in rules},
            self.place,
        )

    def without(self, packs: Sequence[Pack]) -> "Choices":
        """The choices about all else than ``packs``, which another command applies."""
        ids = {pack.text.id for pack in packs}
        rules = {rule.id for pack in packs for rule in pack.text.rule}
        return Choices(
            {policy: changed for policy, changed in self.parameters.items() if policy not in ids},
            {rule: level for rule, level in self.levels.items() if rule not in rules},
            self.place,
        )


def faults_of_choices(packs: Sequence[Pack], choices: Choices) -> Iterator[Fault]:
    """Choices that change nothing there is, or change it into what cannot work."""
    rules = {rule.id: rule for pack in packs for rule in pack.text.rule}
    for name, level in choices.levels.items():
        place = choices.place(("levels", name))
        if name not in rules:
            yield _unknown(place, "a rule of the policies in use", name, list(rules))
        elif level is Level.SIGN_OFF and not rules[name].sign_off:
            yield _nobody_signs(place, rules[name])
    parameters = {pack.text.id: pack.text.parameters for pack in packs}
    for policy, changed in choices.parameters.items():
        path = ("parameters", policy)
        if policy not in parameters:
            yield _unknown(choices.place(path), "a policy in use", policy, list(parameters))
            continue
        for name, value in changed.items():
            place = choices.place((*path, name))
            yield from _changed(place, policy, name, value, parameters[policy])


def _changed(
    place: Place, policy: str, name: str, value: Parameter, known: Mapping[str, Parameter]
) -> Iterator[Fault]:
    if name not in known:
        yield _unknown(place, f"a parameter of {policy}", name, list(known))
    elif type(value) is not type(known[name]):
        remedy = f"write a value like the policy's own, {written(known[name])}"
        yield Fault(f"{written(value)} is of another kind", remedy, place)


def _unknown(place: Place, kind: str, name: str, known: Sequence[str]) -> Fault:
    near = get_close_matches(name, known, n=1)
    others = f"take it out, or use one of {', '.join(known)}" if known else "take it out"
    return Fault(f'"{name}" is not {kind}', f"did you mean {near[0]}?" if near else others, place)


def _nobody_signs(place: Place, rule: RuleText) -> Fault:
    what = f"rule {rule.id} names nobody who could sign"
    return Fault(what, f"choose another level; its own is {rule.level}", place)


def written(value: object) -> str:
    """``value`` as TOML has it."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return f"[{', '.join(map(written, value))}]"
        case Mapping():
            return f"{{ {', '.join(f'{key} = {written(item)}' for key, item in value.items())} }}"
        case str():
            # JSON escapes as TOML does, but for one character.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)

"""All that ``guard policy lint`` looks for."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.examples import Tried, try_examples
from guard.policy.compile import PolicySet
from guard.policy.library import Library, Pack
from guard.settings import load
from guard.waiver_file import read_waivers
from guard.workbench.lint import proofs, written
from guard.workbench.lint.meaning import meaningless
from guard.workbench.lint.reading import Reading
from guard.workbench.lint.remark import Linted, Remark, refused, warning
from guard.workbench.lint.shipped import set_aside
from guard.workbench.trial.cases import try_cases


def lint(config: Path | None, start: Path, asked: Sequence[str], on: dt.date) -> Linted:
    """Look for mistakes in the policies or files ``asked`` for, or in all that are in use.

    Args:
        config: guard.toml, or ``None`` for the nearest above ``start``.
        start: the folder to start from.
        asked: names of policies, and paths of policy files; these end in ``.toml``.
        on: the day to which dates are held.

    Raises:
        GuardError: there is no policy or file that is ``asked`` for.
    """
    try:
        reading = Reading(load(config, start))
    except GuardError as error:
        return _linted([refused(fault) for fault in error.faults], {}, ())
    library, names = _wanted(reading, asked)
    refuse_if(_not_there(library, asked))
    reading.closure(names, library)
    reading.dated(library)
    packs = tuple(reading.packs.values())
    if not reading.faults and not any(pack.text.rule for pack in packs):
        reading.faults.append(_empty(reading))
    policies = reading.compiled(alone=bool(asked))
    tried = _tried(reading, policies) if policies else {}
    remarks = [refused(fault) for fault in reading.faults]
    remarks += _as_written(reading, library, on)
    if policies:
        for pack in packs:
            if pack.text.id in tried:  # otherwise its examples cannot be read
                remarks += proofs.examples(policies, pack, tried[pack.text.id])
        remarks += meaningless(policies, [one for each in tried.values() for one in each])
    if not asked:
        remarks += _waivers(reading, packs, on)
    told, aside = set_aside(remarks, packs, asked)
    of = [name for names in aside.values() for name in names]
    found = _linted(told, reading.texts, packs)
    return replace(found, aside=len(aside), of=tuple(dict.fromkeys(of)))


def _not_there(library: Library, asked: Sequence[str]) -> Iterator[Fault]:
    """What was named on the command line and is nowhere: nothing can be said of it."""
    for name in asked:
        try:
            if not name.endswith(".toml") and name not in library.names():
                library.pack(name)
            elif name.endswith(".toml") and not Path(name).exists():
                read_text(name)
        except GuardError as error:
            yield from error.faults


def _empty(reading: Reading) -> Fault:
    what = "no policy in use has a rule, so nothing would be checked"
    remedy = "name policies under [policies] use = [...] in guard.toml, or write a rule"
    document = reading.settings.document
    return Fault(what, remedy, document.place(("policies", "use")) if document else Place())


def _linted(remarks: Sequence[Remark], texts: dict[str, str], packs: Sequence[Pack]) -> Linted:
    files = {pack.document.file: index for index, pack in enumerate(packs)}

    def order(remark: Remark) -> tuple[int, str, int, int]:
        place = remark.place
        return files.get(place.file, -1), place.file, place.line, place.column

    ordered = tuple(sorted(dict.fromkeys(remarks), key=order))
    return Linted(ordered, texts, sum(len(pack.text.rule) for pack in packs), len(packs))


def _wanted(reading: Reading, asked: Sequence[str]) -> tuple[Library, list[str]]:
    """Where policies are to be found, and the names of those to look at."""
    library, given = reading.files([Path(each) for each in asked if each.endswith(".toml")])
    names = [each for each in asked if not each.endswith(".toml")]
    if not asked:
        text = reading.settings.text
        signals = [each for each in text.audit.signals if each in library.names()]
        names = list(dict.fromkeys((*text.policies.use, *signals)))
    return library, [*names, *given]


def _tried(reading: Reading, policies: PolicySet) -> Mapping[str, list[Tried]]:
    """Every example run, by policy; those that cannot be read are faults."""
    tried: dict[str, list[Tried]] = {}
    for pack in policies.packs:
        with reading.gathered():
            tried[pack.text.id] = list(try_examples(policies, pack))
        with reading.gathered():
            for case in try_cases(policies, pack):
                remedy = "put the rules right, or write what they are to say"
                reading.faults.extend(Fault(what, remedy, case.place) for what in case.wrong)
    return tried


def _as_written(reading: Reading, library: Library, on: dt.date) -> Iterator[Remark]:
    packs = tuple(reading.packs.values())
    everywhere = list(packs)
    for name in library.names():
        if name not in reading.packs and not reading.faults:
            with suppress(GuardError):  # it is not asked about; what is wrong with it is its own
                everywhere.append(library.pack(name))
    if not reading.faults:
        yield from written.unused(packs, everywhere)
        own = reading.settings.folder / reading.settings.text.policies.folder
        yield from written.unused_lists(reading.lists, everywhere, str(own))
    yield from written.dated(reading.lists, packs, on)
    for pack in packs:
        yield from written.rules(pack, on)


def _waivers(reading: Reading, packs: Sequence[Pack], on: dt.date) -> Iterator[Remark]:
    """Waivers of rules that there are not, and those that are over."""
    file = reading.settings.waivers
    if file is None:
        return
    try:
        waivers = read_waivers(file, None)
    except GuardError as error:
        yield from map(refused, error.faults)
        return
    rules = [rule.id for pack in packs for rule in pack.text.rule]
    for waiver in waivers:
        name, _, line = waiver.place.rpartition(":")
        place = Place(name, int(line), 1)
        if waiver.rule not in rules:
            what = f"the waiver of {waiver.rule} is an orphan: no rule in use has that id"
            near = get_close_matches(waiver.rule, rules, n=1)
            remedy = f"did you mean {near[0]}?" if near else "take it out"
            yield refused(Fault(what, remedy, place), "orphan-waiver")
        if not waiver.holds(on):
            what = f"the waiver of {waiver.rule} for {waiver.application} ended on {waiver.expires}"
            remedy = "take it out, or have it decided again"
            yield warning("waiver-expired", what, remedy, place)

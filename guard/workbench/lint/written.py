"""What can be seen of policies as they are written: what nothing uses, and what time has passed."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from guard.policy.library import ListFile, Pack
from guard.policy.model import Source, Verified
from guard.workbench.lint.remark import Remark, note, warning

_LONG = dt.timedelta(days=5 * 365)


def unused(packs: Iterable[Pack], everywhere: Iterable[Pack]) -> Iterator[Remark]:
    """Definitions, parameters and facts of ``packs`` that no policy of ``everywhere`` names."""
    texts = [_conditions(pack) for pack in everywhere]
    for pack in packs:
        place = pack.document.place
        for header in pack.text.define:
            name = header.partition("(")[0].strip()
            if not any(re.search(rf"(?<![\w.]){re.escape(name)}\s*\(", text) for text in texts):
                what = f"nothing uses the definition {header}"
                at = place(("define", header))
                yield warning("unused-definition", what, "take it out, or use it in a rule", at)
        for name in pack.text.parameters:
            if not _named(texts, "parameters", name):
                what = f"nothing reads the parameter {name}"
                remedy = f"take it out, or read it as parameters.{name}"
                yield warning("unused-parameter", what, remedy, place(("parameters", name)))
        for index, fact in enumerate(pack.text.fact):
            if not _named(texts, "local", fact.name):
                what = f"nothing reads the fact local.{fact.name}"
                remedy = "take it out: people would be asked a question for nothing"
                yield warning("unused-fact", what, remedy, place(("fact", index, "name")))


def _named(texts: Iterable[str], group: str, name: str) -> bool:
    pattern = re.compile(rf"(?<!\w){group}\s*\.\s*{re.escape(name)}(?!\w)")
    return any(pattern.search(text) for text in texts)


def _conditions(pack: Pack) -> str:
    """All conditions of ``pack``; a definition does not count as a use of itself."""
    rules = (f"{rule.when}\n{rule.require}" for rule in pack.text.rule)
    return "\n".join((*pack.text.define.values(), *rules))


def unused_lists(
    lists: Mapping[str, ListFile], packs: Iterable[Pack], folder: str
) -> Iterator[Remark]:
    """Dated lists of the body's own ``folder`` that none of ``packs`` reads."""
    texts = [_conditions(pack) for pack in packs]
    for name, listed in lists.items():
        if listed.document.file.startswith(folder) and not _named(texts, "lists", name):
            what, at = f"no policy reads the dated list {name}", listed.document.place(("id",))
            yield warning("unused-list", what, f"take the file out, or read lists.{name}.KEY", at)


def dated(lists: Mapping[str, ListFile], packs: Iterable[Pack], on: dt.date) -> Iterator[Remark]:
    """Lists that ``packs`` read and that are out of date, or never held against their source."""
    texts = [_conditions(pack) for pack in packs]
    for listed in [listed for name, listed in lists.items() if _named(texts, "lists", name)]:
        place = listed.document.place
        if on > listed.text.valid_to:
            what = f"the list ran out on {listed.text.valid_to}: rules that read it are unknown"
            remedy = "hold it against its source again, and write the new valid_to"
            yield warning("list-expired", what, remedy, place(("valid_to",)))
        if listed.text.valid_to < listed.text.valid_from:
            what = "the list ends before it begins, so it never counts"
            remedy = "write a valid_to that is after valid_from"
            yield warning("list-expired", what, remedy, place(("valid_to",)))
        if remark := _source(listed.text.source, f"the list {listed.text.id}"):
            yield note(*remark, place(("source", "verified")))


def rules(pack: Pack, on: dt.date) -> Iterator[Remark]:
    """Rules whose time is over, that began long ago, or whose source nobody has seen."""
    for index, rule in enumerate(pack.text.rule):
        at = ("rule", index)
        if rule.effective_until and rule.effective_until < on:
            what = f"{rule.id} ended on {rule.effective_until} and applies to nothing any more"
            remedy = "take the rule out, or write when it ends now"
            place = pack.document.place((*at, "effective_until"))
            yield warning("rule-ended", what, remedy, place)
        if rule.effective_from and rule.effective_from < on - _LONG:
            what = f"{rule.id} has been in force since {rule.effective_from}"
            remedy = "take effective_from out, unless dates before it are still decided"
            yield note("long-in-force", what, remedy, pack.document.place((*at, "effective_from")))
        if remark := _source(rule.source, rule.id):
            yield note(*remark, pack.document.place((*at, "source", "verified")))


def _source(source: Source, whose: str) -> tuple[str, str, str] | None:
    if source.verified is not Verified.UNVERIFIED:
        return None
    remedy = 'read the source, then write verified = "primary" with the day'
    return "source-unverified", f"nobody has held {whose} against its source", remedy

"""The applications as the page's script reads them: by column, what repeats written once."""

import json
from collections.abc import Callable, Iterable, Sequence

from guard.audit.report import ApplicationAnswer, AuditReport, Mark
from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.decision import Verdict
from guard.gather import State
from guard.page import said
from guard.page.markup import Markup, tag
from guard.report import WaiverAnswer

MOST_OTHERS = 20_000
"""What is not software, or not known to be, is carried up to here, dearest first."""

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class _Pool:
    """Values that repeat, each kept once; what stands in its place is its number."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self._numbers: dict[str, int] = {}

    def __call__(self, value: object) -> int:
        number = self._numbers.setdefault(json.dumps(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


def carried(report: AuditReport) -> tuple[ApplicationAnswer, ...]:
    """All software, most points first; then the others, up to ``MOST_OTHERS``."""
    others = [each for each in report.applications if each.band is None]
    return *report.findings, *others[:MOST_OTHERS]


def data(report: AuditReport) -> Markup:
    """A script element that holds data and runs nothing."""
    text = json.dumps(_document(report), ensure_ascii=False, separators=(",", ":"))
    # In JSON these characters stand only inside texts, where an escape means the same.
    safe = Markup(text.translate(_ESCAPES))
    return tag("script", safe, type="application/json", id="data")


def _document(report: AuditReport) -> dict[str, object]:
    pool = _Pool()
    applications = carried(report)
    files = list(dict.fromkeys(p.file for each in applications for p in each.places))
    short = said.shortened([*(each.file for each in report.lists), *files])
    signals = {
        signal.rule: (signal.sign, signal.points, clear)
        for each in report.findings
        for signal, clear in zip(each.signals, each.clear, strict=True)
    }
    return {
        "currency": said.main_currency(report),
        "bands": [[band.value, said.BAND[band]] for band in Band],
        "states": [[state.value, said.STATE[state][0]] for state in State],
        "natures": [said.NATURE[nature] for nature in Nature],
        "verdicts": [said.VERDICT[verdict] for verdict in Verdict],
        "rules": {each.rule: each.title for each in report.rules},
        "signals": signals,
        "files": [short[file] for file in files],
        "columns": _columns(applications, pool, {file: i for i, file in enumerate(files)}),
        "values": pool.values,
    }


def _columns(
    applications: Sequence[ApplicationAnswer], pool: _Pool, files: dict[str, int]
) -> dict[str, list[object]]:
    natures, states = list(Nature), list(State)
    bands, verdicts = list(Band), list(Verdict)
    columns: dict[str, Callable[[ApplicationAnswer], object]] = {
        "name": lambda a: a.name,
        "supplier": lambda a: a.supplier if a.supplier != a.name else "",
        "nature": lambda a: natures.index(a.nature),
        "state": lambda a: states.index(a.state),
        "band": lambda a: bands.index(a.band) if a.band else -1,
        "points": lambda a: a.points,
        "verdict": lambda a: verdicts.index(a.verdict) if a.verdict else -1,
        "signals": lambda a: pool([each.rule for each in a.signals]),
        "unchecked": lambda a: pool(a.not_checked),
        "blocking": lambda a: pool(a.blocking),
        "undecided": lambda a: pool(a.undecided),
        "questions": lambda a: pool(a.questions),
        "grounds": lambda a: pool([f"{g.column}: {g.value} ({g.why})" for g in a.grounds]),
        "waived": lambda a: pool([_waived(each) for each in a.waived]),
        "baseline": _baseline,
        "lines": lambda a: a.lines,
        "spent": lambda a: _flat((each.currency, int(each.amount * 100)) for each in a.spent),
        "card": lambda a: int(a.by_card),
        "first": lambda a: a.first.isoformat() if a.first else "",
        "last": lambda a: a.last.isoformat() if a.last else "",
        "months": lambda a: a.months,
        "areas": lambda a: [pool(area) for area in a.areas],
        "places": lambda a: _flat((files[place.file], place.row) for place in a.places),
        "entry": lambda a: a.register_entry,
        "catalogue": lambda a: a.catalogue,
        "fingerprint": lambda a: a.fingerprint if a.band else "",
    }
    return {name: [value(each) for each in applications] for name, value in columns.items()}


def _waived(waiver: WaiverAnswer) -> str:
    until = said.day(waiver.expires)
    who = f"{waiver.approver}, until {until}"
    return f"{waiver.rule}, by {who}: {waiver.reason} Instead: {waiver.measure}"


def _baseline(answer: ApplicationAnswer) -> str:
    since = answer.baseline_since
    match answer.baseline:
        case Mark.NEW if since:
            return f"worse than on {said.day(since)}: {', '.join(answer.baseline_worse)}"
        case Mark.NEW:
            return "new: the baseline does not have it"
        case Mark.UNCHANGED:
            return f"unchanged since {said.day(since)}" if since else "unchanged"
        case Mark.NONE:
            return ""


def _flat(pairs: Iterable[tuple[object, object]]) -> list[object]:
    return [value for pair in pairs for value in pair]

"""The four charts: by state, by sign, by department, by month."""

from collections.abc import Iterator
from decimal import Decimal

from guard.audit.report import AuditReport, Spent
from guard.page import said
from guard.page.charts import Column, Entry, Measure, bars, columns
from guard.page.markup import Markup, joined, tag

_SHOWN = 10


def pictures(report: AuditReport) -> Markup:
    """Every chart that these lists have the figures for."""
    currency = said.main_currency(report)
    return joined(*_pictures(report, currency))


def _pictures(report: AuditReport, currency: str) -> Iterator[Markup]:
    everything = "All names of the lists: applications and suppliers."
    software = f"The {said.several(len(report.findings), 'application')} recognised as software."
    heads = ("applications", "spent")
    states = [
        _entry(*said.STATE[each.state], each.applications, each.spent, currency)
        for each in report.states
    ]
    chart = bars("state", "state", ("names", "spent"), states, len(states))
    yield _figure("state", "By state", f"{everything} {_money_note(report, currency)}", chart)
    if signals := _signals(report, currency):
        chart = bars("signal", "signs", heads, signals, len(signals))
        told = f"{software} One can show several signs, so these do not add up."
        yield _figure("signal", "By sign of bypassing IT", told, chart)
    if areas := _areas(report, currency):
        chart = bars("area", "departments", heads, areas, _SHOWN)
        told = f"{software} Departments as the lists name them, dearest first."
        yield _figure("area", "By department", told, chart)
    if any(part.name for part in report.months):
        yield _figure("month", "By month", software, _months(report, currency))


def _figure(key: str, title: str, told: str, chart: Markup) -> Markup:
    heading = tag("h3", title, id=f"chart-{key}")
    about = tag("p", told, class_="about")
    return tag("figure", heading, about, chart, aria_labelledby=f"chart-{key}")


def _money_note(report: AuditReport, currency: str) -> str:
    others = {s.currency for each in report.states for s in each.spent} - {currency}
    bare = "Amounts are as the lists have them, which name no currency."
    if not others:
        return "" if currency else bare
    drawn = f"amounts in {currency}" if currency else "amounts that name no currency"
    return f"Bars show {drawn}; the figures beside them, all amounts."


def _entry(
    name: str, note: str, applications: int, spent: tuple[Spent, ...], currency: str
) -> Entry:
    count = Measure(Decimal(applications), f"{applications:,}")
    return Entry(name, note, (count, _paid(spent, currency)))


def _paid(spent: tuple[Spent, ...], currency: str) -> Measure:
    return Measure(said.in_currency(spent, currency), said.money(spent))


def _signals(report: AuditReport, currency: str) -> list[Entry]:
    signals = {signal.rule: signal for each in report.findings for signal in each.signals}
    entries = []
    for rule, signal in sorted(signals.items()):
        with_it = [a for a in report.findings if any(s.rule == rule for s in a.signals)]
        note = f"{rule} · {signal.points} points"
        spent = said.summed(each.spent for each in with_it)
        entries.append(_entry(signal.sign, note, len(with_it), spent, currency))
    return sorted(entries, key=lambda entry: -entry.measures[0].value)


def _areas(report: AuditReport, currency: str) -> list[Entry]:
    if not any(part.name for part in report.areas):
        return []
    return [
        _entry(part.name or said.UNSAID, "", part.applications, part.spent, currency)
        for part in report.areas
    ]


def _months(report: AuditReport, currency: str) -> Markup:
    entries = [
        (part, _entry(said.month(part.name), "", part.applications, part.spent, currency))
        for part in report.months
    ]
    spent, count = (
        [
            Column(part.name, entry.measures[i].value, entry.measures[i].figure, entry.name)
            for part, entry in entries
            if part.name
        ]
        for i in (1, 0)
    )
    paid = said.in_currency(said.summed(part.spent for part in report.months), currency)
    figures = bars("month", "months", ("applications", "spent"), [e for _, e in entries], 0)
    return joined(
        _titled("Spent", columns("month-spent", "Spent", spent)) if paid else None,
        _titled("Applications paid for", columns("month-count", "Applications paid for", count)),
        figures,
    )


def _titled(title: str, drawing: Markup) -> Markup:
    return tag("div", tag("h4", title), drawing, class_="columns-of")

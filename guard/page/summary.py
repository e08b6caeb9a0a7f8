"""The first screen: what was found in words, in figures, and the three questions behind it."""

import itertools
from collections.abc import Iterator

from guard.audit.report import ApplicationAnswer, AuditReport
from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.page import said
from guard.page.markup import Markup, tag


def headline(report: AuditReport) -> str:
    """What was found, in a sentence or two."""
    bands = [each.band for each in report.findings]
    if not bands:
        return "No software was recognised in these lists. That is not yet a clean bill."
    one = len(bands) == 1
    found = f"{said.several(len(bands), 'application')} {'is' if one else 'are'} paid for or in use"
    named = [
        f"{bands.count(band):,} {words[bands.count(band) == 1]}"
        for band, words in _SAYS.items()
        if band in bands
    ]
    told = " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))
    return f"{found}: {told or 'none shows a sign of bypassing IT'}."


_SAYS = {
    Band.BYPASS: ("bypass IT", "bypasses IT"),
    Band.LIKELY: ("are likely to", "is likely to"),
    Band.LOOK: ("are worth a look", "is worth a look"),
    Band.NOT_CHECKED: ("were not checked", "was not checked"),
}


def lead(report: AuditReport) -> str:
    """Cost, time and reach of what was found, and what could not be decided."""
    return " ".join(_lead(report))


def _lead(report: AuditReport) -> Iterator[str]:
    paid = said.summed(each.spent for each in report.findings)
    if paid:
        months = [part.name for part in report.months if part.name]
        when = f" from {said.month(months[0])} to {said.month(months[-1])}" if months else ""
        areas = sum(1 for part in report.areas if part.name)
        where = f", across {said.several(areas, 'department')}" if areas else ""
        yield f"They cost {said.money(paid)}{when}{where}."
    if unknown := _undecided(report):
        spent = said.summed(each.spent for each in unknown)
        cost = f", with {said.money(spent)} spent," if spent else ""
        what = said.several(len(unknown), "other name")
        yield f"Of {what}{cost} these lists do not tell what they are: unknown is not clear."


def figures(report: AuditReport) -> Markup:
    """The numbers that a board asks for first."""
    bands = [each.band for each in report.findings]
    read, used = report.rows
    unread = f"; {said.several(len(report.unread), 'list')} not read" if report.unread else ""
    shown = (
        ("bypass", f"{bands.count(Band.BYPASS):,}", "bypass IT", "by the signs found"),
        ("likely", f"{bands.count(Band.LIKELY):,}", "likely to bypass IT", "look at these next"),
        ("", f"{len(_undecided(report)):,}", "not decided", "unknown is not clear"),
        ("", f"{used:,}", "rows used", f"of {read:,} read; each skip has its reason{unread}"),
    )
    return tag("ul", *(_figure(*each) for each in shown), class_="figures")


def _figure(kind: str, number: str, what: str, note: str) -> Markup:
    small = tag("span", note, class_="note") if note else None
    # Nothing found is not shown in the colour of an alarm.
    strong = tag("strong", number, class_=f"count {kind if number != '0' else ''}".strip())
    return tag("li", strong, tag("span", what, class_="what"), small)


def questions(report: AuditReport) -> Markup:
    """The three questions, what each means, and how these lists answer it."""
    natures = [each.nature for each in report.applications]
    software = report.findings
    asked = (
        (
            "Is it software?",
            (
                "Names, card categories and wording are compared with a catalogue; one strong "
                "sign decides, or two weaker ones that stand in different columns."
            ),
            [(said.NATURE[nature], natures.count(nature)) for nature in Nature],
        ),
        (
            "Is it managed?",
            f"Each application is looked up in the IT register ({report.register})."
            if report.register
            else "No IT register was given, so this could not be answered: give one with "
            "--register.",
            [(s, sum(1 for a in software if a.state is st)) for st, (s, _) in said.STATE.items()],
        ),
        (
            "Does it bypass IT?",
            (
                "Signs such as payment by card, or charges that come back, carry points; their "
                "sum, 100 at most, puts it in a band."
            ),
            [(said.BAND[b], sum(1 for a in software if a.band is b)) for b in Band],
        ),
    )
    return tag("ol", *(_question(*each) for each in asked), class_="questions")


def _question(title: str, meaning: str, answers: list[tuple[str, int]]) -> Markup:
    found = [(name, number) for name, number in answers if number]
    pairs = itertools.chain.from_iterable(
        (tag("dt", name), tag("dd", f"{number:,}")) for name, number in found
    )
    return tag("li", tag("h3", title), tag("p", meaning), tag("dl", *pairs) if found else None)


def _undecided(report: AuditReport) -> list[ApplicationAnswer]:
    """What may be software, or may not."""
    open_ = (Nature.POSSIBLE, Nature.UNKNOWN)
    return [each for each in report.applications if each.nature in open_]

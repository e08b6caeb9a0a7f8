"""What the figures rest on: every row, every policy, and how far the answers go."""

from guard.audit.report import AuditReport, ListAnswer
from guard.audit.wording import skips
from guard.page import said
from guard.page.markup import Markup, joined, tag

_FEW = 12


def rows(report: AuditReport) -> Markup:
    """Every list with what was read, used, and skipped for which reason; and what was not read."""
    read, used = report.rows
    lists = said.several(len(report.lists), "list")
    told = f"{lists}, {read:,} rows read = {used:,} used + {read - used:,} skipped."
    short = said.shortened([each.file for each in report.lists])
    lines = (_list(each, short[each.file]) for each in report.lists)
    heads = ("list", "read", "used", "skipped", "why skipped")
    head = tag("tr", *(tag("th", text, scope="col") for text in heads))
    whole = tag("table", tag("thead", head), tag("tbody", *lines), class_="plain account")
    summary = tag("summary", f"Each of the {lists}")
    few = len(report.lists) <= _FEW
    folded = tag("details", summary, whole, open=few, class_="printed")
    return joined(tag("p", told, class_="told"), _unread(report), _reasons(report), folded)


def notes(report: AuditReport) -> Markup:
    """What a person should know of waivers and lists, and what only the baseline has."""
    told = (tag("li", each, class_="outside") for each in report.notes)
    gone = (
        tag(
            "li",
            f"{each.name}, {said.STATE[each.state][0]}, {each.points} points",
            class_="outside",
        )
        for each in report.gone
    )
    count = said.several(len(report.gone), "finding")
    return joined(
        tag("ul", *told) if report.notes else None,
        tag("p", f"Compared with the baseline {report.baseline}.") if report.baseline else None,
        joined(tag("p", f"{count} of it gone:"), tag("ul", *gone)) if report.gone else None,
    )


def _unread(report: AuditReport) -> Markup | None:
    if not report.unread:
        return tag("p", "Every list that was named could be read.")
    faults = (tag("li", fault, class_="outside") for fault in report.unread)
    count = said.several(len(report.unread), "list")
    warning = tag("p", tag("strong", f"{count} could not be read:"))
    return tag("div", warning, tag("ul", *faults), class_="warning")


def _reasons(report: AuditReport) -> Markup | None:
    reasons: dict[str, int] = {}
    for skip in (skip for each in report.lists for skip in each.skipped):
        reasons[skip.reason] = reasons.get(skip.reason, 0) + skip.rows
    if not reasons:
        return None
    found = (tag("li", f"{said.several(n, 'row')}: {reason}") for reason, n in reasons.items())
    return joined(tag("p", "Skipped, with the reason:"), tag("ul", *found))


def _list(each: ListAnswer, name: str) -> Markup:
    why = skips(each)
    notes = tag("span", "; ".join(each.notes), class_="note outside") if each.notes else None
    numbers = (each.read, each.used, each.read - each.used)
    return tag(
        "tr",
        tag("th", tag("span", name, class_="outside"), notes, scope="row"),
        *(tag("td", f"{number:,}", class_="number") for number in numbers),
        tag("td", why or said.NOTHING, class_="outside"),
    )


def policies(report: AuditReport) -> Markup:
    """Every policy and dated list that was applied, by version and by the digest of its file."""
    if not report.policies:
        return tag("p", "No application was software, so no policy was applied.")
    lines = (
        tag(
            "tr",
            tag("th", each.id, scope="row"),
            tag("td", each.version),
            tag("td", tag("code", each.sha256)),
        )
        for each in report.policies
    )
    heads = ("policy or dated list", "version", "SHA-256 of its file")
    head = tag("tr", *(tag("th", text, scope="col") for text in heads))
    return tag("table", tag("thead", head), tag("tbody", *lines), class_="plain policies")


_LIMITS = {
    "Unknown is not clear.": """
        What a list does not show stays unknown. It is counted, never dropped.""",
    "Not checked is not clear.": """
        A sign whose information was not given is named as not checked; with it, points can only
        rise.""",
    "Points are proposals.": """
        They say where to look first. They prove nothing of a person or a supplier; a body tunes
        them in guard.toml.""",
    "An amount is not a contract.": """
        Sums are of the lines in these lists. What was paid in another way, or is free of charge,
        is not in them.""",
    "A name may be wrong.": """
        An application is recognised by identifier, by name, or by a reviewed alias; likeness alone
        never decides. Look at the places named before acting.""",
    "The next step is a conversation.": """
        Most software that goes past IT does so because somebody had work to do. Each sign says
        what would clear it.""",
}


def limits() -> Markup:
    """How to read the page, and what it cannot tell."""
    terms = (
        tag("div", tag("dt", term), tag("dd", " ".join(text.split())))
        for term, text in _LIMITS.items()
    )
    return tag("dl", *terms, class_="limits")

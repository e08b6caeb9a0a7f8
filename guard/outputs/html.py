"""``html``: the audit as one page for people: opens anywhere, fetches nothing, prints well."""

from importlib.resources import files

from guard.audit.report import AuditReport
from guard.page import account, findings, said, summary
from guard.page.embedded import data
from guard.page.markup import Markup, joined, tag
from guard.page.pictures import pictures
from guard.page.whole import whole
from guard.screen import Screen


def render(report: AuditReport, _screen: Screen) -> str:
    """One HTML document; the same report always gives the same bytes."""
    style, script = _asset("page.css"), _asset("page.js")
    body = tag("body", *_body(report), data(report), tag("script", script))
    return whole(f"Applications that bypass IT, {said.day(report.on)}", style, body, script)


def _asset(name: str) -> Markup:
    return Markup((files("guard.page") / name).read_text("utf-8"))


def _body(report: AuditReport) -> tuple[Markup, ...]:
    about = f"Audit of spending and use · {said.day(report.on)} · guard {report.guard}"
    header = tag(
        "header",
        tag("p", about, class_="about"),
        tag("h1", summary.headline(report)),
        tag("p", summary.lead(report), class_="lead"),
        summary.figures(report),
    )
    main = tag(
        "main",
        _section("questions", "Three questions, kept apart", summary.questions(report)),
        _section("charts", "Where it is, and what it costs", pictures(report)),
        _section("applications", "The applications", findings.table(report)),
        _section("rows", "Every row, accounted for", account.rows(report)),
        _section("policies", "Policies applied", account.policies(report), account.notes(report)),
        _section("limits", "How to read this, and its limits", account.limits()),
        id="main",
    )
    skip = tag("a", "Skip to the applications", href="#applications", class_="skip")
    return skip, header, main


def _section(key: str, title: str, *inside: Markup) -> Markup:
    heading = tag("h2", title, id=f"{key}-title")
    return tag("section", heading, joined(*inside), id=key, aria_labelledby=f"{key}-title")

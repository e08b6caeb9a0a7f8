"""``html``: the audit as one page for people: opens anywhere, fetches nothing, prints well."""

import base64
import hashlib
from importlib.resources import files

from guard.audit.report import AuditReport
from guard.page import account, findings, said, summary
from guard.page.embedded import data
from guard.page.markup import Markup, joined, tag
from guard.page.pictures import pictures
from guard.screen import Screen


def render(report: AuditReport, _screen: Screen) -> str:
    """One HTML document; the same report always gives the same bytes."""
    style, script = _asset("page.css"), _asset("page.js")
    # Nothing may run or be fetched but the style and the script that stand in the page itself.
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {_hash(style)}; script-src {_hash(script)}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"Applications that bypass IT, {said.day(report.on)}"),
        tag("style", style),
    )
    body = tag("body", *_body(report), data(report), tag("script", script))
    return f"<!doctype html>\n{tag('html', head, body, lang='en-GB')}\n"


def _asset(name: str) -> Markup:
    return Markup((files("guard.page") / name).read_text("utf-8"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


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

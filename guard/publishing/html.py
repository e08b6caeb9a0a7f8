"""``html``: the register as one page for people: opens anywhere, fetches nothing, prints well."""

from collections.abc import Iterable, Sequence
from importlib.resources import files

from guard import wording
from guard.history.standing import IN_FORCE, Standing
from guard.overview import told
from guard.overview.published import Listed, Published
from guard.page import said
from guard.page.markup import Markup, joined, tag
from guard.page.whole import whole
from guard.screen import Screen

_HEADS = ("Application", "Standing", "Since", "Approved by", "Still open", "Records")


def render(register: Published, _screen: Screen) -> str:
    """One HTML document; the same register always gives the same bytes."""
    style = Markup(_asset("page.css") + _asset("register.css"))
    script = Markup(_asset("register.js"))
    title = f"Approved applications, {said.day(register.on)}"
    body = tag("body", *_body(register), tag("script", script))
    return whole(title, style, body, script)


def _asset(name: str) -> str:
    return (files("guard.page") / name).read_text("utf-8")


def _body(register: Published) -> tuple[Markup, ...]:
    about = " · ".join(filter(None, (register.organisation, said.day(register.on))))
    header = tag(
        "header",
        tag("p", about, class_="about outside"),
        tag("h1", _headline(register)),
        tag("p", _lead(register), class_="lead"),
        _figures(register),
    )
    section = tag(
        "section",
        tag("h2", "The applications", id="applications-title"),
        _table(register),
        id="applications",
        aria_labelledby="applications-title",
    )
    main = tag("main", section, _about(register), id="main")
    skip = tag("a", "Skip to the applications", href="#applications", class_="skip")
    return skip, header, main


def _headline(register: Published) -> str:
    number = _of(register, *IN_FORCE)
    if not number:
        return "No application is in force"
    return f"{said.several(number, 'application')} may be used"


def _lead(register: Published) -> str:
    also = " What has ended is listed, too." if register.ended else ""
    return (
        "Each was assessed against the policies named and approved in sealed records that "
        f"anybody can verify; an emergency use is sealed, too, but approved by nobody yet.{also}"
    )


def _figures(register: Published) -> Markup:
    shown = (
        ("", _of(register, Standing.APPROVED), "approved", "what was due so far is done"),
        (
            *("bypass", _of(register, Standing.CONDITIONS_OVERDUE), "with conditions overdue"),
            "approved, but not all was done in time",
        ),
        (
            *("likely", _of(register, Standing.EMERGENCY), "in emergency use"),
            "used before it was approved; to be reviewed",
        ),
    )
    return tag("ul", *(_figure(*each) for each in shown), class_="figures")


def _figure(kind: str, number: int, what: str, note: str) -> Markup:
    strong = tag("strong", f"{number:,}", class_=f"count {kind if number else ''}".strip())
    texts = tag("span", what, class_="what"), tag("span", note, class_="note")
    return tag("li", strong, *texts)


def _of(register: Published, *standings: Standing) -> int:
    return sum(each.standing in standings for each in register.entries)


def _table(register: Published) -> Markup:
    heads = (tag("th", text, scope="col", role="columnheader", data_label=text) for text in _HEADS)
    rows = [_row(each) for each in register.entries]
    if not rows:
        return tag("p", told.summary(register), class_="told")
    field = joined(
        tag("label", "Find a name, supplier, role or rule", for_="q"),
        tag("input", id="q", type="search", autocomplete="off", spellcheck="false"),
    )
    return joined(
        tag("form", tag("p", field, class_="field q"), id="controls", role="search", hidden=True),
        tag("p", told.summary(register), id="shown", role="status"),
        tag(
            "table",
            tag("caption", "Applications, and until when each may be used", class_="unseen"),
            tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
            tag("tbody", *rows, id="rows", role="rowgroup"),
            id="applications-table",
            role="table",
            class_="register",
        ),
    )


def _row(each: Listed) -> Markup:
    name = joined(
        tag("span", each.application or each.request, class_="name outside"),
        tag("span", each.supplier, class_="supplier outside") if each.supplier else None,
        tag("span", each.purpose, class_="note outside") if each.purpose else None,
    )
    until = _note(f"until {said.day(each.until)}") if each.until else None
    lasts = joined(tag("span", said.day(each.since), class_="whole"), until)
    standing = tag("span", told.STANDING[each.standing], class_=f"chip {_kind(each.standing)}")
    cells: Sequence[tuple[str, Markup, str | None]] = (
        ("Standing", standing, None),
        ("Since", lasts, each.since.isoformat()),
        ("Approved by", _list([told.approver(one) for one in each.approved_by]), None),
        ("Still open", _list(_still(each)), None),
        ("Records", _records(each), f"{min(each.records, default=0):09}"),
    )
    tds = (tag("td", v, role="cell", data_label=n, data_sort=key) for n, v, key in cells)
    return tag("tr", tag("th", name, scope="row", role="rowheader"), *tds, role="row")


def _still(each: Listed) -> list[str]:
    """What somebody has still to do about an application, or is allowed for a time only."""
    urgent = [f"to be reviewed by {each.emergency}"] if each.emergency else []
    waived = [f"waived: {told.waiver(one)}" for one in each.waived]
    return [*urgent, *map(told.condition, each.conditions), *waived]


def _records(each: Listed) -> Markup:
    value = [_note(f"value {each.value}")] if each.value else []
    request = _note(f"request {each.request}")
    policies = [_note(", ".join(each.policies))] if each.policies else []
    return joined(told.records(each), request, *value, *policies)


def _note(text: str) -> Markup:
    return tag("span", text, class_="note outside")


def _list(texts: Iterable[str]) -> Markup:
    items = [tag("li", text, class_="outside") for text in texts]
    return tag("ul", *items) if items else Markup(said.NOTHING)


def _kind(standing: Standing) -> str:
    match standing:
        case Standing.APPROVED:
            return "clear"
        case Standing.EMERGENCY:
            return "likely"
        case Standing.CONDITIONS_OVERDUE | Standing.REVIEW_OVERDUE:
            return "bypass"
        case _:
            return ""


def _about(register: Published) -> Markup:
    records = wording.count(register.records, "record")
    lines = (
        (
            f"It says what {records} of the ledger come to on {said.day(register.on)}: an approval "
            "counts whose signer held the role at the time, and until its last day."
        ),
        "People's names and prices are not in it unless whoever made it asked for them.",
        (
            "A record's number is where it stands in the ledger: with its proof and a checkpoint, "
            "anybody can verify it without trusting this page."
        ),
    )
    return tag(
        "section",
        tag("h2", "How to read this", id="limits-title"),
        tag("ul", *(tag("li", line) for line in lines)),
        id="limits",
        aria_labelledby="limits-title",
    )

"""The page in a real browser: what it shows, what can be done with it, what can be done to it."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.border.text import plain
from guard.outputs.html import render
from guard.screen import Screen
from tests.browser import CONTRAST, Browser, browsing, found
from tests.office import Office
from tests.page.audits import application, few, many, report
from tests.page.reading import read, texts

SCRIPT = "<script>window.hit = 1</script>"
HOSTILE = (
    "</script><script>window.hit = 1</script>",
    "<!--<script>",
    '"><img src=x onerror="window.hit = 1">',
    "'); window.hit = 1; ('",
    plain("safe\u202etxt.exe\u2066", 500),
    plain("W" * 1000),
    "${window.hit = 1} {{7*7}} %3Cscript%3E &lt;b&gt;",
)
SHOWN = "[...document.querySelectorAll('#rows button.name')].map(b => b.textContent)"
STATUS = "document.getElementById('shown').textContent"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = found()
    if program is None:
        pytest.skip("Chromium is not installed")
    with browsing(program, tmp_path_factory.mktemp("profile")) as each:
        yield each


@pytest.fixture
def page(tmp_path: Path, browser: Browser) -> Path:
    """The report on a few applications, open in the browser."""
    file = tmp_path / "audit.html"
    file.write_text(render(few(), Screen()), "utf-8")
    browser.open(file)
    return file


def type_in(browser: Browser, field: str, value: str) -> None:
    """Set a control as a person does: the page hears of it."""
    browser.run(
        f"(() => {{ const f = document.getElementById('{field}'); f.value = {json.dumps(value)};"
        " f.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(few(), Screen()) == render(few(), Screen())


def test_only_the_style_and_script_of_the_page_itself_may_run() -> None:
    elements = read(render(few(), Screen()))
    (policy,) = (
        each.attributes["content"]
        for each in elements
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for name, directive in (("style", "style-src"), ("script", "script-src")):
        (text,) = (
            each.text for each in elements if each.name == name and "type" not in each.attributes
        )
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[directive] == f"'sha256-{digest}'"


def test_nothing_in_the_page_leads_elsewhere() -> None:
    html = render(few(), Screen())
    names = {name for each in read(html) for name in each.attributes}
    assert not names & {"src", "style", "action", "srcset", "data"}
    assert not [name for name in names if name.startswith("on")]
    links = [each.attributes["href"] for each in read(html) if "href" in each.attributes]
    assert links == ["#applications"]
    assert not re.search(r"@import|url\(|https?://|\bfetch\(|innerHTML|\beval\(", html)


def test_without_a_script_the_page_is_there_to_read() -> None:
    html = render(few(), Screen())
    (headline,) = texts(html, "h1")
    assert headline.startswith("3 applications are paid for or in use: 1 bypasses IT and 1 is lik")
    table = next(each for each in read(html) if each.attributes.get("id") == "rows")
    assert table.text.index("Example Boards") < table.text.index("Example Sketches")
    assert "15 points: it is paid for by card (SHI-04). Use a purchase order." in table.text
    assert "Corner Shop" not in table.text


def test_the_page_opens_without_a_complaint_and_asks_for_nothing(
    page: Path, browser: Browser
) -> None:
    assert browser.complaints == []
    assert [address for address in browser.asked_for if not address.startswith("file:")] == []
    assert browser.run(SHOWN) == ["Example Boards", "Example Sketches", "Calm Notes"]


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("q", "boards ltd", ["Example Boards"]),
        ("q", "LIBRARIES", ["Example Boards"]),
        ("q", "not on the register", ["Example Boards", "Example Sketches"]),
        ("state", "managed", ["Calm Notes"]),
        ("state", "unknown", ["Corner Shop"]),
        ("state", "", ["Example Boards", "Example Sketches", "Calm Notes", "Corner Shop"]),
        ("band", "likely", ["Example Sketches"]),
        ("min", "31", ["Example Boards"]),
        ("q", "nothing like it", []),
    ],
)
def test_the_table_is_filtered(
    page: Path, browser: Browser, field: str, value: str, left: list[str]
) -> None:
    type_in(browser, field, value)
    assert browser.run(SHOWN) == left
    assert browser.run(STATUS).startswith(f"{len(left)} of 4 applications")


def test_the_filters_of_the_address_are_set_and_kept(page: Path, browser: Browser) -> None:
    browser.open(page, "#state=unmanaged&min=30&sort=name-up")
    assert browser.run(SHOWN) == ["Example Boards", "Example Sketches"]
    assert browser.run("document.getElementById('min').value") == "30"
    type_in(browser, "q", "sketches & co")
    assert browser.run(SHOWN) == []
    assert "q=sketches+%26+co" in browser.run("location.hash")
    address = browser.run("location.hash")
    browser.open(page, address)
    assert browser.run("document.getElementById('q').value") == "sketches & co"


def test_a_column_sorts_the_table_both_ways(page: Path, browser: Browser) -> None:
    heads = "document.querySelectorAll('#applications-table thead button')"
    browser.run(f"{heads}[0].click()")
    assert browser.run(SHOWN) == ["Calm Notes", "Example Boards", "Example Sketches"]
    browser.run(f"{heads}[0].click()")
    assert browser.run(SHOWN) == ["Example Sketches", "Example Boards", "Calm Notes"]
    said = "[...document.querySelectorAll('[aria-sort]')].map(h => h.ariaSort)"
    assert browser.run(said) == ["descending", *["none"] * 5]


def test_details_are_shown_by_the_keyboard_alone(page: Path, browser: Browser) -> None:
    browser.run("document.querySelector('#rows button.name').focus()")
    browser.press("Enter", 13, "\r")
    detail = browser.run("document.querySelector('.detail').innerText")
    for told in (
        "30 points: it is not on the IT register (SHI-01).",
        "Ask IT to enter it.",
        "CORE-01: It is on the IT register",
        "2026/spend.csv:7",
        "and 2 more lines",
        "5 Jan 2026 to 5 Mar 2026, in 3 months, paid by card",
        "Libraries",
        "deny",
    ):
        assert told in detail
    assert browser.run("document.activeElement.ariaExpanded") == "true"
    browser.press("Enter", 13, "\r")
    assert browser.run("document.querySelector('.detail')") is None


def test_every_control_has_a_name(page: Path, browser: Browser) -> None:
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    controls = {"button", "textbox", "searchbox", "combobox", "spinbutton", "image", "figure"}
    roles = [(node["role"]["value"], node.get("name", {}).get("value")) for node in tree
             if not node["ignored"]]  # fmt: skip
    named = [(role, name) for role, name in roles if role in controls]
    assert {role for role, _ in named} >= {"button", "searchbox", "combobox", "image", "figure"}
    assert [role for role, name in named if not name] == []
    assert "columnheader" in {role for role, _ in roles}


def test_a_chart_says_its_figures_and_draws_them(page: Path, browser: Browser) -> None:
    rows = browser.run(
        "[...document.querySelectorAll('[data-chart=state] tbody tr')].map(row => ["
        "row.querySelector('th .outside').textContent,"
        "...[...row.querySelectorAll('.figure')].map(f => f.textContent),"
        "...[...row.querySelectorAll('rect')].map(r => r.getBoundingClientRect().width)])"
    )
    figures = {name: (number, spent) for name, number, spent, *_ in rows}
    assert figures == {
        "managed": ("1", "120.50 GBP"),
        "unmanaged": ("2", "1,119.50 GBP"),
        "unknown": ("1", "5,000.00 GBP"),
    }
    drawn = {name: widths for name, _, _, *widths in rows}
    assert drawn["managed"][0] == pytest.approx(drawn["unmanaged"][0] / 2, abs=1)
    assert drawn["unmanaged"][1] == pytest.approx(drawn["unknown"][1] * 0.2239, abs=1)


def test_months_are_columns_that_stand_for_their_figures(page: Path, browser: Browser) -> None:
    drawn = browser.run(
        "[...document.querySelectorAll('[data-chart=month-spent] rect')].map(r => "
        "[r.textContent, r.getBoundingClientRect().height])"
    )
    (january, low), (march, high) = drawn
    assert (january, march) == ("January 2026: 50.00 GBP", "March 2026: 200.00 GBP")
    assert low == pytest.approx(high / 4, abs=0.1)


def test_hostile_names_stay_names(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "hostile.html"
    applications = (application(name, areas=(name,), supplier=f"{name} Ltd") for name in HOSTILE)
    html = render(report(*applications, unread=HOSTILE, register=SCRIPT), Screen())
    assert sum(each.name == "script" for each in read(html)) == 2
    file.write_text(html, "utf-8")
    browser.open(file)
    browser.run("document.querySelectorAll('#rows button.name').forEach(b => b.click())")
    assert set(browser.run(SHOWN)) == set(HOSTILE)
    assert browser.run("typeof window.hit") == "undefined"
    assert browser.run("document.images.length") == 0
    assert browser.complaints == []
    browser.look(width=320)
    assert browser.run(WIDER) is False


def test_names_in_a_list_come_to_the_page_harmless(new_office: Office, browser: Browser) -> None:
    name = f"Zoom {SCRIPT} \u202egnp.exe"
    new_office.write("spend.csv", f"Date,Supplier,Amount\n01/10/2026,{name},10.00\n")
    answer = new_office.guard("audit", "spend.csv", "--output", "html=audit.html")
    assert answer.code in {0, 1, 3}
    file = new_office.folder / "audit.html"
    html = file.read_text("utf-8")
    assert "\u202e" not in html
    assert SCRIPT not in html
    browser.open(file, "#state=")
    assert browser.run("document.getElementById('applications').innerText.includes('exe')")
    assert browser.run("typeof window.hit") == "undefined"
    assert browser.complaints == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_the_page_is_never_wider_than_the_window(page: Path, browser: Browser, width: int) -> None:
    browser.run("document.querySelectorAll('#rows button.name').forEach(b => b.click())")
    browser.look(width=width)
    assert browser.run(WIDER) is False


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read_against_what_is_behind_it(
    page: Path, browser: Browser, scheme: str
) -> None:
    browser.run("document.querySelectorAll('#rows button.name').forEach(b => b.click())")
    browser.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    browser.look(scheme=scheme)
    ratios = browser.run(CONTRAST)
    assert len(ratios) > 100
    assert [each for each in ratios if each[2] < 4.5] == []


def test_ten_thousand_applications_are_paged_and_searched(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "many.html"
    file.write_text(render(many(10_000), Screen()), "utf-8")
    browser.open(file, "#state=")
    assert len(browser.run(SHOWN)) == 50
    assert browser.run(STATUS).startswith("10,000 of 10,000 applications")
    browser.run("document.querySelectorAll('#pages button')[1].click()")
    assert "51–100 of 10,000" in browser.run("document.getElementById('pages').innerText")  # noqa: RUF001
    type_in(browser, "q", "supplier 9999")
    assert browser.run(SHOWN) == ["Supplier 9999"]


def test_paper_shows_all_that_is_filtered_and_no_controls(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "many.html"
    file.write_text(render(many(1_000), Screen()), "utf-8")
    browser.open(file)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.look(width=800, scheme="dark", media="print")
    assert len(browser.run(SHOWN)) == 100
    seen = "document.querySelector('{}').checkVisibility()"
    assert [browser.run(seen.format(each)) for each in ("#controls", "#pages", "h1")] == [
        False,
        False,
        True,
    ]
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert len(browser.run(SHOWN)) == 50
    assert browser.paper().startswith(b"%PDF")


def test_with_scripts_forbidden_the_page_can_still_be_read(page: Path, browser: Browser) -> None:
    browser.open(page, scripts=False)
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    names = [n.get("name", {}).get("value", "") for n in tree if not n["ignored"]]
    roles = {n["role"]["value"] for n in tree if not n["ignored"]}
    assert {"Example Boards", "Example Sketches", "By department"} <= set(names)
    assert not roles & {"searchbox", "combobox", "spinbutton"}

"""The page about policies, read by a program and shown in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.workbench.manual.pages.html import FILE, TITLE, render
from guard.workbench.manual.policies import manual_of
from tests.browser import CONTRAST, Browser, browsing, found
from tests.making import TODAY
from tests.page.reading import read, texts
from tests.workbench.manual.accounts import whole

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HOSTILE = "</style><script>window.hit = 1</script><img src=x onerror='window.hit = 1'>\u202e"


def page(**keys: object) -> str:
    return render(manual_of(whole(**keys)))[FILE]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = found()
    if program is None:
        pytest.skip("Chromium is not installed")
    with browsing(program, tmp_path_factory.mktemp("profile")) as each:
        yield each


@pytest.fixture
def opened(tmp_path: Path, browser: Browser) -> Browser:
    """The page about two policies, open in the browser."""
    file = tmp_path / FILE
    file.write_text(page(title=HOSTILE, why="Because. " * 40), "utf-8")
    browser.open(file, "#AA-01")
    return browser


def test_the_page_says_all_of_a_rule() -> None:
    html = page(binds=["council"], effective_from=TODAY)
    assert texts(html, "h1") == [TITLE]
    (article,) = texts(html, "article")
    for said in (
        "AA-01 It is near",
        "Asked ofYou, who ask for it",
        "Levelblock: it may not be bought until this is met",
        "AuthorityA source (law; checked in the source itself, 2026-01-01)",
        "Bindscouncil",
        "In forcefrom 2026-11-22",
        "Is met whenat(supplier.country) || data.personal",
        'parameters.places is ["GB", "IE"] (the policy itself says ["GB"])',
        "lists.away is A list, until 2027-01-31",
        "What has to be known (3)",
        "Examples (4)",
    ):
        assert said in article


def test_a_rule_that_reads_nothing_has_nothing_to_unfold() -> None:
    assert "<details>" not in page(when="true", require="true", example=[])


@pytest.mark.parametrize(
    ("url", "links"), [("https://a.example/b", 1), ("javascript:alert(1)", 0), ("", 0)]
)
def test_only_a_safe_address_is_a_link(url: str, links: int) -> None:
    source = {"title": "S", "url": url, "verified": "primary", "on": TODAY}
    html = page(source={key: value for key, value in source.items() if value})
    hrefs = [str(each.attributes["href"]) for each in read(html) if "href" in each.attributes]
    assert len([href for href in hrefs if not href.startswith("#")]) == links


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    html = page()
    assert not re.search(r"@import|url\(|<script|<img|<link", html)
    assert "default-src &#x27;none&#x27;" in html


def test_it_opens_without_a_complaint_whatever_a_policy_says(opened: Browser) -> None:
    assert opened.complaints == []
    assert [address for address in opened.asked_for if not address.startswith("file:")] == []
    assert opened.run("window.hit") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_it_is_readable_at_any_width_light_and_dark(
    opened: Browser, scheme: str, width: int
) -> None:
    opened.look(width, scheme)
    opened.run("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert opened.run(WIDER) is False
    ratios = opened.run(CONTRAST)
    assert len(ratios) > 20
    assert [each for each in ratios if each[2] < 4.5] == []


def test_it_prints_on_white_with_numbered_pages(opened: Browser) -> None:
    opened.look(scheme="dark", media="print")
    assert opened.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.run("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert opened.paper().startswith(b"%PDF")

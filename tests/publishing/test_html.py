"""The register's page: what it says, and what it does in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.history.standing import Standing
from guard.publishing.html import render
from guard.screen import Screen
from tests.browser import CONTRAST, Browser, browsing, found
from tests.page.reading import read, texts
from tests.publishing.registers import entry, few, register

HOSTILE = '</script><script>window.hit = 1</script>"><img src=x onerror="window.hit = 1">'
NAMES = (
    "[...document.querySelectorAll('#rows tr')].filter(r => r.checkVisibility())"
    ".map(r => r.querySelector('.name').textContent)"
)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
STATUS = "document.getElementById('shown').textContent"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = found()
    if program is None:
        pytest.skip("Chromium is not installed")
    with browsing(program, tmp_path_factory.mktemp("profile")) as each:
        yield each


@pytest.fixture
def page(tmp_path: Path, browser: Browser) -> Path:
    """The register of a few applications, open in the browser."""
    file = tmp_path / "register.html"
    file.write_text(render(few(), Screen()), "utf-8")
    browser.open(file)
    return file


def test_the_same_register_gives_the_same_bytes() -> None:
    assert render(few(), Screen()) == render(few(), Screen())


def test_it_says_how_many_may_be_used() -> None:
    page = render(few(), Screen())
    assert texts(page, "h1") == ["3 applications may be used"]
    assert texts(page, "title") == ["Approved applications, 22 November 2026"]
    assert texts(render(register(entry()), Screen()), "h1") == ["1 application may be used"]


def test_without_a_script_all_is_there() -> None:
    cells = " ".join(texts(render(few(), Screen()), "td"))
    for said in ("conditions overdue", "emergency use", "waived: CORE-11", "request R-10"):
        assert said in cells
    assert "until 10 June 2027" in cells


def test_what_has_ended_is_not_counted_as_usable() -> None:
    page = render(register(entry(standing=Standing.REVOKED)), Screen())
    assert texts(page, "h1") == ["No application is in force"]
    assert "revoked" in " ".join(texts(page, "td"))


def test_an_empty_register_has_no_table() -> None:
    page = render(register(), Screen())
    assert texts(page, "table") == []
    assert "Nothing is in force" in " ".join(texts(page, "p"))


def test_a_price_is_on_it_only_if_it_is_in_the_register() -> None:
    assert "value 480 GBP" in render(register(entry(value="480 GBP")), Screen())
    assert "value " not in " ".join(texts(render(few(), Screen()), "td"))


def test_hostile_words_stay_words() -> None:
    page = render(register(entry(application=HOSTILE, supplier=HOSTILE)), Screen())
    assert HOSTILE in texts(page, "th")[-1]
    assert not any(element.name == "img" for element in read(page))


def test_nothing_is_fetched_and_nothing_complains(page: Path, browser: Browser) -> None:
    assert browser.complaints == []
    assert browser.asked_for == [page.as_uri()]


def test_a_click_sorts_and_another_turns_it_round(page: Path, browser: Browser) -> None:
    by_name = ["Brightpath Minutes", "Flood Map", "Treeline Surveys"]
    assert browser.run(NAMES) == by_name
    heads = "document.querySelectorAll('#applications-table thead button')"
    browser.run(f"{heads}[0].click()")
    assert browser.run(NAMES) == by_name[::-1]
    browser.run(f"{heads}[5].click()")
    assert browser.run(NAMES) == ["Treeline Surveys", "Brightpath Minutes", "Flood Map"]
    sorted_by = "[...document.querySelectorAll('th[aria-sort=ascending]')].map(h => h.textContent)"
    assert browser.run(sorted_by) == ["Records"]


def test_words_find_rows(page: Path, browser: Browser) -> None:
    browser.run(
        "(() => { const q = document.getElementById('q'); q.value = 'core-11 mfa';"
        " q.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert browser.run(NAMES) == ["Brightpath Minutes"]
    assert browser.run(STATUS).startswith("1 of 3 shown. 3 applications")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_can_be_read_wide_and_narrow(
    page: Path, browser: Browser, width: int, scheme: str
) -> None:
    browser.look(width, scheme)
    assert not browser.run(WIDER)
    assert min(ratio for *_, ratio in browser.run(CONTRAST)) >= 4.5


def test_without_scripts_the_controls_are_hidden(page: Path, browser: Browser) -> None:
    browser.open(page, scripts=False)
    assert not browser.run("document.getElementById('controls').checkVisibility()")
    assert len(browser.run(NAMES)) == 3


def test_it_prints_without_controls(page: Path, browser: Browser) -> None:
    assert browser.paper().startswith(b"%PDF")
    browser.look(1280, media="print")
    assert not browser.run("document.getElementById('controls').checkVisibility()")
    browser.look()


def test_hostile_words_do_nothing_in_a_browser(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(render(register(entry(application=HOSTILE)), Screen()), "utf-8")
    browser.open(file)
    assert browser.run("window.hit === undefined")
    assert browser.run(NAMES) == [HOSTILE]
    assert browser.complaints == []

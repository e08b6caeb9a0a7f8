from decimal import Decimal

from guard.page.charts import Column, Entry, Measure, bars, columns
from tests.page.reading import Element, read, texts


def entry(name: str, value: int) -> Entry:
    return Entry(name, "", (Measure(Decimal(value), f"{value:,} in all"),))


def chart(*values: int, shown: int = 10) -> str:
    made = [entry(f"n{number}", value) for number, value in enumerate(values)]
    return bars("key", "things", ("number",), made, shown)


def drawn(html: str) -> list[Element]:
    return [each for each in read(html) if each.name == "rect"]


def month(name: str, value: int) -> Column:
    return Column(name, Decimal(value), f"{value}.00", f"in words {name}")


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    widths = [each.attributes["width"] for each in drawn(chart(200, 50, 0))]
    assert widths == ["100.00%", "25.00%", "0.00%"]


def test_what_is_little_is_still_seen_and_what_was_paid_back_has_no_bar() -> None:
    widths = [each.attributes["width"] for each in drawn(chart(1_000_000, 1, -5))]
    assert widths == ["100.00%", "0.40%", "0.00%"]


def test_a_chart_of_nothing_draws_nothing() -> None:
    assert [each.attributes["width"] for each in drawn(chart(0))] == ["0.00%"]


def test_the_figures_are_text() -> None:
    assert "1,200 in all" in texts(chart(1200), "td")
    assert texts(chart(1200), "th") == ["things", "number", "n0"]


def test_what_is_over_the_limit_is_folded_away_not_dropped() -> None:
    html = chart(5, 4, 3, 2, shown=3)
    assert texts(html, "summary") == ["1 more things"]
    assert len(drawn(html)) == 4
    assert texts(chart(5, shown=0), "summary") == ["All things in figures"]
    assert texts(chart(5, shown=0), "table") == texts(chart(5), "table")


def test_time_runs_evenly_also_over_months_without_anything() -> None:
    html = columns("key", "Spent", [month("2025-12", 4), month("2026-03", 2)])
    first, last = drawn(html)
    assert (first.attributes["x"], last.attributes["x"]) == ("2.500%", "77.500%")
    heights = [float(each.attributes["height"] or "") for each in (first, last)]
    assert heights[0] == 2 * heights[1]
    assert first.text == "in words 2025-12: 4.00"


def test_the_highest_month_is_named_in_the_picture_and_for_who_cannot_see_it() -> None:
    html = columns("key", "Spent", [month("2026-01", 4), month("2026-02", 9)])
    assert "9.00 in in words 2026-02" in texts(html, "text")
    label = read(html)[0].attributes["aria-label"] or ""
    assert label.startswith("Spent, month by month. The highest: 9.00")


def test_what_was_paid_back_hangs_under_the_line() -> None:
    up, down = drawn(columns("key", "Spent", [month("2026-01", 4), month("2026-02", -4)]))
    assert down.attributes["class"] == "under"
    assert float(down.attributes["y"] or "") == 22 + float(up.attributes["height"] or "")


def test_years_are_named_over_a_long_time_and_months_over_a_short_one() -> None:
    short = columns("key", "Spent", [month("2026-01", 4), month("2026-02", 9)])
    assert texts(short, "text")[:2] == ["in ", "in "]
    long = columns("key", "Spent", [month("2020-11", 4), month("2023-01", 9)])
    assert texts(long, "text")[:-1] == ["2021", "2022"]


def test_of_a_very_long_time_the_last_ten_years_are_drawn() -> None:
    html = columns("key", "Spent", [month("1900-01", 4), month("2026-02", 9)])
    assert [each.text for each in drawn(html)] == ["in words 2026-02: 9.00"]

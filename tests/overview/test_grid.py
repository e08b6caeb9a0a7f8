import json

from guard.overview.grid import MOST, NARROWEST, as_json, grid
from guard.screen import Screen

HEADS = ("day", "what")


def test_a_row_stands_below_its_heads_and_nothing_trails() -> None:
    lines = grid(HEADS, [("2026-11-22", "one\ntwo")], Screen()).splitlines()
    assert lines == ["day         what", "2026-11-22  one", "            two"]


def test_markup_is_only_text() -> None:
    assert "[red]x[/red] :smile:" in grid(HEADS, [("", "[red]x[/red] :smile:")], Screen())


def test_it_is_as_wide_as_the_screen_but_never_too_narrow() -> None:
    shown = grid(HEADS, [("2026-11-22", "word " * 60)], Screen(60), 1)
    assert max(map(len, shown.splitlines())) <= 60
    narrow = grid(HEADS, [("2026-11-22", "word " * 60)], Screen(1), 1)
    assert 20 < max(map(len, narrow.splitlines())) <= NARROWEST


def test_json_ends_with_a_newline() -> None:
    text = as_json({"a": [1]})
    assert json.loads(text) == {"a": [1]}
    assert text.endswith("}\n")


def test_only_the_widest_column_takes_all_the_room() -> None:
    rows = [("long " * 20, "long " * 20)]
    first, second, *_ = grid(HEADS, rows, Screen(100), widest=1).splitlines()
    assert first.index("what") <= MOST + 2
    assert len(second) > 60

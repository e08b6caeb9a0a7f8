from guard.border.excerpt import excerpt
from guard.errors import Place

TEXT = 'id = "own"\nwhen = "data.persnal"\n'


def test_the_line_is_shown_with_a_mark_under_the_place() -> None:
    assert excerpt(TEXT, Place("own.toml", 2, 9)) == (
        '     2 | when = "data.persnal"\n       |         ^'
    )


def test_without_a_line_there_is_nothing_to_show() -> None:
    assert excerpt(TEXT, Place("own.toml")) == ""
    assert excerpt(TEXT, Place("own.toml", 9, 1)) == ""


def test_a_column_beyond_the_end_is_marked_at_the_end() -> None:
    line, mark = excerpt(TEXT, Place("own.toml", 1, 99)).split("\n")
    assert len(mark) == len(line) + 1


def test_a_long_line_is_cut_around_the_mark() -> None:
    text = "a" * 300 + "HERE" + "b" * 300
    line, mark = excerpt(text, Place("own.toml", 1, 301)).split("\n")
    assert len(line) < 120
    assert line[mark.index("^") : mark.index("^") + 4] == "HERE"
    assert line.count("…") == 2


def test_nothing_that_acts_on_a_terminal_is_shown() -> None:
    line, mark = excerpt("a\x1b[31mb\u202ec", Place("own.toml", 1, 7)).split("\n")
    assert line.endswith("a·[31mb·c")
    assert line[mark.index("^")] == "b"

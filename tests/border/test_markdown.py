import pytest

from guard.border.markdown import code, literal


def test_what_acts_is_made_literal() -> None:
    assert literal("a *b* <c> | d") == "a \\*b\\* \\<c\\> \\| d"
    assert literal("plain words, as they are.") == "plain words, as they are."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a || b", "`a || b`"),
        ("a ` b", "``a ` b``"),
        ("`", "`` ` ``"),
        ("a `` b ```", "```` a `` b ``` ````"),
    ],
)
def test_code_is_closed_by_nothing_in_it(text: str, written: str) -> None:
    assert code(text) == written


def test_code_in_a_table_does_not_end_its_cell() -> None:
    assert code("a || b", in_table=True) == "`a \\|\\| b`"

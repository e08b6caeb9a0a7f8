import pytest

from guard.border.cell import inert


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "  =1", "\uff1d1"])
def test_what_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "1-1", "'=1", "Treeline"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text

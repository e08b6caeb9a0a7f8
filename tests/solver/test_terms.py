import datetime as dt
from decimal import Decimal

import pytest

from guard.condition.tree import Binary
from guard.solver.terms import DAY, Amount, Opaque, Size, Term, Text, moment, number, terms
from tests.solver.asking import TODAY, question

USERS = ("users",)


def left(source: str) -> list[Term]:
    """What the left side of a comparison can stand for."""
    asked = question(source)
    assert isinstance(asked.condition.tree, Binary)
    return list(terms(asked.condition.tree.left, asked, {}))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("users > 0", Amount(((USERS, 1),), Decimal(0))),
        ("3 > 0", Amount((), Decimal(3))),
        ("-users + 4 > 0", Amount(((USERS, -1),), Decimal(4))),
        ("users - users > 0", Amount((), Decimal(0))),
        ("parameters.few > 0", Amount((), Decimal(2))),
        ("days(2) > days(users)", Amount((), Decimal(2 * DAY))),
        ("days(users) > days(1)", Amount(((USERS, DAY),), Decimal(0))),
        ("size(tags) > 0", Amount(((("tags", "#"), 1),), Decimal(0))),
        ("size([1, users]) > 0", Amount((), Decimal(2))),
        ("size(parameters.words) > 0", Amount((), Decimal(2))),
        ("title == 'x'", Text(("title",), lowered=False)),
        ("title.lowerAscii() == 'x'", Text(("title",), lowered=True)),
        ("'AB'.lowerAscii() == 'x'", "ab"),
        ("size(title) > 0", Size(Text(("title",), lowered=False))),
    ],
)
def test_an_operand_is_a_sum_or_a_text(source: str, expected: Term) -> None:
    assert left(source) == [expected]


def test_a_choice_can_be_either() -> None:
    assert left("(urgent ? 1 : users) > 0") == [
        Amount((), Decimal(1)),
        Amount(((USERS, 1),), Decimal(0)),
    ]


def test_what_is_not_worked_out_says_what_it_is() -> None:
    (term,) = left("size(title) + 1 > 0")
    assert isinstance(term, Opaque)
    assert "length of a text" in term.why


def test_moments_are_counted_and_come_back() -> None:
    counted = number(TODAY)
    assert counted is not None
    assert moment(counted) == TODAY
    assert number(dt.timedelta(days=1)) == DAY
    assert number(True) is None
    assert number("3") is None
    with pytest.raises(OverflowError):
        moment(Decimal(10**18))

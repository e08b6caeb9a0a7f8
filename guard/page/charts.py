"""Charts that are tables first: the figures are text, and the bars beside them are drawn.

Bars are inline SVG in percentages, without a view box: they widen with the page, and their text
stays as large as the reader set it.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from guard.page.markup import Markup, joined, tag

_HEIGHT = 132
_TOP = 22
_BOTTOM = 22
_MOST_COLUMNS = 120
_NAMED_MONTHS = 14
"""Up to here each month is named under its column; over it, only the years are."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a bar shows: its length, and the figure beside it."""

    value: Decimal
    figure: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a chart: its name, what explains the name, and a bar for each measure."""

    name: str
    note: str
    measures: tuple[Measure, ...]


def bars(key: str, of: str, heads: Sequence[str], entries: Sequence[Entry], shown: int) -> Markup:
    """A bar chart; after the first ``shown`` entries, the others are folded away.

    Args:
        key: names the chart, for links and programs.
        of: what the entries are, in the plural: ``departments``.
        heads: the name of each measure.
        entries: the rows, in their order.
        shown: how many rows are shown at once.
    """
    most = [
        max([e.measures[i].value for e in entries], default=Decimal()) for i in range(len(heads))
    ]
    head = tag("tr", *(tag("th", text, scope="col") for text in (of, *heads)))
    rows = [_row(entry, heads, most) for entry in entries]
    chart = _table(key, head, rows[:shown]) if shown else None
    if not (rest := rows[shown:]):
        return joined(chart)
    named = (f"{len(rest):,} more {of}", f"{key}-more") if shown else (f"All {of} in figures", key)
    return joined(chart, tag("details", tag("summary", named[0]), _table(named[1], head, rest)))


def _table(key: str, head: Markup, rows: Sequence[Markup]) -> Markup:
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="bars", data_chart=key)


def _row(entry: Entry, heads: Sequence[str], most: Sequence[Decimal]) -> Markup:
    note = tag("span", entry.note, class_="note") if entry.note else None
    name = tag("th", tag("span", entry.name, class_="outside"), note, scope="row")
    cells = (
        tag("td", tag("span", each.figure, class_="figure", data_label=head), _bar(each.value, top))
        for each, head, top in zip(entry.measures, heads, most, strict=True)
    )
    return tag("tr", name, *cells)


def _bar(value: Decimal, most: Decimal) -> Markup:
    share = float(max(value, Decimal()) / most * 100) if most > 0 else 0.0
    width = f"{max(share, 0.4) if value > 0 else 0:.2f}%"
    rect = tag("rect", width=width, height="100%", rx=2)
    return tag("svg", rect, class_="bar", aria_hidden="true", focusable="false")


@dataclass(frozen=True, slots=True)
class Column:
    """One month (``2026-11``): its length, its figure, and its name in words."""

    month: str
    value: Decimal
    figure: str
    name: str


def columns(key: str, title: str, given: Sequence[Column]) -> Markup:
    """A column for each month, years under them, and the highest column named.

    Of more than ten years, the last ten.
    """
    shown = _without_gaps(given)[-_MOST_COLUMNS:]
    top = max(*(each.value for each in shown), Decimal(1))
    bottom = min(*(each.value for each in shown), Decimal())
    scale = _HEIGHT / float(top - bottom)
    zero = _TOP + float(top) * scale
    drawn = [_column(i, each, len(shown), (scale, zero)) for i, each in enumerate(shown)]
    highest = max(shown, key=lambda each: each.value)
    label = f"{title}, month by month. The highest: {highest.figure} in {highest.name}."
    line = tag("line", x1=0, x2="100%", y1=f"{zero:.1f}", y2=f"{zero:.1f}", class_="axis")
    place = shown.index(highest)
    return tag(
        "svg",
        *drawn,
        line,
        *_times(shown),
        _peak(place, highest, len(shown)),
        class_="columns",
        role="img",
        aria_label=label,
        height=_TOP + _HEIGHT + _BOTTOM,
        data_chart=key,
    )


def _without_gaps(given: Sequence[Column]) -> list[Column]:
    """Every month from the first to the last, so that time runs evenly."""
    by_month = {each.month: each for each in given}
    first, last = min(by_month), max(by_month)
    numbers = range(_number(first), _number(last) + 1)[-_MOST_COLUMNS:]
    months = (f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers)
    return [by_month.get(m, Column(m, Decimal(), "nothing", m)) for m in months]


def _number(month: str) -> int:
    year, _, within = month.partition("-")
    return int(year) * 12 + int(within) - 1


def _column(place: int, column: Column, of: int, drawing: tuple[float, float]) -> Markup:
    scale, zero = drawing
    height = abs(float(column.value)) * scale
    rect = tag(
        "rect",
        tag("title", f"{column.name}: {column.figure}"),
        x=f"{(place + 0.1) * 100 / of:.3f}%",
        width=f"{80 / of:.3f}%",
        y=f"{zero - height if column.value > 0 else zero:.1f}",
        height=f"{height:.1f}",
        class_="under" if column.value < 0 else None,
    )
    return rect if column.value else Markup()


def _times(shown: Sequence[Column]) -> list[Markup]:
    """The years, or for a short time the months, under the columns."""
    if len(shown) <= _NAMED_MONTHS:
        named = [(i, each.name[:3]) for i, each in enumerate(shown)]
    else:
        years = itertools.groupby(enumerate(shown), lambda pair: pair[1].month[:4])
        firsts = [(year, [i for i, _ in group]) for year, group in years]
        named = [(places[0], year) for year, places in firsts if len(places) > 2]  # noqa: PLR2004
    y = _TOP + _HEIGHT + _BOTTOM - 5
    return [
        tag("text", text, x=f"{(i + 0.1) * 100 / len(shown):.2f}%", y=y, class_="time")
        for i, text in named
    ]


def _peak(place: int, highest: Column, of: int) -> Markup:
    middle = (place + 0.5) / of
    anchor = "start" if middle < 0.25 else "end" if middle > 0.75 else "middle"  # noqa: PLR2004
    text = f"{highest.figure} in {highest.name}"
    return tag("text", text, x=f"{middle * 100:.2f}%", y=14, text_anchor=anchor, class_="peak")

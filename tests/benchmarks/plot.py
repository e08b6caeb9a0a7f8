"""A plot of what rules cost by rows, as SVG: both axes by powers of ten, a line a series."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

Point = tuple[float, float]
WIDTH, HEIGHT, MARGIN = 640, 400, 60
COLOURS = ("#005f9e", "#b34700", "#2e7d32", "#6a1b9a")


def svg(title: str, series: Mapping[str, Sequence[Point]]) -> str:
    """The plot; points are (rows, seconds)."""
    points = [point for line in series.values() for point in line]
    across = _span(x for x, _ in points)
    upward = _span(y for _, y in points)
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<style>text { font: 12px sans-serif }</style>",
        f"<title>{escape(title)}</title>",
        f'<text x="{MARGIN}" y="20">{escape(title)}</text>',
        *(_tick(10.0**power, across, upward, vertical=True) for power in range(*_powers(across))),
        *(_tick(10.0**power, across, upward, vertical=False) for power in range(*_powers(upward))),
    ]
    for number, (name, line) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [_place(point, across, upward) for point in line]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        body.append(f'<polyline fill="none" stroke="{colour}" points="{drawn}"/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        body.append(
            f'<text x="{MARGIN + 8}" y="{40 + 16 * number}" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*body, "</svg>", ""])


def _span(values: Iterator[float]) -> Point:
    powers = [math.log10(value) for value in values]
    return math.floor(min(powers)), max(math.ceil(max(powers)), math.floor(min(powers)) + 1)


def _powers(span: Point) -> tuple[int, int]:
    return int(span[0]), int(span[1]) + 1


def _place(point: Point, across: Point, upward: Point) -> Point:
    right, up = (
        (math.log10(value) - low) / (high - low)
        for value, (low, high) in zip(point, (across, upward), strict=True)
    )
    return MARGIN + right * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)


def _tick(value: float, across: Point, upward: Point, *, vertical: bool) -> str:
    corner = 10 ** across[0], 10 ** upward[0]
    x, y = _place((value, corner[1]) if vertical else (corner[0], value), across, upward)
    if vertical:
        line = f'x1="{x:.1f}" x2="{x:.1f}" y1="{MARGIN}" y2="{HEIGHT - MARGIN}"'
        text = f'<text x="{x:.1f}" y="{HEIGHT - MARGIN + 18}">{value:,.0f} rows</text>'
    else:
        line = f'x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y:.1f}" y2="{y:.1f}"'
        text = f'<text x="4" y="{y:.1f}">{value:,g} s</text>'
    return f'<line {line} stroke="#ddd"/>{text}'

"""``table``: the register as people read it in a terminal."""

from collections.abc import Iterator

from guard.overview import told
from guard.overview.grid import grid
from guard.overview.published import Listed, Published
from guard.screen import Screen

_HEADS = (
    "application",
    "standing",
    "since",
    "until",
    "approved by, conditions, waivers",
    "records",
)


def render(register: Published, screen: Screen) -> str:
    """One application below the other, and how many there are."""
    rows = [_row(each) for each in register.entries]
    table = grid(_HEADS, rows, screen, widest=4) + "\n" if rows else ""
    why = " See why: guard recheck" if register.uncounted else ""
    return f"{table}{told.summary(register)}{why}\n"


def _row(each: Listed) -> tuple[str, ...]:
    name = each.application or each.request
    supplier = f"\n{each.supplier}" if each.supplier else ""
    return (
        f"{name}{supplier}\n{each.request}",
        told.STANDING[each.standing],
        str(each.since),
        str(each.until or ""),
        "\n".join(_said(each)),
        told.records(each),
    )


def _said(each: Listed) -> Iterator[str]:
    yield from map(told.approver, each.approved_by)
    yield from (f"open: {told.condition(one)}" for one in each.conditions)
    yield from (f"waived: {told.waiver(one)}" for one in each.waived)
    if each.emergency:
        yield f"emergency use: to be reviewed by {each.emergency}"
    if each.value:
        yield f"value: {each.value}"

"""``guard record show``: records, one record, or a request, for people and for programs."""

from collections.abc import Iterable, Mapping

from guard.overview import record, story
from guard.overview.grid import as_json, grid
from guard.overview.records import SCHEMA, Line, Shelf
from guard.role import in_words
from guard.screen import Screen

_HEADS = ("record", "day", "event", "about", "who, in which role", "state")


def show_all(shelf: Shelf, screen: Screen | None) -> str:
    """Every record in a line; as JSON without a screen.

    Raises:
        GuardError: a record is not what was signed.
    """
    lines = tuple(shelf.lines())
    if screen is None:
        return as_json({"schema": SCHEMA, "on": shelf.on, "records": lines})
    if not lines:
        return "The ledger holds no record yet. Seal a first one: guard approve\n"
    return _table(lines, screen)


def show_one(shelf: Shelf, index: int, screen: Screen | None) -> str:
    """All of one record; as JSON without a screen.

    Raises:
        GuardError: there is no such record, or it is not what was signed.
    """
    if screen is None:
        return as_json({"schema": SCHEMA, "on": shelf.on, "record": record.as_data(shelf, index)})
    told = record.told(shelf, index)
    width = max(len(label) for label, _ in told)
    return "".join(f"{label:{width}}  {value}\n" for label, value in told)


def show_request(shelf: Shelf, request_id: str, screen: Screen | None) -> str:
    """The whole story of a request; as JSON without a screen.

    Raises:
        GuardError: nothing was sealed of it, or a record is not what was signed.
    """
    case = story.case_of(shelf, request_id)
    lines = tuple(story.lines(shelf, case))
    due = story.to_do(shelf, case)
    why = story.reasons(shelf, case)
    if screen is None:
        told = {"schema": SCHEMA, "on": shelf.on, "case": case, "records": lines, "due": due}
        return as_json(told)
    next_steps = [f"  {one.day} {one.when.value}: {one.what}; {one.next}\n" for one in due]
    table = _table(lines, screen, why)
    to_do = f"\nWhat is to be done\n{''.join(next_steps)}" if due else ""
    return f"{story.headline(case)}\n\n{table}{to_do}"


def _table(lines: Iterable[Line], screen: Screen, why: Mapping[int, str] | None = None) -> str:
    rows = [
        (
            str(each.record),
            str(each.day or ""),
            each.event,
            each.subject,
            f"{each.principal}\nas {in_words(each.role)}" if each.principal else "",
            "\n".join(filter(None, (each.state, (why or {}).get(each.record)))),
        )
        for each in lines
    ]
    return grid(_HEADS, rows, screen, widest=5)

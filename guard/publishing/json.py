"""``json``: the register for programs."""

from guard.overview.grid import as_json
from guard.overview.published import SCHEMA, Published
from guard.screen import Screen


def render(register: Published, _screen: Screen) -> str:
    """One JSON object, ending in a newline."""
    return as_json({"schema": SCHEMA, "register": register})

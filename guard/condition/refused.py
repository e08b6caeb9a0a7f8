"""The parts of CEL that conditions leave out: why, and what to write instead."""

from typing import Final

CONVERSION: Final = (
    "facts have their types already",
    "compare the fact as it is; declare the type you need where the fact is declared",
)
CALENDAR: Final = (
    "parts of a date depend on a time zone",
    'compare whole dates: today - fact > days(365), or fact < timestamp("2026-01-01T00:00:00Z")',
)
SHAPING: Final = (
    "it makes a new list, and a condition only asks questions of one",
    "ask with exists, all or exists_one and put the test inside",
)
REBUILDING: Final = (
    "it makes a new text, and a condition only asks questions of one",
    "use ==, in, startsWith, endsWith, contains or lowerAscii",
)

FUNCTIONS: Final = {
    "matches": (
        "a regular expression can be made to run for ever",
        "use startsWith, endsWith, contains, or lowerAscii with one of them",
    ),
    "map": SHAPING,
    "filter": SHAPING,
    "existsOne": ("CEL's standard name is exists_one", "write exists_one"),
    "dyn": CONVERSION,
    "type": CONVERSION,
    "int": CONVERSION,
    "uint": CONVERSION,
    "double": CONVERSION,
    "string": CONVERSION,
    "bool": CONVERSION,
    "bytes": CONVERSION,
    "getDate": CALENDAR,
    "getDayOfMonth": CALENDAR,
    "getDayOfWeek": CALENDAR,
    "getDayOfYear": CALENDAR,
    "getFullYear": CALENDAR,
    "getHours": CALENDAR,
    "getMilliseconds": CALENDAR,
    "getMinutes": CALENDAR,
    "getMonth": CALENDAR,
    "getSeconds": CALENDAR,
    "charAt": REBUILDING,
    "format": REBUILDING,
    "indexOf": REBUILDING,
    "join": REBUILDING,
    "lastIndexOf": REBUILDING,
    "replace": REBUILDING,
    "reverse": REBUILDING,
    "split": REBUILDING,
    "substring": REBUILDING,
    "trim": REBUILDING,
    "upperAscii": ("one way to ignore case is enough", "use lowerAscii"),
}
"""Functions and macros of CEL and its common extensions, by name."""

OPERATORS: Final = {
    "*": ("conditions do not multiply", "put the product in a parameter; for a span use days(n)"),
    "/": ("conditions do not divide", "put the quotient in a parameter or a fact"),
    "%": ("conditions do not take remainders", "put the answer in a fact"),
}
"""Operators of CEL, by sign."""

NULL: Final = (
    "null is not used here: what is not known is absent",
    "ask has(fact), or leave the test out: an absent fact makes the answer unknown",
)
BYTES: Final = ("bytes are not used here", "write a text, without the b before the quote")
UNSIGNED: Final = ("unsigned numbers are not used here", "write the number without the u")
INDEX: Final = (
    "a position in a list carries no meaning, so a[0] is not used here",
    "use exists or all: a.exists(item, item == …)",
)
OPTIONAL: Final = (
    "optional selection is not used here: every absent fact is already unknown",
    "write a plain dot, and has(fact) where absence matters",
)
MAP: Final = ("maps and messages are not written in conditions", "use facts, parameters or lists")
ROOTED: Final = ("names with a leading dot are not used here", "write the name without the dot")

RESERVED: Final = frozenset(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop"}
    | {"package", "namespace", "return", "var", "void", "while", "in", "true", "false", "null"}
)
"""Words that CEL keeps for itself: never the name of a fact's group or of a variable."""

BUILT_IN: Final = frozenset(
    {"size", "has", "all", "exists", "exists_one", "startsWith", "endsWith", "contains"}
    | {"lowerAscii", "timestamp", "duration", "days"}
)
"""The functions and macros that conditions have."""

"""Text from outside, made literal in Markdown."""

import re

_ACTING = frozenset("\\`*_{}[]<>#|!&~")


def literal(text: str) -> str:
    """``text`` with all that Markdown or HTML would act on made literal."""
    return "".join(f"\\{char}" if char in _ACTING else char for char in text)


def code(text: str, *, in_table: bool = False) -> str:
    """``text`` as code. In a table ``|`` would end the cell, so there it is escaped."""
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    inside = text.replace("|", "\\|") if in_table else text
    return f"{ticks}{space}{inside}{space}{ticks}"

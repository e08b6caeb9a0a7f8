"""``github``: annotations, which GitHub shows beside the lines of the policies in a repository."""

from guard.workbench.lint.remark import Linted, Remark, Weight

_COMMANDS = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.NOTE: "notice"}


def render(linted: Linted) -> str:
    """A workflow command a line; the gravest first, because only the first ten are shown."""
    ordered = sorted(linted.remarks, key=lambda remark: list(Weight).index(remark.weight))
    return "".join(_command(remark) for remark in ordered)


def _command(remark: Remark) -> str:
    place = remark.place
    where = {"file": place.file, "line": place.line, "col": place.column, "title": remark.check}
    properties = ",".join(f"{name}={_escaped(str(v), ':,')}" for name, v in where.items() if v)
    text = f"{remark.what}. Next: {remark.remedy}"
    return f"::{_COMMANDS[remark.weight]} {properties}::{_escaped(text)}\n"


def _escaped(text: str, more: str = "") -> str:
    """As workflow commands have it: what would end a property or a line is written in hex."""
    return "".join(f"%{ord(char):02X}" if char in f"%\r\n{more}" else char for char in text)

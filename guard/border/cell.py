"""Text from outside in a cell of a list that a spreadsheet may open."""

_ACTS = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
"""What a cell that is a formula begins with; the last four are full-width forms."""


def inert(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula: one that would be gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_ACTS) else text

"""HTML whose every text is escaped, because there is no way to write it that does not."""

from html import escape

_EMPTY = frozenset({"input", "meta"})


class Markup(str):
    """HTML that is ready; any other text is escaped where it is put in."""

    __slots__ = ()


def tag(name: str, /, *inside: str | None, **attributes: str | int | bool | None) -> Markup:
    """The element ``name``, with what is inside; ``None`` is left out.

    Attributes are written as in HTML with ``_`` for ``-``, ``class_`` and ``for_`` with a ``_``
    at the end; ``True`` gives one without a value, ``False`` and ``None`` leave it out.
    """
    start = f"<{name}{''.join(map(_attribute, attributes.items()))}>"
    return Markup(start) if name in _EMPTY else Markup(f"{start}{joined(*inside)}</{name}>")


def joined(*parts: str | None) -> Markup:
    """The ``parts`` one after the other, escaped where they are not HTML already."""
    kept = (part for part in parts if part is not None)
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in kept))


def _attribute(item: tuple[str, str | int | bool | None]) -> str:
    name, value = item
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'

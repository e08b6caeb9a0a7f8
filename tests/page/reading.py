"""A page as a program reads it: elements, their attributes and text; tags must be balanced."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"meta", "input"}


@dataclass(slots=True)
class Element:
    """One element, and all text within it."""

    name: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class _Reader(HTMLParser):
    found: list[Element] = field(default_factory=list)
    within: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.found.append(element)
        if tag not in _EMPTY:
            self.within.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self.within:
            element.text += data


def read(html: str) -> list[Element]:
    """The elements of ``html``, in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.within
    return reader.found


def texts(html: str, name: str) -> list[str]:
    """The texts of all elements called ``name``."""
    return [each.text for each in read(html) if each.name == name]

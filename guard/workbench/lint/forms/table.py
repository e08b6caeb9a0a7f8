"""``table``: for a person, each remark with its line, a mark under the place, and the next step."""

from collections.abc import Iterator

from guard.border.excerpt import excerpt
from guard.workbench.lint.remark import Linted, Remark, Weight


def render(linted: Linted) -> str:
    """All remarks in the order of the files, and the count."""
    return "".join(f"{line}\n" for line in _lines(linted))


def _lines(linted: Linted) -> Iterator[str]:
    for remark in linted.remarks:
        yield _head(remark)
        if shown := excerpt(linted.texts.get(remark.place.file, ""), remark.place):
            yield shown
        yield f"  next: {remark.remedy}"
        yield ""
    found = ", ".join(
        f"{count} {weight}{'' if count == 1 else 's'}"
        for weight in Weight
        if (count := linted.count(weight))
    )
    rules = f"{linted.rules} rule{'' if linted.rules == 1 else 's'}"
    policies = f"{linted.policies} polic{'y' if linted.policies == 1 else 'ies'}"
    aside = f"{linted.aside} note{'' if linted.aside == 1 else 's'}"
    see = f"; {aside} on policies that come with guard: guard policy lint {' '.join(linted.of)}"
    yield f"{rules} in {policies}: {found or 'nothing to remark'}{see if linted.aside else ''}"


def _head(remark: Remark) -> str:
    place = remark.place.spot if remark.place.line else str(remark.place)
    head = f"{remark.weight}: {remark.what} [{remark.check}]"
    return f"{place}: {head}" if place else head

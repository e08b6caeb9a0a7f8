"""Pages about policies kept beside the policies: written, and held against what they should be."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place

LIMIT_BYTES = 16_777_216
"""The most that is read of a page that was kept: 16 MiB."""

_RULE = re.compile(
    r'^## <a id="[^"]*"></a>(?P<md>[A-Z0-9-]+).*?(?=^## |\Z)'
    r'|^<article id="(?P<html>[A-Z0-9-]+)">.*?</article>',
    re.MULTILINE | re.DOTALL,
)


def keep(pages: Mapping[str, str], folder: Path) -> list[Path]:
    """Write the pages into ``folder``; the paths written.

    Raises:
        GuardError: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        what = f"the pages cannot be written: {error.strerror}"
        fault = Fault(what, "name a folder that you may write to", Place(str(folder)))
        raise GuardError(fault) from None
    return [folder / name for name in pages]


def stale(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What of the pages kept in ``folder`` is not as it should be, each in a line."""
    return [line for name, text in pages.items() for line in _stale(folder / name, text)]


def _stale(path: Path, wanted: str) -> Iterator[str]:
    if not path.is_file():
        yield f"{path}: there is no such page yet"
        return
    kept = read_text(path, LIMIT_BYTES)
    if kept == wanted:
        return
    ours, theirs = _parts(wanted), _parts(kept)
    for rule in dict.fromkeys([*ours, *theirs]):
        if rule not in theirs:
            yield f"{path}: {rule} is missing"
        elif rule not in ours:
            yield f"{path}: {rule} is there no longer"
        elif ours[rule] != theirs[rule]:
            yield f"{path}: {rule or 'what stands outside the rules'} has changed"


def _parts(page: str) -> dict[str, str]:
    """The text of each rule by its id, and of what stands outside them by an empty one."""
    rules = {found["md"] or found["html"]: found[0].strip() for found in _RULE.finditer(page)}
    return {"": _RULE.sub("", page).strip()} | rules

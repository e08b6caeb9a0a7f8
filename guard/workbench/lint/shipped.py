"""Notes on policies as they come with guard: a body can do nothing about them."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from guard.policy.library import Pack, shipped
from guard.workbench.lint.remark import Remark, Weight


def set_aside(
    remarks: Iterable[Remark], packs: Sequence[Pack], asked: Collection[str]
) -> tuple[list[Remark], dict[Remark, list[str]]]:
    """``remarks`` to tell, and those that would bury them: notes on what comes with guard.

    Args:
        remarks: all of them.
        packs: the policies that were looked at.
        asked: those that were named: all is told of them.

    Returns:
        What to tell; and each note set aside, with the policies to name in order to see it.
    """
    ours = [pack for pack in packs if pack.text.id not in asked and _as_shipped(pack)]
    named = [pack for pack in packs if pack.text.id in asked]
    told: list[Remark] = []
    aside: dict[Remark, list[str]] = {}
    for remark in remarks:
        see = _of(remark, ours, named) if remark.weight is Weight.NOTE else []
        if see:
            aside[remark] = see
        else:
            told.append(remark)
    return told, aside


def _of(remark: Remark, ours: Iterable[Pack], named: Iterable[Pack]) -> list[str]:
    """The policies of guard that ``remark`` is about, or that read the list that it is about."""
    file = Path(remark.place.file)
    if file.parent != shipped() / "lists":
        return [pack.text.id for pack in ours if pack.document.file == remark.place.file]
    reads = f"lists.{file.stem}."
    if any(reads in pack.document.text for pack in named):
        return []
    return [pack.text.id for pack in ours if reads in pack.document.text]


def _as_shipped(pack: Pack) -> bool:
    """Whether ``pack`` is guard's own file, or the same to the letter."""
    own = shipped() / f"{pack.text.id}.toml"
    return own.is_file() and own.read_text("utf-8") == pack.document.text

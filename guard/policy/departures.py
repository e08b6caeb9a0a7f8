"""Where the policies in use are not what their names and versions promise, for all to see."""

from collections.abc import Callable, Iterator
from pathlib import Path

from guard.border.file import read_text
from guard.errors import GuardError
from guard.policy.compile import PolicySet
from guard.policy.library import LIMIT_BYTES, parse_list, parse_pack, shipped


def departures(policies: PolicySet) -> Iterator[str]:
    """What was changed without saying so in a version: levels, and the packs and lists of guard.

    A body may change both, and a decision then follows from what it changed; whoever signs or
    audits must see it, because one line can turn a "no" into a "yes".
    """
    for rule in policies.rules:
        if rule.level is not rule.text.level:
            yield (
                f"{rule.text.id} counts as {rule.level} here; "
                f"its policy {rule.policy} says {rule.text.level}."
            )
    for pack in policies.packs:
        named, text = f"{pack.text.id} {pack.text.version}", pack.document.text
        if _reworded(text, shipped() / f"{pack.text.id}.toml", named, _pack):
            yield f"The policy {named} here is not the {named} that comes with guard."
    for name, listed in policies.lists.items():
        named, text = f"{name} of {listed.text.valid_from}", listed.document.text
        if _reworded(text, shipped() / "lists" / f"{name}.toml", named, _list):
            yield f"The dated list {named} here is not the one that comes with guard."


def _reworded(text: str, ours: Path, named: str, name: Callable[[str], str]) -> bool:
    """Whether guard's own file of that name and version has other text."""
    if not ours.is_file():
        return False
    try:
        own = read_text(ours, LIMIT_BYTES)
        # Nearly always they are the same; only if not is it worth reading which version ours is.
        return own != text and name(own) == named
    except GuardError:
        return False  # guard's own copy is damaged, which says nothing of this one


def _pack(text: str) -> str:
    pack = parse_pack(text, "").text
    return f"{pack.id} {pack.version}"


def _list(text: str) -> str:
    listed = parse_list(text, "").text
    return f"{listed.id} of {listed.valid_from}"

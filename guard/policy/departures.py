"""Where the policies in use are not what their names and versions promise, for all to see."""

from collections.abc import Iterator

from guard.errors import GuardError
from guard.file import read_text
from guard.policy.compile import PolicySet
from guard.policy.library import LIMIT_BYTES, Pack, parse_pack, shipped


def departures(policies: PolicySet) -> Iterator[str]:
    """What was changed without saying so in a version: levels, and packs that come with guard.

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
        if _reworded(pack):
            named = f"{pack.text.id} {pack.text.version}"
            yield f"The policy {named} here is not the {named} that comes with guard."


def _reworded(pack: Pack) -> bool:
    """Whether guard has a policy of this name and version with other text."""
    ours = shipped() / f"{pack.text.id}.toml"
    if not ours.is_file():
        return False
    try:
        text = read_text(ours, LIMIT_BYTES)
        # Nearly always they are the same; only if not is it worth reading which version ours is.
        return text != pack.document.text and (
            parse_pack(text, str(ours)).text.version == pack.text.version
        )
    except GuardError:
        return False  # guard's own copy is damaged, which says nothing of this one

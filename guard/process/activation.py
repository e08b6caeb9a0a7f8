"""Which policies are in use: once some were activated in the ledger, no others are applied."""

from collections.abc import Iterator, Mapping

from guard.errors import Fault
from guard.history.ledger import History
from guard.record.events import Event, PolicyActivated
from guard.record.parts import Policy


def active_policies(history: History) -> Mapping[str, Policy]:
    """The policies that were activated last, by name; none if none ever was."""
    for deed in reversed(history.deeds(f"event/{Event.POLICY_ACTIVATED.value}")):
        act = deed.statement.predicate
        if isinstance(act, PolicyActivated) and deed.counts:
            return {each.name: each for each in act.policies}
    return {}


def not_active(used: Mapping[str, str], history: History) -> Iterator[Fault]:
    """The policies that are ``used`` and should not be, or the other way.

    ``used`` has the SHA-256 (hex) of each policy's file by its name.
    """
    active = active_policies(history)
    for name in sorted({*active} | {*used}) if active else ():
        if name not in used:
            how = "is active, but was not applied"
        elif name not in active:
            how = "was never activated"
        elif active[name].digest.sha256 != used[name]:
            how = "is not what was activated"
        else:
            continue
        yield Fault(f"policy {name} {how}", "activate the policies in use: guard activate")

"""What would be sealed in vain, or for the worse: asked only before it is sealed.

A record of this kind that a ledger holds is no damage: it repeats what holds already.
"""

from collections.abc import Iterator

from guard.errors import Fault
from guard.history.ledger import History
from guard.history.standing import Standing
from guard.record.events import AuthorityRevoked, ConditionMet, Emergency
from guard.record.sealed import Sealed

_ALLOWED = frozenset({Standing.APPROVED, Standing.CONDITIONS_OVERDUE})


def in_vain(sealed: Sealed, history: History) -> Iterator[Fault]:
    """Why an event that keeps to the process need not, or should not, be sealed."""
    act = sealed.statement.predicate
    match act:
        case ConditionMet():
            yield from _met(act, history)
        case AuthorityRevoked():
            yield from _taken_back(act, history)
        case Emergency():
            yield from _approved(sealed, act, history)
        case _:
            pass


def _met(act: ConditionMet, history: History) -> Iterator[Fault]:
    for deed in history.deeds(f"event/{act.event.value}"):
        other = deed.statement.predicate
        if not isinstance(other, ConditionMet) or not deed.counts:
            continue
        if (other.target, other.condition) == (act.target, act.condition):
            what = f"condition {act.condition} of record {act.target.index} is met already"
            yield Fault(f"{what} (record {deed.index})", "nothing more is needed")
            return


def _taken_back(act: AuthorityRevoked, history: History) -> Iterator[Fault]:
    for deed in history.deeds(f"event/{act.event.value}"):
        other = deed.statement.predicate
        if deed.counts and isinstance(other, AuthorityRevoked) and other.target == act.target:
            what = f"the role lent in record {act.target.index} is taken back already"
            yield Fault(f"{what} (record {deed.index})", "nothing more is needed")
            return


def _approved(sealed: Sealed, act: Emergency, history: History) -> Iterator[Fault]:
    """What is approved needs no emergency use, which would take the place of the approval."""
    case = history.case(sealed.statement.request_id, act.decided_at.date())
    if case and case.standing in _ALLOWED:
        by = ", ".join(str(each.index) for each in case.approvals if each.agrees)
        what = f"{case.request_id} is approved already (record {by}), and may be used"
        yield Fault(what, "use it as it is approved; for something else, file another request")

"""What the ledger says of a request that who decides about it should know, in sentences."""

import datetime as dt
from collections.abc import Iterator

from guard.history.past import Hold, PastApproval
from guard.history.standing import Case
from guard.record.events import Counsel
from guard.role import called, in_words

_ADVISES = {
    Counsel.PROCEED: "advises to proceed",
    Counsel.PROCEED_WITH_MEASURES: "advises to proceed only with measures",
    Counsel.DO_NOT_PROCEED: "advises not to proceed",
}


def remarks(case: Case, on: dt.date) -> Iterator[str]:
    """Advice nobody answered yet, conditions, emergency use, approvals that ended."""
    yield from _advice(case)
    for approval in case.approvals:
        if ended := _ended(approval, on):
            who = in_words(approval.role)
            yield f"The approval by the {who} {ended} (record {approval.index})."
        elif approval.agrees:
            yield from _conditions(approval, on)
    if case.use:
        until = f"must be reviewed by {case.use.review_by}"
        late = f", which is over: it {until}"
        how = late if case.use.review_by < on else f", and {until}"
        yield f"It is in emergency use{how} (record {case.use.index})."


def _advice(case: Case) -> Iterator[str]:
    for each in case.advice:
        if each.heeded:
            continue
        who = f"The {in_words(each.role)} {_ADVISES[each.counsel]}"
        said = f"{who} (record {each.index}): {each.reason}"
        answer = f"--heed {each.index}, or --overrule with a reason"
        against = each.counsel is not Counsel.PROCEED
        yield f"{said.rstrip('.')}. {f'Who approves says: {answer}.' if against else ''}".rstrip()


def _ended(approval: PastApproval, on: dt.date) -> str:
    if not approval.agrees:
        return ""
    match approval.state(on):
        case Hold.EXPIRED:
            return f"expired on {approval.until}"
        case Hold.REVOKED | Hold.SUPERSEDED as how:
            return f"was {how.value} on {approval.ended[0]}" if approval.ended else ""
        case _:
            return ""


def _conditions(approval: PastApproval, on: dt.date) -> Iterator[str]:
    for each in approval.conditions:
        if each.open(on):
            late = "is overdue" if each.overdue(on) else "is open"
            due = f"{called(each.owner)}, due {each.due}"
            what = f"Condition {each.id} of record {approval.index} {late}: {each.text}"
            yield f"{what.rstrip('.')} ({due})."

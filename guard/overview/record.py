"""One record in plain words: who did what, and all that it says and all that was said of it."""

import datetime as dt
from collections.abc import Iterator

from guard.approval.sealing import LISTS
from guard.border.text import plain
from guard.history import uncounted
from guard.history.deed import Deed
from guard.overview.records import Shelf
from guard.record.events import (
    Act,
    Advised,
    Approval,
    AuthorityGranted,
    ConditionMet,
    Emergency,
    KeyRotated,
    Measured,
    OfRequest,
    PolicyActivated,
    Superseded,
    Waived,
)
from guard.record.parts import Evidence, Policy, Reference
from guard.role import called, in_words

LONGEST = 4000
"""Characters of a text that is shown whole: no text of a record is longer."""

Said = Iterator[tuple[str, str]]
"""What is told (a word or two), and its value."""


def told(shelf: Shelf, index: int) -> list[tuple[str, str]]:
    """All of record ``index``, a line each; every text is harmless.

    Raises:
        GuardError: there is no such record, or it is not what was signed.
    """
    deed = shelf.found(index)
    lines = [*_who(deed), *_state(shelf, deed), *_what(shelf, deed), *_links(deed)]
    lines += _corrections(shelf, deed)
    return [(label, plain(value, LONGEST)) for label, value in lines if value]


def as_data(shelf: Shelf, index: int) -> dict[str, object]:
    """The same for programs: the statement as it was signed, and what can be said of it.

    Raises:
        GuardError: there is no such record, or it is not what was signed.
    """
    deed = shelf.found(index)
    return {
        "record": index,
        "leaf": deed.sealed.leaf.hex(),
        "counts": deed.counts,
        "state": shelf.state(deed),
        "conditions": [
            {"id": number, "state": state} for number, state in _condition_states(shelf, deed)
        ],
        "corrections": [each.index for each in shelf.corrections(deed)],
        "statement": deed.statement.model_dump(mode="json", by_alias=True),
    }


def _who(deed: Deed) -> Said:
    act = deed.statement.predicate
    subject = deed.statement.subject[0]
    kind, _, name = subject.name.partition("/")
    yield "record", f"{deed.index}: {act.event.value}"
    if isinstance(act, OfRequest):
        entry = act.application.register_id
        yield "about", act.application.name + (f" ({entry} in the register)" if entry else "")
    yield kind, f"{name}, sha256 {subject.digest.sha256}"
    yield "signed by", f"{act.principal}, as {in_words(act.role)}"
    yield "key", act.key_fingerprint
    yield "when", f"{act.decided_at:%Y-%m-%d %H:%M:%S} UTC, as the signer's clock said"
    yield "reason", act.reason


def _state(shelf: Shelf, deed: Deed) -> Said:
    if deed.counts:
        yield "counts", "yes: the signer held the role then"
        yield "state", shelf.state(deed)
    else:
        idle = uncounted.of(deed, shelf.history.authorities)
        yield "counts", f"no: {idle.why}"
        yield "next", idle.next


def _what(shelf: Shelf, deed: Deed) -> Said:
    act = deed.statement.predicate
    match act:
        case Advised():
            yield "advises to", act.counsel.value.replace("-", " ")
        case Waived():
            yield "sets aside", f"{act.rule}, until {act.expires}"
            yield "instead", act.measure
        case Emergency():
            yield "review by", str(act.review_by)
        case ConditionMet():
            yield "condition", f"{act.condition} is met"
        case AuthorityGranted():
            yield "lends", f"the role to {act.grantee}, {act.valid_from} to {act.valid_until}"
            yield "their key", act.key
        case KeyRotated():
            yield "log key", act.log_key
        case _:
            pass
    if isinstance(act, Approval) and act.valid_until:
        yield "until", str(act.valid_until)
    if isinstance(act, Measured):
        yield from _decision(act)
    yield from _conditions(shelf, deed)
    yield from (("evidence", _evidence(each)) for each in deed.statement.evidence)
    if isinstance(act, Measured | PolicyActivated):
        yield from (("policy", _policy(each)) for each in act.policies)


def _decision(act: Measured) -> Said:
    unsigned = ", ".join(map(in_words, act.decision.outstanding))
    before = "" if not isinstance(act, Approval) else " before this signature"
    waiting = f"; still to sign then: {unsigned}" if unsigned else ""
    yield "decision", f"{act.decision.verdict}{before}{waiting}"
    yield "documents", f"findings {act.decision.findings.sha256}"
    yield "", f"assessment {act.assessment.digest.sha256}"


def _conditions(shelf: Shelf, deed: Deed) -> Said:
    act = deed.statement.predicate
    states = dict(_condition_states(shelf, deed))
    for each in act.conditions if isinstance(act, Approval) else ():
        yield (
            "condition",
            f"{each.id}: {each.text} ({called(each.owner)}, by {each.due}): {states[each.id]}",
        )


def _condition_states(shelf: Shelf, deed: Deed) -> Said:
    """Where each condition of an approval stands, by its id."""
    act = deed.statement.predicate
    if not isinstance(act, Approval):
        return
    met: dict[str, tuple[int, dt.date]] = {}
    for each in shelf.history.deeds(f"request/{deed.statement.request_id}"):
        closing = each.statement.predicate
        if isinstance(closing, ConditionMet) and each.counts and closing.target == deed.reference:
            met.setdefault(closing.condition, (each.index, closing.decided_at.date()))
    for one in act.conditions:
        if one.id in met:
            yield one.id, f"met on {met[one.id][1]} (record {met[one.id][0]})"
        else:
            yield one.id, "overdue" if one.due < shelf.on else "open"


def _links(deed: Deed) -> Said:
    act: Act = deed.statement.predicate
    if isinstance(act, Approval):
        for each in act.advice:
            how = "taken" if each.accepted else "overruled"
            why = f": {each.reason}" if each.reason else ""
            yield "advice", f"record {each.record.index} {how}{why}"
        if act.renews:
            yield "renews", _record(act.renews)
    if target := getattr(act, "target", None):
        yield "of", _record(target)
    if isinstance(act, Superseded):
        yield "gives way to", _record(act.by)
    for target in getattr(act, "targets", ()):
        yield "erases", _record(target)
    if act.on_behalf_of:
        yield "lent by", _record(act.on_behalf_of)
    if act.previous:
        yield "follows", _record(act.previous)
    yield "leaf", deed.sealed.leaf.hex()


def _record(link: Reference) -> str:
    return f"record {link.index}"


def _evidence(each: Evidence) -> str:
    note = each.annotations
    size = f", {note.size:,} bytes" if note.size is not None else ""
    until = f", until {note.expires}" if note.expires else ""
    return f"{each.name} ({note.kind}{until}{size}), sha256 {each.digest.sha256}"


def _policy(each: Policy) -> str:
    name = each.name.removeprefix(LISTS)
    kind = "list " if each.name.startswith(LISTS) else ""
    return f"{kind}{name} {each.annotations.version}, sha256 {each.digest.sha256}"


def _corrections(shelf: Shelf, deed: Deed) -> Said:
    for each in shelf.corrections(deed):
        act = each.statement.predicate
        said = f"record {each.index}, {act.decided_at:%Y-%m-%d}, {act.principal}: {act.reason}"
        yield "corrected by", said

"""The requests of a ledger as cases: the facts that their last assessment sealed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from guard.assessment import Bench
from guard.condition.types import Struct
from guard.gather import Known, known_from_json, text_at
from guard.history.deed import Deed
from guard.history.ledger import History, Records
from guard.policy.compile import PolicySet
from guard.policy.environment import environment
from guard.record import canonical
from guard.record.commitment import hidden, read, reveal
from guard.record.events import Measured
from guard.workbench.impact.comparing import Case

ERASED = "its private values were erased or never disclosed"
UNMEASURED = "nothing was assessed in it"


def sealed_cases(
    bench: Bench, old: PolicySet, new: PolicySet, unread: Counter[str]
) -> Iterator[Case]:
    """Each request of the ledger by its last assessment, with the approvals as they stand.

    Facts are those that were sealed; what the ledger knows of approvals and waivers is of the
    date of ``bench``. A body's own fact has the type that ``old`` gives it, or else ``new``.

    Args:
        bench: the ledger's history, and the date.
        old: one version, whose own facts may be there.
        new: the other.
        unread: counts, by reason, the requests that cannot be judged.
    """
    history = bench.history
    if history.records is None:
        return
    own = _own(old, new)
    for name in history.records.names("request/"):
        last = _last_measured(history, name)
        if last is None:
            unread[UNMEASURED] += 1
        elif known := _known(*last, history.records, own):
            yield _case(name.removeprefix("request/"), last[0], known, bench)
        else:
            unread[ERASED] += 1


def _own(old: PolicySet, new: PolicySet) -> Struct:
    """The types of the bodies' own facts of both versions."""
    fields: dict[str, Any] = {}
    for policies in (new, old):
        local = environment({}, {}, policies.own_facts)["local"]
        fields |= local.fields if isinstance(local, Struct) else {}
    return Struct("local", fields)


def _last_measured(history: History, name: str) -> tuple[Deed, Measured] | None:
    for deed in reversed(history.deeds(name)):
        act = deed.statement.predicate
        if deed.counts and isinstance(act, Measured):
            return deed, act
    return None


def _known(deed: Deed, act: Measured, records: Records, own: Struct) -> Known | None:
    """What was known; None where it is not all disclosed."""
    assessment = records.document(act.assessment.digest.sha256)
    disclosed = records.disclosure(str(deed.statement.event_id))
    if assessment is None:
        return None
    sealed = reveal(canonical.read(assessment), read(disclosed)[0] if disclosed else {})
    if hidden(sealed["known"]):
        return None
    facts: Mapping[str, Any] = sealed["known"]["facts"]
    local = {k: v for k, v in facts.get("local", {}).items() if k in own.fields}
    whole = {**facts, "local": local} if "local" in facts else facts
    return known_from_json({**sealed["known"], "facts": whole}, own)


def _case(request_id: str, deed: Deed, known: Known, bench: Bench) -> Case:
    facts, on = known.values, bench.on
    name = text_at(facts, "application", "name")
    digest = deed.statement.subject[0].digest.sha256
    past = bench.history.about(request_id, name)
    approvals = [each.fact(digest, on) for each in past if each.on <= on]
    return Case(
        request_id,
        name,
        text_at(facts, "supplier", "legal_name"),
        text_at(facts, "requester", "department"),
        replace(known, values={**facts, "approvals": approvals}),
        bench.waivers,
        bench.history.waivers(request_id, name),
    )

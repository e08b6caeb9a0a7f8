"""The whole of ``guard check``: read, gather, apply, decide, report."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import rfc8785

from guard.border.document import Document
from guard.duties import latest_end
from guard.facts import to_json
from guard.gather import Known, gather, text_at
from guard.history.ledger import History
from guard.history.past import refused_otherwise
from guard.judgement import Judged, judge
from guard.policy.compile import PolicySet, Rule
from guard.policy.departures import departures
from guard.policy.model import Level
from guard.policy.own_facts import with_own_facts
from guard.questions import questions
from guard.record.commitment import Openings, conceal
from guard.report import Report, make_report, policies_used
from guard.request.private import PRIVATE
from guard.request.reading import GivenFacts, read_request
from guard.settings import Settings
from guard.waiver import Waiver

if TYPE_CHECKING:
    from guard.history.standing import PastWaiver
    from guard.register.entries import Register


@dataclass(frozen=True, slots=True)
class Bench:
    """All that assessing needs besides the request, made ready once for many requests."""

    settings: Settings
    policies: PolicySet
    register: "Register | None"
    history: History
    on: dt.date
    notes: tuple[str, ...] = ()
    """What every answer says of the policies (:func:`guard.policy.departures.departures`)."""
    waivers: tuple[Waiver, ...] = ()
    as_activated: bool = True
    """Whether the policies are those that were activated in the ledger, if any were."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One request assessed: its facts, what was computed, and the answer in words."""

    given: GivenFacts
    judged: Judged
    report: Report


def prepare(
    settings: Settings,
    on: dt.date,
    policies: Sequence[str] | None = None,
    register: Path | None = None,
) -> Bench:
    """Read once all that assessing needs: policies, the register, the ledger, waivers.

    Args:
        settings: what the body has chosen.
        on: the date to decide at.
        policies: names to apply instead of those chosen.
        register: the file to use instead of the one chosen.

    Raises:
        GuardError: any of these cannot be read or has faults.
    """
    file = register or settings.register
    compiled = settings.compile(policies)
    known = _register(file) if file else None
    history = open_history(settings)
    unlike = unlike_activated(compiled, settings, history)
    return Bench(
        settings,
        compiled,
        known,
        history,
        on,
        (*([f"{unlike[0].upper()}{unlike[1:]}."] if unlike else ()), *departures(compiled)),
        _waivers(settings.waivers, known) if settings.waivers else (),
        not unlike,
    )


def unlike_activated(policies: PolicySet, settings: Settings, history: History) -> str:
    """How ``policies`` are others than those activated in the ledger, which then takes no record.

    Empty where they are not, or where none ever were. The policies are named first, then the
    dated lists, which only follow from them.
    """
    if settings.text.ledger is None:
        return ""
    from guard.process.activation import not_active

    used = {each.id: each.sha256 for each in policies_used(policies)}
    said = [fault.what.removeprefix("policy ") for fault in not_active(used, history)]
    told = sorted(said, key=lambda one: one.startswith("lists/"))
    what = "; ".join(one.replace("lists/", "the dated list ", 1) for one in told)
    return f"other policies apply here than were activated in the ledger: {what}" if told else ""


def _register(file: Path) -> "Register":
    from guard.register.file import read_register

    return read_register(file)


def _waivers(file: Path, register: "Register | None") -> tuple[Waiver, ...]:
    from guard.waiver_file import read_waivers

    return read_waivers(file, register)


def open_history(settings: Settings) -> History:
    """The ledger's history; empty where no ledger is set up."""
    if settings.text.ledger is None:
        return History()
    from guard.process.faults import faults
    from guard.record.store import open_store

    files = settings.ledger()
    return History(open_store(files.ledger, read_only=True), files.authorities(), law=faults)


def assess(document: Document, bench: Bench) -> Assessment:
    """Assess the request in ``document``.

    Raises:
        GuardError: the request has faults; all of them at once.
    """
    given = with_own_facts(read_request(document), bench.policies.own_facts)
    request_id = text_at(given.values, "request", "id")
    digest = request_digest(given, bench.history.secret(request_id))
    name = text_at(given.values, "application", "name")
    past = [each for each in bench.history.about(request_id, name) if each.on <= bench.on]
    approvals = [each.fact(digest, bench.on) for each in past]
    known = gather(given, bench.settings, bench.register, approvals)
    refused = refused_otherwise(past, request_id, digest)
    remarks = bench.history.remarks(request_id, name, bench.on)
    ended = _nothing_left(known, bench.on)
    known = replace(known, notes=(*known.notes, *refused, *remarks, *ended, *bench.notes))
    sealed = bench.history.waivers(request_id, name)
    waivers = [*bench.waivers, *sealed_waivers(sealed, bench.policies, bench.on)]
    judged = judge(
        known,
        bench.policies,
        bench.settings.bands,
        bench.on,
        waivers=waivers,
        as_activated=bench.as_activated,
    )
    report = make_report(judged, document.file, digest, questions(bench.policies))
    return Assessment(given, judged, report)


def _nothing_left(known: Known, on: dt.date) -> Iterator[str]:
    """Where no approval could run to ``on`` a day, so that nobody can give one."""
    latest, because = latest_end(known.values, on)
    if latest < on:
        what = f"There is nothing left to approve: {because} on {latest}."
        yield f"{what} Put the new dates into the request."


def sealed_waivers(
    past: Iterable["PastWaiver"], policies: PolicySet, on: dt.date
) -> Iterator[Waiver]:
    """The waivers that the ledger holds and that count ``on`` a day.

    Only the roles that a rule names may set it aside.
    """
    may = {rule.text.id: may_waive(rule) for rule in policies.rules}
    for each in past:
        if each.given(on) and each.role in may.get(each.rule, ()):
            yield Waiver(
                each.rule,
                each.application,
                each.register_id,
                each.reason,
                each.principal,
                each.measure,
                each.expires,
                each.index,
                f"record {each.index}",
            )


def may_waive(rule: Rule) -> tuple[str, ...]:
    """The roles of which each alone may set ``rule`` aside.

    Where several must sign, none of them speaks for the others: they sign.
    """
    several = rule.level is Level.SIGN_OFF and len(rule.text.sign_off) > 1
    return () if several else tuple(rule.text.sign_off)


def request_bytes(given: GivenFacts, secret: bytes = b"") -> tuple[bytes, Openings]:
    """The request as canonical JSON (RFC 8785), whose SHA-256 names it, and what it hides.

    Names and prices stand behind commitments, and so does who said what: with the same
    ``secret`` they are the same.
    """
    said = {
        path: {"by": p.by, "on": to_json(p.on), "source": p.source}
        for path, p in given.provenance.items()
    }
    whole = {"facts": to_json(given.values), "provenance": said}
    paths = (*(f"facts.{path}" for path in PRIVATE), *(["provenance"] if said else []))
    shown, openings = conceal(whole, paths, secret)
    return rfc8785.dumps(shown), openings


def request_digest(given: GivenFacts, secret: bytes = b"") -> str:
    """SHA-256 (hex) of :func:`request_bytes`."""
    return hashlib.sha256(request_bytes(given, secret)[0]).hexdigest()

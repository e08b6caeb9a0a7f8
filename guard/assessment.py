"""The whole of ``guard check``: read, gather, apply, decide, report."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import rfc8785

from guard.border.document import Document
from guard.border.file import read_text
from guard.facts import to_json
from guard.gather import gather, text_at
from guard.history import History, refused_otherwise
from guard.judgement import Judged, judge
from guard.policy.compile import PolicySet
from guard.policy.departures import departures
from guard.policy.own_facts import with_own_facts
from guard.questions import questions
from guard.report import Report, make_report
from guard.request.reading import GivenFacts, read_request
from guard.settings import Settings
from guard.waiver import Waiver

if TYPE_CHECKING:
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
    return Bench(
        settings,
        compiled,
        known,
        open_history(settings),
        on,
        tuple(departures(compiled)),
        _waivers(settings.waivers, known) if settings.waivers else (),
    )


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
    from guard.ledgers.sqlite import Ledger
    from guard.record.authority import load

    files = settings.ledger()
    authorities = load(read_text(files.allowed_signers), str(files.allowed_signers))
    return History(Ledger.open(files.ledger, read_only=True), authorities)


def assess(document: Document, bench: Bench) -> Assessment:
    """Assess the request in ``document``.

    Raises:
        GuardError: the request has faults; all of them at once.
    """
    given = with_own_facts(read_request(document), bench.policies.own_facts)
    digest = request_digest(given)
    request_id = text_at(given.values, "request", "id")
    name = text_at(given.values, "application", "name")
    past = [each for each in bench.history.about(request_id, name) if each.on <= bench.on]
    approvals = [each.fact(digest, bench.on) for each in past]
    known = gather(given, bench.settings, bench.register, approvals)
    refused = refused_otherwise(past, request_id, digest)
    known = replace(known, notes=(*known.notes, *refused, *bench.notes))
    judged = judge(known, bench.policies, bench.settings.bands, bench.on, waivers=bench.waivers)
    report = make_report(judged, document.file, digest, questions(bench.policies))
    return Assessment(given, judged, report)


def request_bytes(given: GivenFacts) -> bytes:
    """The request as canonical JSON (RFC 8785): the bytes whose SHA-256 names it."""
    said = {
        path: {"by": p.by, "on": to_json(p.on), "source": p.source}
        for path, p in given.provenance.items()
    }
    return rfc8785.dumps({"facts": to_json(given.values), "provenance": said})


def request_digest(given: GivenFacts) -> str:
    """SHA-256 (hex) of :func:`request_bytes`."""
    return hashlib.sha256(request_bytes(given)).hexdigest()

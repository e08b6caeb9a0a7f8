"""Events that decide nothing anew: a request filed, advice, waivers, conditions met, ends."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from guard.approval.ceremony import reference
from guard.approval.evidence import evidence_of
from guard.approval.ledger_events import activation, erasure
from guard.approval.lending import against, key_in, subject_of
from guard.approval.signing import Draft, Person, conclude, desk, draft
from guard.assessment import Assessment, assess, may_waive, prepare, request_bytes
from guard.border.document import read
from guard.duties import asked_for_it
from guard.errors import Fault, GuardError
from guard.finding import Outcome
from guard.gather import text_at
from guard.history.deed import Deed
from guard.record.commitment import write
from guard.record.events import (
    Advised,
    AuthorityGranted,
    AuthorityRevoked,
    ConditionMet,
    Corrected,
    Counsel,
    Emergency,
    OfRequest,
    Predicate,
    Requested,
    Revoked,
    Superseded,
    Waived,
)
from guard.record.parts import Application
from guard.record.statement import Statement, about
from guard.role import in_words
from guard.settings import Settings

Make = Callable[[dict[str, Any]], Predicate]
"""Makes an event of what all events have, and of what is special to it."""


class Notary:
    """Seals events of one person, in one role, for one reason, at one moment."""

    def __init__(
        self, settings: Settings, person: Person, at: dt.datetime, role: str, reason: str
    ) -> None:
        """Find who signs.

        Raises:
            GuardError: there is no ledger, or this key may not sign in the role.
        """
        self._settings = settings
        self._person = person
        self._desk = desk(settings, role, reason, at, person)

    def submit(self, request: str) -> int:
        """File a request, signed by who asks for it; the record's number."""

        def wrong(assessed: Assessment) -> Iterator[Fault]:
            given = assessed.given.values
            if not asked_for_it(given, self._desk.principal, self._desk.found.comment):
                asks = text_at(given, "requester", "email") or "nobody"
                what = f"{asks} asks for this in the request, but {self._desk.principal} signs"
                yield Fault(what, "let who asks sign, or correct [requester] in the request")

        return self._of_request(request, lambda had: Requested(**had), wrong)

    def advise(self, request: str, counsel: Counsel) -> int:
        """Advise on a request; the record's number."""
        return self._of_request(request, lambda had: Advised(counsel=counsel, **had))

    def waive(self, request: str, rule: str, measure: str, until: dt.date) -> int:
        """Set a rule aside for a request's application until a day; the record's number."""

        def wrong(assessed: Assessment) -> Iterator[Fault]:
            yield from self._asks_too(assessed)
            rules = {each.text.id: each for each in assessed.judged.policies.rules}
            if rule not in rules:
                what = f"no rule in use is called {rule}"
                yield Fault(what, "give the id of a rule that guard check shows")
            elif self._desk.role not in (may := may_waive(rules[rule])):
                named = ", ".join(may) or "nobody alone may: let those sign whom the rule names"
                who = in_words(self._desk.role)
                yield Fault(f"the {who} may not set {rule} aside", f"ask: {named}")

        def make(had: dict[str, Any]) -> Waived:
            return Waived(rule=rule, measure=measure, expires=until, **had)

        return self._of_request(request, make, wrong, lambda assessed: _needless(assessed, rule))

    def emergency(self, request: str, review_by: dt.date) -> int:
        """Let an application be used before it is approved; the record's number."""
        return self._of_request(request, lambda had: Emergency(review_by=review_by, **had))

    def condition_met(self, index: int, condition: str, files: Sequence[Path]) -> int:
        """Close a condition of the approval at ``index``, as ``files`` show."""
        evidence = evidence_of(files, "closes-condition")
        return self._of_record(
            index, lambda had: ConditionMet(condition=condition, evidence=evidence, **had)
        )

    def revoke(self, index: int) -> int:
        """End what record ``index`` allows, or take back the role it lends; the record's number."""
        found = self._found(index)
        if isinstance(found.statement.predicate, AuthorityGranted):

            def make() -> Statement:
                act = AuthorityRevoked(target=found.reference, **self._desk.common())
                return Statement(subject=found.statement.subject, predicate=act)

            return self._seal(draft(self._desk, make, {}))
        return self._of_record(index, lambda had: Revoked(**had))

    def lend(self, to: str, key_file: Path, days: tuple[dt.date, dt.date]) -> int:
        """Let ``to``, who has the key in ``key_file`` (.pub), sign in this role on these days."""
        key = key_in(key_file)
        also = [*against(self._desk, to, key, days[0])]

        def make() -> Statement:
            common = self._desk.common()
            act = AuthorityGranted(
                grantee=to, key=key.line, valid_from=days[0], valid_until=days[1], **common
            )
            return Statement(subject=subject_of(to, key), predicate=act)

        return self._seal(draft(self._desk, make, {}, also))

    def activate(self, *, older: bool = False) -> int:
        """Let requests be measured by the policies now chosen, and by no others."""
        return self._seal(activation(self._desk, self._settings.compile(), older=older))

    def erase(self, indices: Sequence[int]) -> int:
        """Keep these records no longer; their leaves in the tree stay, and every proof."""
        return self._seal(erasure(self._desk, indices))

    def supersede(self, index: int, by: int) -> int:
        """Let the approval at ``index`` give way to the one at ``by``; the record's number."""
        other = reference(self._desk, by)
        return self._of_record(index, lambda had: Superseded(by=other, **had))

    def correct(self, index: int) -> int:
        """Put right in words what record ``index`` says wrongly; the record's number."""
        return self._of_record(index, lambda had: Corrected(**had))

    def _of_request(
        self,
        request: str,
        make: Make,
        wrong: Callable[[Assessment], Iterable[Fault]] | None = None,
        remarks: Callable[[Assessment], Iterable[str]] = lambda _: (),
    ) -> int:
        """Seal an event about the request in a file, which is kept with it."""
        bench = prepare(self._settings, self._desk.at.date())
        assessed = assess(read(request), bench)
        given = assessed.given.values
        request_id = text_at(given, "request", "id")
        known = assessed.judged.known
        also = list(wrong(assessed) if wrong else self._asks_too(assessed))
        if not request_id:
            also.append(Fault("the request has no id", 'add id = "…" under [request]'))
        secret = self._desk.secret(request_id)
        content, openings = request_bytes(assessed.given, secret)
        sha256 = hashlib.sha256(content).hexdigest()

        def made() -> Statement:
            application = Application(
                name=text_at(known.values, "application", "name"), register_id=known.entry or None
            )
            act = make(self._desk.common(request_id) | {"application": application})
            return Statement(subject=about(request_id or "?", sha256), predicate=act)

        private = write(openings, secret)
        drafted = draft(self._desk, made, {sha256: content}, also, private=private)
        return self._seal(drafted, remarks(assessed))

    def _asks_too(self, assessed: Assessment) -> Iterator[Fault]:
        if asked_for_it(assessed.given.values, self._desk.principal, self._desk.found.comment):
            what = f"{self._desk.principal} asks for this purchase and cannot sign it as well"
            yield Fault(what, "let another person who holds the role sign")

    def _of_record(self, index: int, make: Make) -> int:
        """Seal an event about an earlier record, of the same request."""
        found = self._found(index)
        act = found.statement.predicate
        if not isinstance(act, OfRequest):
            what = f"record {index} is about no request"
            raise GuardError(Fault(what, "name a record of a request: guard record show"))

        def made() -> Statement:
            had = self._desk.common(found.statement.request_id)
            own = make(had | {"application": act.application, "target": found.reference})
            return Statement(subject=found.statement.subject, predicate=own)

        return self._seal(draft(self._desk, made, {}))

    def _found(self, index: int) -> Deed:
        found = self._desk.history.at(index)
        if found is None:
            raise GuardError(Fault(f"there is no record {index}", "see guard record show"))
        return found

    def _seal(self, drafted: Draft, more: Iterable[str] = ()) -> int:
        files = self._settings.ledger()
        return conclude(drafted, self._desk, self._person, files, more).index


def _needless(assessed: Assessment, rule: str) -> Iterator[str]:
    """That a rule which is to be set aside asks nothing of the request as it is."""
    said = {
        Outcome.PASS: "is met already",
        Outcome.NOT_APPLICABLE: "does not apply to this request",
    }
    for finding in assessed.judged.findings:
        if finding.rule.text.id == rule and finding.outcome in said:
            how = said[finding.outcome]
            yield f"  note       {rule} {how}: to set it aside changes nothing as things are"

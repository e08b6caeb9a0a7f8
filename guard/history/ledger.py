"""The ledger as memory: what was sealed of a request or application, found without reading all."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from guard.name import key

if (
    TYPE_CHECKING
):  # reading records takes cryptography: a check without a ledger does not wait for it
    from guard.errors import Fault
    from guard.history.deed import Deed
    from guard.history.past import PastApproval
    from guard.history.standing import Case, PastWaiver
    from guard.history.uncounted import Uncounted
    from guard.record.authority import Authorities
    from guard.record.rows import Entry
    from guard.record.sealed import Sealed


Law = Callable[["Sealed", "History"], Iterable["Fault"]]
"""What is wrong with an event, given the ledger as it was before it."""


class Records(Protocol):
    """What is read of a ledger."""

    def size(self) -> int:
        """How many records there are."""

    def entry(self, index: int) -> "Entry | None":
        """The record at ``index``."""

    def named(self, name: str) -> Iterator["Entry"]:
        """The records found by ``name`` (``request/ID``, ``application/KEY``, …), oldest first."""

    def names(self, prefix: str) -> Iterator[str]:
        """All names that begin with ``prefix``."""

    def document(self, sha256: str) -> bytes | None:
        """The document with that SHA-256 (hex)."""

    def disclosure(self, name: str) -> bytes | None:
        """The private values of the event with this id, unless they were erased."""


class History:
    """What a ledger holds, read only as far as a request needs it; empty without one.

    Where a ``law`` is given (:func:`guard.process.faults.faults`), no record that breaks it counts.

    Every method raises :class:`guard.errors.GuardError` where a record is not what was signed.
    """

    def __init__(
        self,
        records: Records | None = None,
        authorities: "Authorities | None" = None,
        before: int | None = None,
        *,
        law: Law | None = None,
    ) -> None:
        """Read nothing yet."""
        self.records = records
        self.authorities = authorities
        self._before = before
        self._law = law
        self._deeds: dict[int, Deed] = {}
        self._erasures: dict[int, frozenset[int]] = {}
        self._named: dict[str, tuple[int, ...]] = {}

    def before(self, index: int) -> "History":
        """The same ledger as it was before record ``index``; what was read is not read again."""
        earlier = History(self.records, self.authorities, index, law=self._law)
        earlier._deeds, earlier._erasures = self._deeds, self._erasures
        earlier._named = self._named
        return earlier

    def about(self, request_id: str, application: str) -> tuple["PastApproval", ...]:
        """The approvals of this request, or of the application by that name, that count."""
        found = self.deeds(*_names(request_id, application))
        if not found:
            return ()
        if not application:
            found = self._life(request_id)
        from guard.history.standing import approvals

        return approvals(found)

    def waivers(self, request_id: str = "", application: str = "") -> tuple["PastWaiver", ...]:
        """The waivers given for this request, or for the application by that name; or all."""
        names = _names(request_id, application) or ("event/waived", "event/revoked")
        found = self.deeds(*names)
        if not found:
            return ()
        from guard.history.standing import waivers

        return waivers(found)

    def case(self, request_id: str, on: dt.date) -> "Case | None":
        """Where a request stands ``on`` a day; None where nothing that counts was sealed of it."""
        found = self._life(request_id)
        if not found:
            return None
        from guard.history.standing import case

        return case(found, on, request_id)

    def _life(self, request_id: str) -> tuple["Deed", ...]:
        """The records of a request, and those of other requests that renew its approvals."""
        own = self.deeds(f"request/{request_id}")
        if not own:
            return ()
        from guard.record.events import Approval, OfRequest

        acts = (deed.statement.predicate for deed in own)
        called = {act.application.name for act in acts if isinstance(act, OfRequest)}
        mine = {deed.index for deed in own}
        renewing = (
            deed
            for name in called
            for deed in self.deeds(*_names("", name))
            if isinstance(act := deed.statement.predicate, Approval)
            and act.renews
            and act.renews.index in mine
        )
        found = {deed.index: deed for deed in (*own, *renewing)}
        return tuple(found[index] for index in sorted(found))

    def remarks(self, request_id: str, application: str, on: dt.date) -> tuple[str, ...]:
        """What who decides about a request should know of it, in sentences."""
        case = self.case(request_id, on) if request_id else None
        names = _names(request_id, application)
        told = [each.told for each in self.uncounted(on, *names)] if names else []
        if case is None:
            return tuple(told)
        from guard.history.remarks import remarks

        return (*told, *remarks(case, on))

    def uncounted(self, on: dt.date, *names: str) -> tuple["Uncounted", ...]:
        """The records found by ``names``, or by none all, that count for nothing ``on`` a day."""
        found = self.deeds(*names) if names else tuple(self._all())
        if all(each.counts for each in found):
            return ()
        from guard.history.uncounted import uncounted

        return tuple(uncounted(found, self.authorities, on))

    def _all(self) -> Iterator["Deed"]:
        every = (self._deeds.get(index) or self.at(index) for index in range(self.count()))
        return (each for each in every if each)

    def cases(self, on: dt.date) -> Iterator["Case"]:
        """Where every request stands ``on`` a day, by request."""
        for name in sorted(self.records.names("request/")) if self.records else ():
            if found := self.case(name.removeprefix("request/"), on):
                yield found

    def count(self) -> int:
        """How many records there are."""
        return self.records.size() if self.records else 0

    def applications(self) -> Mapping[str, str]:
        """The names of the applications that there are records of, by key."""
        if self.records is None:
            return {}
        return {
            name.removeprefix("application/"): self._called(name)
            for name in self.records.names("application/")
        }

    def _called(self, name: str) -> str:
        from guard.record.events import OfRequest

        acts = (found.statement.predicate for found in self.deeds(name))
        called = (act.application.name for act in acts if isinstance(act, OfRequest))
        return min(called, default="")  # an index that was tampered with can name any record

    def last(self, request_id: str) -> "Deed | None":
        """The newest record of this request, whoever signed it."""
        found = self.deeds(f"request/{request_id}")
        return found[-1] if found else None

    def secret(self, request_id: str) -> bytes:
        """From what the salts of a request's private values come; empty where nothing has it."""
        if self.records is None or not request_id:
            return b""
        from guard.record.commitment import read

        for deed in reversed(self.deeds(f"request/{request_id}")):
            if found := self.records.disclosure(deed.statement.event_id):
                return read(found)[1]
        return b""

    def newest(self, index: int) -> "Deed | None":
        """The newest record up to ``index`` that is still kept."""
        gone = self.erased()
        kept = (each for each in range(index, -1, -1) if each not in gone)
        return self.at(next(kept, -1))

    def at(self, index: int) -> "Deed | None":
        """The record at ``index``, if there is one."""
        entry = self.records.entry(index) if self.records and index >= 0 else None
        return self.read(entry) if entry and self._is_before(entry) else None

    def erased(self) -> frozenset[int]:
        """The records before this moment whose contents are no longer kept, whenever that came."""
        found = self.records.named("event/erased") if self.records else ()
        gone = frozenset[int]().union(*map(self._erases, found))
        return frozenset(index for index in gone if self._before is None or index < self._before)

    def erased_since(self, index: int) -> bool:
        """Whether records after ``index`` are gone, so that nobody can tell what they changed."""
        return any(each > index for each in self.erased())

    def _erases(self, entry: "Entry") -> frozenset[int]:
        # Not read as a deed: whether a record counts may hang on what was erased later.
        if entry.index not in self._erasures:
            from guard.record.sealed import unseal

            erased = unseal(entry.envelope).statement.erases if entry.envelope else ()
            self._erasures[entry.index] = frozenset(each.index for each in erased)
        return self._erasures[entry.index]

    def granted(self, index: int) -> "Deed | None":
        """The authority granted in record ``index``, unless it was taken back."""
        from guard.record.events import AuthorityRevoked

        grant = self.at(index)
        ended = (
            act.target == grant.reference and act.role == grant.statement.predicate.role
            for each in self.deeds("event/authority-revoked")
            if grant and each.counts
            if isinstance(act := each.statement.predicate, AuthorityRevoked)
        )
        return None if any(ended) else grant

    def deeds(self, *names: str) -> tuple["Deed", ...]:
        """The records found by any of ``names``, oldest first."""
        if self.records is None:
            return ()
        found = {index for name in names for index in self._found(name)}
        within = (each for each in sorted(found) if self._before is None or each < self._before)
        return tuple(deed for index in within if (deed := self._deeds.get(index) or self.at(index)))

    def _found(self, name: str) -> tuple[int, ...]:
        # Asked for again and again, as every record is held against those before it.
        if name not in self._named and self.records:
            self._named[name] = tuple(each.index for each in self.records.named(name))
        return self._named.get(name, ())

    def _is_before(self, entry: "Entry") -> bool:
        # What was erased has a leaf in the tree, and no longer any contents.
        return bool(entry.envelope) and (self._before is None or entry.index < self._before)

    def read(self, entry: "Entry") -> "Deed":
        """The act in ``entry``, which is a record of this ledger; read once."""
        if entry.index not in self._deeds:
            from guard.history.deed import deed
            from guard.record.authority import Authorities

            authorities = self.authorities or Authorities("", ())
            earlier = self.before(entry.index)
            found = deed(entry, authorities, earlier.granted)
            faults = tuple(self._law(found.sealed, earlier)) if self._law else ()
            self._deeds[entry.index] = replace(found, faults=faults)
        return self._deeds[entry.index]


def _names(request_id: str, application: str) -> tuple[str, ...]:
    name = key(application) if application else ""
    return (
        *((f"request/{request_id}",) if request_id else ()),
        *((f"application/{name}",) if name else ()),
    )

"""Sealed acts as the ledger holds them, and whether each counts: who signed held the role then."""

from collections.abc import Callable
from dataclasses import dataclass, field

from guard.errors import Fault, GuardError
from guard.record.authority import Authorised, Authorities, Reason
from guard.record.events import AuthorityGranted, AuthorityRevoked
from guard.record.parts import Reference
from guard.record.rows import Entry
from guard.record.sealed import Sealed, unseal
from guard.record.sshkey import PublicKey, from_line
from guard.record.statement import Statement, namespace

_MAY_BE_LENT = frozenset({Reason.UNKNOWN_KEY, Reason.WRONG_ROLE, Reason.NOT_YET, Reason.NO_LONGER})
"""Why a key has no role of its own, and yet may sign in one that was delegated to it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Record ``index``, whose signature fits.

    ``held``: the signer held the role at the time. ``faults``: what of the process it breaks.
    """

    index: int
    sealed: Sealed
    held: bool
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def counts(self) -> bool:
        """Whether it has any effect: what breaks the process has none."""
        return self.held and not self.faults

    @property
    def statement(self) -> Statement:
        """What was signed."""
        return self.sealed.statement

    @property
    def reference(self) -> Reference:
        """How later records point at it."""
        return Reference(index=self.index, leaf=self.sealed.leaf.hex())


def deed(entry: Entry, authorities: Authorities, granted: Callable[[int], Deed | None]) -> Deed:
    """The act in ``entry``; ``granted`` gives the grant that a record is, if it stands then.

    Raises:
        GuardError: it is not what was signed; ``guard verify`` tells more.
    """
    try:
        sealed = unseal(entry.envelope)
    except GuardError as error:
        what = f"record {entry.index} of the ledger is not as it was signed: {error.faults[0].what}"
        raise GuardError(Fault(what, "run `guard verify`: it tells what is damaged")) from None
    return Deed(entry.index, sealed, rightly_signed(sealed, authorities, granted))


def rightly_signed(
    sealed: Sealed, authorities: Authorities, granted: Callable[[int], Deed | None]
) -> bool:
    """Whether the signer held the role at the time of signing, of their own or by delegation.

    Only a line of allowed_signers that names one person counts: who signs under a pattern could
    claim any name that fits it, such as one that is not the requester's.
    """
    act = sealed.statement.predicate
    found = authorities.who(sealed.public_key, namespace(act.role), act.decided_at)
    if isinstance(found, Authorised):
        return found.principal == act.principal
    if act.on_behalf_of is None or isinstance(act, AuthorityGranted | AuthorityRevoked):
        return False  # whoever was lent a role cannot lend it on
    lent = granted(act.on_behalf_of.index)
    return found.reason in _MAY_BE_LENT and lent is not None and lends(lent, sealed, authorities)


def lends(grant: Deed, sealed: Sealed, authorities: Authorities) -> bool:
    """Whether record ``grant`` lets this signer act in this role on that day.

    Who lends must still hold the role then: nobody has for another what they lost themselves.
    """
    act, given = sealed.statement.predicate, grant.statement.predicate
    link = act.on_behalf_of
    return (
        isinstance(given, AuthorityGranted)
        and grant.counts
        and link == grant.reference
        and (given.role, given.grantee) == (act.role, act.principal)
        and key_of(given) == sealed.public_key
        and given.valid_from <= act.decided_at.date() <= given.valid_until
        and isinstance(
            authorities.who(grant.sealed.public_key, namespace(given.role), act.decided_at),
            Authorised,
        )
    )


def key_of(given: AuthorityGranted) -> PublicKey | None:
    """The key that a role is lent to; None where the record, made by hand, holds none."""
    try:
        return from_line(given.key)
    except GuardError:
        return None

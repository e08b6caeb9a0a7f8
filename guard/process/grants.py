"""What lending a role, and taking it back, must keep to."""

import datetime as dt
from collections.abc import Iterator

from guard.duties import same_person
from guard.errors import Fault
from guard.history.deed import key_of, lends
from guard.history.ledger import History
from guard.process.targets import no_such
from guard.process.times import until
from guard.record.authority import Authorities
from guard.record.events import AuthorityGranted, AuthorityRevoked
from guard.record.sealed import Sealed
from guard.role import in_words

LONGEST_GRANT = dt.timedelta(days=366)


def on_behalf(sealed: Sealed, history: History) -> Iterator[Fault]:
    """A delegation that is named must be one, for this person, key, role and day."""
    link = sealed.statement.predicate.on_behalf_of
    if link is None:
        return
    grant = history.at(link.index)
    if grant is None or not lends(grant, sealed, history.authorities or Authorities("", ())):
        what = f"record {link.index} does not let {sealed.statement.predicate.principal} sign so"
        yield Fault(what, "ask who holds the role to delegate it: guard delegate")


def granted(sealed: Sealed, act: AuthorityGranted) -> Iterator[Fault]:
    """What is wrong with lending this role."""
    yield from until(act.decided_at, act.valid_until, LONGEST_GRANT, "a delegation")
    if act.valid_from > act.valid_until:
        yield Fault("it ends before it begins", "swap or mend the dates")
    key = key_of(act)
    if key is None:
        yield Fault("it names no key that can sign", "give the person's OpenSSH public key (.pub)")
    if key == sealed.public_key or same_person(act.grantee, act.principal):
        yield Fault("nobody delegates a role to themselves", "name another person, and their key")


def ended(act: AuthorityRevoked, history: History) -> Iterator[Fault]:
    """What is wrong with taking this role back."""
    if act.target.index in history.erased():
        return
    found = history.at(act.target.index)
    grant = found.statement.predicate if found and found.counts else None
    if not isinstance(grant, AuthorityGranted) or found is None or found.reference != act.target:
        yield no_such(act.target, "a delegation")
    elif grant.role != act.role:
        what = f"record {act.target.index} delegates the role of {in_words(grant.role)}"
        yield Fault(what, f"let who holds that role sign: --role {grant.role}")

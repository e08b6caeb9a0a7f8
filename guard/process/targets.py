"""Events that point at an earlier record: it must be what they say, and not be over already."""

from collections.abc import Iterator

from guard.errors import Fault
from guard.history.deed import Deed
from guard.history.ledger import History
from guard.record.events import Approval, Event
from guard.record.parts import Reference
from guard.record.sealed import Sealed
from guard.role import in_words


def target(
    link: Reference,
    sealed: Sealed,
    history: History,
    kinds: tuple[type, ...],
    *,
    same_request: bool = True,
) -> Iterator[Fault]:
    """What is wrong with pointing at ``link``, which should be of one of ``kinds``.

    Nothing can be said of a record that was erased.
    """
    if link.index in history.erased():
        return
    found = history.at(link.index)
    what = "an approval" if len(kinds) == 1 else "an approval, a waiver or an emergency use"
    counts = found is not None and found.reference == link and found.counts
    if found is None or not counts or not isinstance(found.statement.predicate, kinds):
        yield no_such(link, what)
    elif same_request and found.statement.request_id != sealed.statement.request_id:
        other = found.statement.request_id or "no request"
        yield Fault(f"record {link.index} is about {other}", "name a record of this request")


def no_such(link: Reference, what: str) -> Fault:
    """That ``link`` is not ``what`` it should be."""
    return Fault(f"record {link.index} is not {what} that counts", "see guard record show")


def own_refusal(link: Reference, role: str, history: History) -> Iterator[Fault]:
    """A "no" is taken back only by the role that said it; what allows, by any."""
    found = history.at(link.index)
    act = found.statement.predicate if found else None
    if isinstance(act, Approval) and act.event is Event.REFUSED and act.role != role:
        who = in_words(act.role)
        what = f"record {link.index} is the refusal of the {who}, who alone takes it back"
        yield Fault(what, f"let the {who} sign: --role {act.role}")


def not_over(link: Reference, history: History) -> Iterator[Fault]:
    """What has ended cannot end again."""
    found = history.at(link.index)
    if found and (how := how_over(found, history)):
        yield Fault(f"record {link.index} is {how} already", "nothing more is needed")


def how_over(found: Deed, history: History) -> str:
    """How an approval or a waiver has ended; empty where nothing ended it."""
    request_id = found.statement.request_id
    ended = {
        each.index: each.ended[1].value for each in history.about(request_id, "") if each.ended
    } | {each.index: "revoked" for each in history.waivers(request_id, "") if each.ended}
    return ended.get(found.index, "")

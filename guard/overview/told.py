"""How things of the register are told, the same in every format for people."""

from collections.abc import Mapping

from guard import wording
from guard.history.standing import Standing
from guard.overview.published import Approver, Listed, OpenCondition, Published, WaivedRule
from guard.role import called, in_words

STANDING: Mapping[Standing, str] = {
    Standing.REQUESTED: "asked for",
    Standing.AWAITING_SIGNATURE: "waits for signatures",
    Standing.APPROVED: "approved",
    Standing.CONDITIONS_OVERDUE: "conditions overdue",
    Standing.EMERGENCY: "emergency use",
    Standing.REVIEW_OVERDUE: "emergency use, review overdue",
    Standing.EXPIRED: "expired",
    Standing.REFUSED: "refused",
    Standing.REVOKED: "revoked",
    Standing.SUPERSEDED: "superseded",
}
"""Where a request stands, in words."""


def approver(each: Approver) -> str:
    """Who approved, and when: the role, and the person where names were asked for."""
    who = in_words(each.role)
    return f"{who}, {each.on}" + (f" ({each.name})" if each.name else "")


def condition(each: OpenCondition) -> str:
    """What is still to be done, by when."""
    owner = f"{called(each.owner)}, " if each.owner else ""
    return f"{each.text} ({owner}{'was due' if each.overdue else 'due'} {each.due})"


def waiver(each: WaivedRule) -> str:
    """What is set aside, until when."""
    return f"{each.rule} until {each.expires}"


def records(each: Listed) -> str:
    """The numbers of an application's records."""
    return " ".join(map(str, each.records))


def summary(register: Published) -> str:
    """How many applications there are, and from what the register was made."""
    entries = register.entries
    several = wording.count(len(entries), "application")
    overdue = sum(each.standing is Standing.CONDITIONS_OVERDUE for each in entries)
    urgent = sum(each.emergency is not None for each in entries)
    parts = [several if entries else "Nothing is in force"]
    parts += [f"{overdue} with conditions overdue"] if overdue else []
    parts += [f"{urgent} in emergency use"] if urgent else []
    made = wording.count(register.records, "record")
    idle = f"; {_idle(register.uncounted)}" if register.uncounted else ""
    return f"{', '.join(parts)}; from {made} of the ledger, on {register.on}{idle}."


def _idle(number: int) -> str:
    return f"{number} of them {'does' if number == 1 else 'do'} not count"

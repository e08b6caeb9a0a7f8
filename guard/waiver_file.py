"""Reading waivers from a file: TOML, one ``[[waiver]]`` for each."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from guard.border.document import Document, read
from guard.errors import Fault, refuse_if
from guard.name import key
from guard.policy.model import RuleId
from guard.request.fact import Facts
from guard.request.faults import validated
from guard.request.forms import Date
from guard.waiver import Waiver

if TYPE_CHECKING:
    from guard.register.entries import Register


class WaiverText(Facts):
    """A waiver as it is written; nothing of it may be left out."""

    rule: RuleId = Field(description="The rule that is set aside; there is none for all rules.")
    application: str = Field(description="Its number in the register, or else its name.")
    reason: str = Field(description="Why the rule is set aside.")
    approver: str = Field(description="Who decided that.")
    compensating_measure: str = Field(description="What is done instead.")
    expires: Date = Field(description="The last day on which it holds.")


class WaiversText(Facts):
    """waivers.toml as it is written."""

    waiver: list[WaiverText] = Field([], description="The waivers.")


def read_waivers(file: Path, register: "Register | None") -> tuple[Waiver, ...]:
    """The waivers in ``file``; what ``register`` knows is from then on known by its number.

    Raises:
        GuardError: it cannot be read or has faults, all at once with line and column.
    """
    document = read(file)
    texts = validated(WaiversText, document).waiver
    waivers = tuple(_waiver(text, index, document, register) for index, text in enumerate(texts))
    refuse_if(_faults(waivers, document))
    return waivers


def _waiver(
    text: WaiverText, index: int, document: Document, register: "Register | None"
) -> Waiver:
    place = document.place(("waiver", index))
    return Waiver(
        text.rule,
        text.application,
        _number(text.application, register),
        text.reason,
        text.approver,
        text.compensating_measure,
        text.expires,
        place=f"{place.file}:{place.line}",
    )


def _number(application: str, register: "Register | None") -> str:
    """The register's number of what is named by that number, its name or an alias of it alone."""
    if register is None:
        return ""
    found = register.match(register_id=application).entry or register.match(name=application).entry
    return found.id if found else ""


def _faults(waivers: tuple[Waiver, ...], document: Document) -> Iterator[Fault]:
    first: dict[tuple[str, str], Waiver] = {}
    for index, waiver in enumerate(waivers):
        place = document.place(("waiver", index, "application"))
        if not waiver.register_id and not key(waiver.application):
            what = "the name has no letter and no digit"
            yield Fault(what, "Write the application's name, or its number in the register.", place)
        known_as = waiver.register_id.casefold() or key(waiver.application)
        earlier = first.setdefault((waiver.rule, known_as), waiver)
        if earlier is not waiver:
            what = f"{waiver.rule} is waived for this application at {earlier.place}, too"
            yield Fault(what, "Keep one of the two.", place)

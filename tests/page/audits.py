"""Audits made for tests: reports of a few applications, or of many."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from guard.audit.report import (
    ApplicationAnswer,
    AuditReport,
    GroundAnswer,
    ListAnswer,
    Mark,
    Part,
    PlaceAnswer,
    RuleNamed,
    Skip,
    Spent,
    StateCount,
)
from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.decision import Verdict
from guard.gather import State
from guard.page import said
from guard.policy.model import Level
from guard.report import PolicyUsed, SignalAnswer
from tests.making import TODAY

UNREGISTERED = SignalAnswer("SHI-01", "it is not on the IT register", 30)
BY_CARD = SignalAnswer("SHI-04", "it is paid for by card", 15)
_CLEARS = {"SHI-01": "Ask IT to enter it.", "SHI-04": "Use a purchase order."}


def pounds(amount: str, currency: str = "GBP") -> tuple[Spent, ...]:
    """An amount, by default in pounds."""
    return (Spent(currency, Decimal(amount)),)


def application(name: str, **changes: Any) -> ApplicationAnswer:
    """An application that is software, unmanaged, and likely to bypass IT."""
    signals = changes.pop("signals", (UNREGISTERED,))
    made = ApplicationAnswer(
        fingerprint=name.encode().hex()[:32],
        name=name,
        supplier="",
        catalogue="",
        nature=Nature.SOFTWARE,
        grounds=(GroundAnswer("strong", "supplier", name.lower(), "is in the catalogue"),),
        state=State.UNMANAGED,
        register_entry="",
        band=Band.LIKELY,
        points=sum(each.points for each in signals),
        signals=signals,
        not_checked=("SHI-08",),
        verdict=Verdict.DENY,
        blocking=("CORE-01",),
        undecided=(),
        questions=(),
        lines=3,
        spent=pounds("120.50"),
        by_card=True,
        first=dt.date(2026, 1, 5),
        last=dt.date(2026, 3, 5),
        months=3,
        areas=("Parks",),
        places=(PlaceAnswer("lists/2026/spend.csv", 7),),
        clear=tuple(_CLEARS[each.rule] for each in signals),
        baseline=Mark.NONE,
    )
    return replace(made, **changes)


def undecided(name: str, **changes: Any) -> ApplicationAnswer:
    """A supplier of which nobody knows whether it is software."""
    unknown: dict[str, Any] = {
        "nature": Nature.UNKNOWN,
        "grounds": (),
        "state": State.UNKNOWN,
        "band": None,
        "points": 0,
        "signals": (),
        "not_checked": (),
        "verdict": None,
        "blocking": (),
    }
    return application(name, **(unknown | changes))


def report(*applications: ApplicationAnswer, **changes: Any) -> AuditReport:
    """The report on ``applications``, with what belongs to it."""
    made = AuditReport(
        guard="1.0",
        on=TODAY,
        register="register.csv",
        lists=(
            ListAnswer("lists/2026/spend.csv", 10, 8, (Skip("is a total", 2),), ("in cp1252",)),
            ListAnswer("lists/cards.csv", 5, 5, (), ()),
        ),
        unread=(),
        states=_states(applications),
        areas=(Part("Parks", 2, pounds("200")), Part("", 1, pounds("50"))),
        months=(Part("2026-01", 1, pounds("50")), Part("2026-03", 2, pounds("200"))),
        applications=applications,
        policies=(PolicyUsed("core", "2026.1", "ab" * 32),),
        rules=(_rule("CORE-01", "It is on the IT register"), _rule("SHI-08", "It is shared")),
    )
    return replace(made, **changes)


def few() -> AuditReport:
    """Three applications that are software, and one supplier that is not decided."""
    boards = application(
        "Example Boards",
        supplier="Boards Ltd",
        band=Band.BYPASS,
        signals=(UNREGISTERED, BY_CARD),
        points=75,
        spent=pounds("999.00"),
        areas=("Libraries", "Parks"),
    )
    calm = application("Calm Notes", state=State.MANAGED, band=Band.CLEAR, signals=(), points=0)
    unknown = undecided("Corner Shop", spent=pounds("5000.00"))
    return report(unknown, boards, application("Example Sketches"), calm)


def many(number: int) -> AuditReport:
    """``number`` suppliers, of which one in ten is software."""
    return report(
        *(
            (application if i % 10 == 0 else undecided)(
                f"Supplier {i}", spent=pounds(str(number - i))
            )
            for i in range(number)
        )
    )


def _states(applications: tuple[ApplicationAnswer, ...]) -> tuple[StateCount, ...]:
    counted = []
    for state in State:
        if found := [each for each in applications if each.state is state]:
            spent = said.summed(each.spent for each in found)
            lines = sum(each.lines for each in found)
            counted.append(StateCount(state, len(found), lines, spent))
    return tuple(counted)


def _rule(rule: str, title: str) -> RuleNamed:
    return RuleNamed(rule, title, "core", Level.BLOCK, 0, "Because.", "Do it.", "A source", "")

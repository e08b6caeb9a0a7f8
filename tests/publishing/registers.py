"""Registers made for tests."""

import datetime as dt
from typing import Any

from guard.history.standing import Standing
from guard.overview.published import Approver, Listed, OpenCondition, Published, WaivedRule
from tests.making import TODAY

LATER = TODAY + dt.timedelta(days=200)


def entry(**changes: Any) -> Listed:
    """An application that the head of IT approved today."""
    plain: dict[str, Any] = {
        "id": "R-1",
        "application": "Treeline Surveys",
        "supplier": "Treeline Surveys Ltd",
        "purpose": "Public consultations; on a map",
        "classification": "public",
        "request": "R-1",
        "standing": Standing.APPROVED,
        "since": TODAY,
        "until": LATER,
        "approved_by": (Approver("head-of-it", TODAY, 0, ""),),
        "conditions": (),
        "waived": (),
        "emergency": None,
        "value": "",
        "records": (0,),
        "policies": ("core 1",),
    }
    return Listed(**plain | changes)


def register(*entries: Listed) -> Published:
    """A register of today."""
    return Published("Exampleshire Council", TODAY, 9, False, entries)


def few() -> Published:
    """One application of each kind."""
    soon = TODAY + dt.timedelta(days=20)
    gone = TODAY - dt.timedelta(days=3)
    return register(
        entry(),
        entry(
            id="R-2",
            request="R-2",
            application="Brightpath Minutes",
            supplier="Brightpath Software",
            purpose="Minutes of meetings, taken by listening",
            standing=Standing.CONDITIONS_OVERDUE,
            since=TODAY - dt.timedelta(days=90),
            approved_by=(Approver("ciso", TODAY, 3, ""), Approver("siro", TODAY, 4, "")),
            conditions=(OpenCondition("Switch on MFA for everyone", gone, True, ""),),
            waived=(WaivedRule("CORE-11", soon, 5),),
            records=(1, 3, 4, 5),
        ),
        entry(
            id="R-10",
            request="R-10",
            application="Flood Map",
            supplier="",
            purpose="",
            standing=Standing.EMERGENCY,
            until=soon,
            approved_by=(),
            emergency=soon,
            records=(8,),
            policies=(),
        ),
    )

"""Audits to be written: of each kind one application, and those whose names mean harm."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from guard.audit.judging import Audited
from guard.audit.report import (
    ApplicationAnswer,
    AuditReport,
    Gone,
    ListAnswer,
    Mark,
    PlaceAnswer,
    Skip,
    Spent,
    StateCount,
)
from guard.audit.reporting import make_audit_report
from guard.audit.run import Audit
from guard.audit.use import Use
from guard.border.text import plain
from guard.bypass import Band, Bands
from guard.catalogue.grounds import Ground, Nature, Strength
from guard.decision import Verdict
from guard.errors import Fault, Place
from guard.gather import Known, State
from guard.judgement import judge
from guard.report import SignalAnswer, WaiverAnswer
from tests.making import TODAY, policies, rule

RULES = policies(
    rule(
        "SHI-01",
        title="It is known",
        level="warn",
        points=30,
        sign="nobody knows it",
        require='application.name == "safe"',
    ),
    rule("SHI-04", level="warn", points=15, sign="a card paid", require="!data.criminal_offence"),
    rule("CORE-01", require='application.name == "safe"'),
)
UNKNOWN_TO_IT = SignalAnswer("SHI-01", "nobody knows it", 30)
BY_CARD = SignalAnswer("SHI-04", "a card paid", 15)
WAIVER = WaiverAnswer("CORE-01", "it is old", "Ann", "it is watched", dt.date(2027, 1, 31))


def answer(name: str, **changes: Any) -> ApplicationAnswer:
    """An application that bypasses IT, but for ``changes``."""
    made = ApplicationAnswer(
        fingerprint=f"f-{name}",
        name=name,
        supplier=f"{name} Ltd",
        catalogue="",
        nature=Nature.SOFTWARE,
        grounds=(),
        state=State.UNMANAGED,
        register_entry="",
        band=Band.BYPASS,
        points=45,
        signals=(BY_CARD, UNKNOWN_TO_IT),
        not_checked=(),
        verdict=Verdict.DENY,
        blocking=("CORE-01",),
        undecided=(),
        questions=(),
        lines=2,
        spent=(Spent("GBP", Decimal("1200.50")),),
        by_card=True,
        first=dt.date(2026, 1, 5),
        last=dt.date(2026, 3, 5),
        months=2,
        areas=("Parks", "Roads"),
        places=(PlaceAnswer("lists/may 2026.csv", 7), PlaceAnswer("lists/may 2026.csv", 9)),
        clear=("Pay by order.", "Tell IT."),
    )
    return replace(made, **changes)


BYPASS = answer("Forms")
LIKELY = answer(
    "Sheets", band=Band.LIKELY, points=30, signals=(UNKNOWN_TO_IT,), clear=("Tell IT.",)
)
LOOK = answer(
    "Maps", band=Band.LOOK, points=15, signals=(BY_CARD,), clear=("Pay by order.",),
    verdict=Verdict.PERMIT, blocking=(), state=State.MANAGED,
)  # fmt: skip
CLEAR = answer(
    "Mail", band=Band.CLEAR, points=0, signals=(), clear=(), verdict=Verdict.PERMIT, blocking=(),
    state=State.MANAGED,
)  # fmt: skip
UNDECIDED = replace(CLEAR, name="Notes", verdict=Verdict.REFER, undecided=("CORE-01",))
UNCHECKED = replace(UNDECIDED, name="Chat", band=Band.NOT_CHECKED, not_checked=("SHI-04",))
FORBIDDEN = replace(CLEAR, name="Old", verdict=Verdict.DENY, blocking=("CORE-01",))
WAIVED = replace(CLEAR, name="Lab", fingerprint="f-Lab", waived=(WAIVER,))
COVERED = replace(LIKELY, baseline=Mark.UNCHANGED, baseline_since=dt.date(2026, 1, 1))
NEW = replace(LIKELY, baseline=Mark.NEW)
WORSE = replace(
    LIKELY,
    baseline=Mark.NEW,
    baseline_since=dt.date(2026, 1, 1),
    baseline_worse=("40 points",),
)
_NOT_JUDGED: dict[str, Any] = {
    "state": State.UNKNOWN, "band": None, "points": 0, "signals": (), "verdict": None,
    "blocking": (), "clear": (),
}  # fmt: skip
POSSIBLE = answer("Perhaps", nature=Nature.POSSIBLE, **_NOT_JUDGED)
UNTOLD = answer("Who", nature=Nature.UNKNOWN, **_NOT_JUDGED)
BRICKS = answer(
    "Bricks", nature=Nature.NOT_SOFTWARE, **(_NOT_JUDGED | {"state": State.NOT_SOFTWARE})
)
GONE = Gone("f-Gone", "Fax", State.UNMANAGED, 30, dt.date(2026, 2, 1))
READ = ListAnswer("lists/may 2026.csv", 10, 8, (Skip("names the columns", 2),), ())


def _use(name: str, supplier: str, area: str, *, judged: bool = True) -> Audited:
    use = Use(
        known_as=name,
        entry=None,
        nature=Nature.SOFTWARE if judged else Nature.UNKNOWN,
        grounds=(Ground(Strength.WEAK, area, name, supplier),),
        names=Counter([name]),
        payees=Counter([supplier]),
        totals={area: Decimal(-5)},
        areas=Counter([area]),
        lines=1,
        earliest=[(TODAY, area, 2)],
    )
    facts = {"application": {"name": name}, "supplier": {"legal_name": supplier}}
    known = Known(facts, {"application": supplier}, State.UNKNOWN, name, (name,), (supplier,))
    done = judge(known, RULES, Bands(), TODAY) if judged else None
    return Audited(use, State.UNMANAGED if judged else State.UNKNOWN, done)


def report(*applications: ApplicationAnswer, **changes: Any) -> AuditReport:
    """The report of an audit that found these."""
    empty = make_audit_report(Audit(TODAY, (), (), (_use("safe", "", ""),)), "register.csv")
    states = tuple(
        StateCount(state, number, 2 * number, (Spent("GBP", 1200 * Decimal(number)),))
        for state, number in Counter(each.state for each in applications).items()
    )
    made = replace(empty, applications=applications, states=states, lists=(READ,), areas=())
    return replace(made, months=(), **changes)


ALL = report(BYPASS, LIKELY, LOOK, CLEAR, UNDECIDED, UNCHECKED, FORBIDDEN, POSSIBLE, UNTOLD, BRICKS)

_TRICKS = [
    *("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n", "\0"),
    *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", " =1"),
    *("]]>", "<b>", "&amp;", "\ufffe", "\ud800", "\x0b", '"', "'", ",", ";", "::error::"),
    *("%0A", "##[x]", "file:///x"),
    *("|", "[x](http://e.example)", "`", "www.e.example", "https://e.example"),
    *("@someone", "a@e.example", "_x0041_", "~~x~~", "![x](y)"),
    *("{0}", "\\", "\x1b[2J", "\u202e", "$x$", "# ", "- ", "1. ", "a.b/c?d#e", ".."),
]  # fmt: skip
TEXTS = st.lists(st.text(st.characters()) | st.sampled_from(_TRICKS), max_size=5).map("".join)


def hostile(name: str, supplier: str, area: str) -> AuditReport:
    """What guard says of software and of another supplier with these names; none was looked at."""
    found = (_use(name, supplier, area), _use(supplier, area, name, judged=False))
    unread = (Fault(name, supplier, Place(area, 3)),)
    made = make_audit_report(Audit(TODAY, (), unread, found, (area,)), name)
    lists = (ListAnswer(plain(area), 1, 0, (Skip(plain(name), 1),), (plain(supplier),)),)
    waiver = replace(WAIVER, reason=plain(name), approver=plain(area), measure=plain(supplier))
    first, *rest = made.applications
    gone = (replace(GONE, name=plain(name)),)
    applications = (replace(first, waived=(waiver,)), *rest)
    return replace(made, lists=lists, applications=applications, gone=gone, baseline=plain(area))

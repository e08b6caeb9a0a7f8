"""One impact with all that can be said of one."""

import datetime as dt
from decimal import Decimal

from guard.bypass import Band
from guard.decision import Verdict
from guard.policy.model import Level
from guard.workbench.impact.comparing import Changed, Compared, Stand, Turned
from guard.workbench.impact.meaning import Difference, Kind, RuleChange
from guard.workbench.impact.run import Impact
from guard.workbench.impact.witness import Answer, Example, Searched
from tests.making import TODAY

PERMIT = Stand(Verdict.PERMIT, (), (), (), Band.CLEAR)
DENY = Stand(Verdict.DENY, ("AA-01",), (), ("ciso",), Band.CLEAR)
TURNED = Turned("AA-01", "pass", "fail (block)")
CHANGED = Changed("R-1", "Sheets", "Acme Ltd", "", PERMIT, DENY, (TURNED,))
FACTS = {
    "data": {"personal": True},
    "evidence": [{"expires": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)}],
    "contract": {"value": {"amount": Decimal("1.50")}},
}
EXAMPLE = Example(FACTS, TODAY, "pass", "fail", Verdict.REFER, Verdict.DENY)
EMPTY = Example({}, TODAY, "pass", "not-applicable", Verdict.PERMIT, Verdict.PERMIT)

RULES = (
    RuleChange(
        "AA-01",
        "It is so",
        Kind.CHANGED,
        Level.BLOCK,
        (Difference("when", "true", "data.personal"), Difference("sign_off", "ciso", "")),
        reworded=True,
    ),
    RuleChange("AA-02", "It is otherwise", Kind.ADDED, Level.WARN),
    RuleChange("AA-03", "It is the same", Kind.SAME, Level.WARN),
)
SEARCHED = (
    Searched("AA-01", Answer.DECIDED_OTHERWISE, EXAMPLE),
    Searched("AA-02", Answer.SAID_OTHERWISE, EMPTY),
    Searched("AA-04", Answer.THE_SAME),
    Searched("AA-05", Answer.NOT_PROVED, None, "texts in the order of the alphabet"),
)


def ledger(changed: int) -> Compared:
    """Three cases more than those that changed."""
    verdicts = {(Verdict.PERMIT, Verdict.PERMIT): 3}
    moved = {(Verdict.PERMIT, Verdict.DENY): changed} if changed else {}
    return Compared(
        "ledger.db",
        changed + 3,
        (CHANGED,) * changed,
        verdicts | moved,
        {TURNED: changed} if changed else {},
        {"": changed} if changed else {},
        {"it was erased": 2},
        1.25,
    )


def made(changed: int = 1, *, in_the_past: bool = False) -> Impact:
    """All of it, with so many decisions changed."""
    return Impact(
        "next.toml (ours 2)", "ours 1", ("core 2026.1",), TODAY, in_the_past,
        RULES, SEARCHED, (ledger(changed),), 0.5,
    )  # fmt: skip

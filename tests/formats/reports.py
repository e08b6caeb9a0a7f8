"""Reports to be written: one of each verdict, and those of requests that mean harm."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from guard.bypass import Bands
from guard.gather import Known, State
from guard.judgement import judge
from guard.questions import questions
from guard.report import Report, make_report
from tests.making import TODAY, assessed, bench, policies, register, rule

SIGNAL: dict[str, Any] = {"level": "info", "points": 40, "sign": "it was found in use"}
BENCH = bench(
    rule("AA-01", title="No information about people", require="!data.personal"),
    rule("AA-02", level="sign-off", sign_off=["ciso"], require="data.records < 100"),
    rule("AA-03", level="warn", require="!data.large_scale"),
    rule("AA-04", effective_from=dt.date(2027, 1, 1), require="!data.criminal_offence"),
    rule("AA-05", require="!it_management.in_use", **SIGNAL),
    register=register({"id": "A1", "name": "Forms", "supplier": "Acme"}),
)
DIGEST = BENCH.policies.packs[0].digest


def _about(name: str, *, in_use: bool | None, **data: object) -> Report:
    return assessed(
        BENCH,
        application={"name": name},
        supplier={"legal_name": "Acme Ltd"},
        it_management={"in_use": in_use},
        data=data,
    ).report


PERMIT = _about("Forms", in_use=False, personal=False, records=5, large_scale=False)
REFER = _about("Farms", in_use=None, records=500, large_scale=True)
DENY = _about("Sheets", in_use=True, personal=True, records=5, criminal_offence=True)

_TRICKS = ["[/]", "[bold]", "\x1b[2J", "\u202e", "\r", "\n", "\t", "`", "<b>", "|", "\x9b"]
TEXTS = st.lists(st.text(st.characters()) | st.sampled_from(_TRICKS), max_size=6).map("".join)
_HOSTILE = policies(
    rule("AA-01", require='application.name == "safe"'),
    rule("AA-02", level="sign-off", sign_off=["ciso"], require="data.personal"),
)


def hostile(name: str, supplier: str) -> Report:
    """The report of a request with these names, which no reader has looked at."""
    facts = {"application": {"name": name}, "supplier": {"legal_name": supplier}}
    known = Known(facts, {"application": supplier}, State.UNKNOWN, name, (name,), (supplier,))
    judged = judge(known, _HOSTILE, Bands(), TODAY)
    return make_report(judged, name, "0" * 64, questions(_HOSTILE))


def is_harmless(text: str) -> bool:
    """Whether ``text`` has no character that acts on a terminal or turns the reading order."""
    bidi = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C}
    return not any(
        (code < 0x20 and char != "\n") or 0x7F <= code <= 0x9F or code in bidi
        for char, code in ((char, ord(char)) for char in text)
    )

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.audit.baseline import (
    Baseline,
    baseline_text,
    compare,
    names_of,
    read_baseline,
    summary,
    updated,
    worse_of,
)
from guard.audit.report import ApplicationAnswer, AuditReport, Mark
from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.decision import Verdict
from guard.gather import State
from guard.report import SignalAnswer
from tests.making import TODAY, told

SIGN = SignalAnswer("S1", "nobody knows it", 30)
LATER = TODAY + dt.timedelta(days=40)
EMPTY = Baseline("b.json", {})
PLAIN: dict[str, Any] = {
    **dict.fromkeys(("supplier", "catalogue", "register_entry"), ""),
    **dict.fromkeys(("grounds", "signals", "not_checked", "blocking", "undecided"), ()),
    **dict.fromkeys(("questions", "spent", "areas", "places", "clear"), ()),
    **dict.fromkeys(("first", "last"), None),
}


def answer(name: str, points: int = 40, **changes: Any) -> ApplicationAnswer:
    given: dict[str, Any] = {
        **PLAIN,
        "fingerprint": f"id-{name}",
        "name": name,
        "nature": Nature.SOFTWARE,
        "state": State.UNMANAGED,
        "band": Band.LIKELY,
        "points": points,
        "verdict": Verdict.REFER,
        "lines": 1,
        "months": 1,
        "by_card": False,
    }
    return ApplicationAnswer(**given | changes)


def report(*answers: ApplicationAnswer, on: dt.date = TODAY, **changes: Any) -> AuditReport:
    parts = ("lists", "unread", "states", "areas", "months", "policies", "rules")
    given: dict[str, Any] = dict.fromkeys(parts, ()) | {"guard": "1", "register": ""}
    return AuditReport(**given | {"on": on, "applications": answers} | changes)


def taken(*answers: ApplicationAnswer) -> Baseline:
    return updated(EMPTY, report(*answers), growth=True)


def marks(seen: AuditReport) -> dict[str, str]:
    return {each.name: each.baseline.value for each in seen.applications}


def test_findings_are_new_unchanged_or_gone() -> None:
    seen = compare(report(answer("A"), answer("B"), on=LATER), taken(answer("A"), answer("C")))
    assert marks(seen) == {"A": "unchanged", "B": "new"}
    assert names_of(seen.gone) == ["C (unmanaged, since 2026-11-22)"]
    assert seen.applications[0].baseline_since == TODAY
    told_of = "Against b.json: 1 new, 0 worse, 1 unchanged, 1 gone; the oldest is 40 days old"
    assert summary(seen) == told_of


def test_what_is_no_software_is_no_finding() -> None:
    other = answer("A", band=None, verdict=None, nature=Nature.UNKNOWN)
    seen = compare(report(other), EMPTY)
    assert marks(seen) == {"A": "none"}
    assert taken(other).known == {}


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({}, "unchanged"),
        ({"points": 39}, "unchanged"),
        ({"points": 41}, "new"),
        ({"verdict": Verdict.DENY}, "new"),
        ({"verdict": Verdict.PERMIT}, "unchanged"),
        ({"fingerprint": "another application"}, "new"),
        ({"state": State.REVOKED}, "new"),
        ({"state": State.MANAGED}, "unchanged"),
    ],
)
def test_what_is_worse_is_new(change: dict[str, Any], mark: str) -> None:
    seen = compare(report(replace(answer("A"), **change)), taken(answer("A")))
    assert marks(seen) == {"A": mark}


KNOWN = answer(
    "A", blocking=("R1", "R2"), undecided=("R3",), areas=("Parks", "Roads"), signals=(SIGN,)
)


@pytest.mark.parametrize(
    ("change", "worse"),
    [
        ({"blocking": ("R1",)}, ()),
        ({"blocking": ("R1", "R4")}, ("R4",)),
        ({"blocking": ("R1", "R3")}, ("R3",)),
        ({"undecided": ("R2", "R3")}, ()),
        ({"undecided": ("R5",)}, ("R5",)),
        ({"signals": (SIGN, replace(SIGN, rule="S2"))}, ("S2",)),
        ({"areas": ("PARKS",)}, ()),
        ({"areas": ("Parks", "Schools")}, ("department Schools",)),
        ({"points": 50, "verdict": Verdict.DENY}, ("verdict deny", "50 points")),
    ],
)
def test_what_is_known_hides_nothing_else(change: dict[str, Any], worse: tuple[str, ...]) -> None:
    seen = compare(report(replace(KNOWN, **change)), taken(KNOWN))
    assert seen.applications[0].baseline_worse == worse
    assert worse_of(seen) == ([f"A: {', '.join(worse)}"] if worse else [])
    assert marks(seen) == {"A": "new" if worse else "unchanged"}


def test_what_is_left_of_a_finding_is_all_that_stays_covered() -> None:
    less = replace(KNOWN, blocking=("R2", "R4"), undecided=(), areas=("parks",), signals=())
    (left,) = updated(taken(KNOWN), report(less)).known.values()
    assert (left.blocking, left.undecided, left.areas, left.signals) == (["R2"], [], ["Parks"], [])


def test_only_what_is_new_counts_for_the_exit_code() -> None:
    denied = answer("A", verdict=Verdict.DENY)
    assert report(denied).gate is Verdict.DENY
    assert compare(report(denied), taken(denied)).gate is Verdict.PERMIT
    seen = compare(report(denied, answer("B")), taken(denied))
    assert (seen.gate, seen.verdict) == (Verdict.REFER, Verdict.DENY)


def test_an_update_only_shrinks() -> None:
    before = taken(answer("A"), answer("B", 50), answer("C"))
    after = updated(before, report(answer("A", 60), answer("B", 30), answer("D"), on=LATER))
    assert {k.name: k.points for k in after.known.values()} == {"A": 40, "B": 30}
    assert {k.since for k in after.known.values()} == {TODAY}


def test_growth_takes_in_what_is_new_and_keeps_ages() -> None:
    seen = report(answer("A", 60), answer("D"), on=LATER)
    after = updated(taken(answer("A")), seen, growth=True)
    assert {k.name: (k.points, k.since) for k in after.known.values()} == {
        "A": (60, TODAY),
        "D": (40, LATER),
    }


def test_nothing_is_gone_that_could_not_be_read() -> None:
    seen = report(answer("A"), unread=("b.csv: cannot be read",))
    against = compare(seen, taken(answer("A"), answer("C")))
    assert against.gone == ()
    assert "a list was not read, so none can be called gone" in summary(against)
    assert "nobody knows what is gone" in told(lambda: updated(EMPTY, seen))


def test_the_file_has_one_finding_a_line_in_the_order_of_names(tmp_path: Path) -> None:
    lines = baseline_text(taken(answer("b"), answer("C"), answer("a"))).splitlines()
    assert [json.loads(line.strip(" ,"))["name"] for line in lines[3:6]] == ["a", "b", "C"]
    assert json.loads(lines[3].strip(" ,")) == {
        "fingerprint": "id-a",
        "name": "a",
        "state": "unmanaged",
        "verdict": "refer",
        "points": 40,
        "signals": [],
        "blocking": [],
        "undecided": [],
        "areas": [],
        "since": "2026-11-22",
    }


ANSWERS = st.dictionaries(
    st.text('aZé "\\,{}', max_size=9).map(lambda text: f"n{text}n"),
    st.integers(0, 100),
    max_size=6,
).map(lambda given: [answer(name, points) for name, points in given.items()])


@given(answers=ANSWERS)
def test_what_is_written_is_read_back(
    answers: list[ApplicationAnswer], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("b") / "b.json"
    made = taken(*answers)
    file.write_text(baseline_text(made), "utf-8")
    assert read_baseline(file).known == made.known


@given(ANSWERS, ANSWERS)
def test_an_update_never_covers_more_than_before(
    known: list[ApplicationAnswer], seen: list[ApplicationAnswer]
) -> None:
    before = taken(*known)
    after = updated(before, report(*seen))
    now = compare(report(*seen), before)
    assert after.known.keys() <= before.known.keys()
    assert marks(compare(report(*seen), after)) == marks(now)
    assert all(after.known[f].points <= before.known[f].points for f in after.known)
    assert {Mark.NONE} & {each.baseline for each in now.findings} == set()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "fine"}, "state"),
        ({"points": 101}, "points"),
        ({"since": "yesterday"}, "since"),
        ({"verdict": None}, "verdict"),
        ({"areas": "Parks"}, "areas"),
        ({"more": 1}, "more"),
    ],
)
def test_a_file_changed_by_hand_is_read_with_care(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    content = json.loads(baseline_text(taken(answer("A"))))
    content["findings"][0] |= change
    file = tmp_path / "b.json"
    file.write_text(json.dumps(content), "utf-8")
    assert f"findings[0].{said}" in told(lambda: read_baseline(file))


def test_a_finding_stands_once(tmp_path: Path) -> None:
    content = json.loads(baseline_text(taken(answer("A"))))
    content["findings"] *= 2
    file = tmp_path / "b.json"
    file.write_text(json.dumps(content), "utf-8")
    assert "stands twice" in told(lambda: read_baseline(file))
    file.write_text('{"schema": "urn:another", "findings": []}', "utf-8")
    assert "schema" in told(lambda: read_baseline(file))

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.assessment import Bench, assess
from guard.audit.run import audit, audit_bench, recogniser_for
from guard.audit.shown import Scope, facts_of
from guard.audit.use import Use
from guard.border.document import parse_toml
from guard.catalogue.grounds import Nature
from guard.errors import Fault, GuardError, Place
from guard.history.ledger import History
from guard.history.past import PastApproval
from guard.judgement import Judged
from guard.name import key
from guard.policy.library import shipped
from guard.register.entries import Register
from guard.settings import Settings, SettingsText
from guard.spend.line import Chunk
from guard.spend.reading import ListRead
from tests.auditing import (
    HEADER,
    PLAIN,
    RECOGNISER,
    answers,
    audited,
    listed,
    one,
    reported,
    row,
)
from tests.making import TODAY, faults, past_approval, register, toml
from tests.making import settings as chosen

Folder = pytest.TempPathFactory


class Past(History):
    """A ledger that holds these approvals."""

    def __init__(self, given: tuple[PastApproval, ...]) -> None:
        super().__init__()
        self.given = given

    def about(self, request_id: str, application: str) -> tuple[PastApproval, ...]:
        assert not request_id
        return tuple(each for each in self.given if key(each.application) == key(application))

    def applications(self) -> Mapping[str, str]:
        return {key(each.application): each.application for each in self.given}


def approval(application: str, decision: str = "approve", until: str = "") -> PastApproval:
    """A decision of the head of IT, a year ago."""
    ends = dt.date.fromisoformat(until) if until else None
    on = dt.date(2025, 11, 1)
    return past_approval(
        role="head-of-it",
        decision=decision,
        on=on,
        until=ends,
        request_id="2025-0001",
        application=application,
    )


EVERYTHING = audit_bench(
    Bench(
        Settings(SettingsText(), shipped(), ""),
        PLAIN.policies,
        None,
        History(),
        TODAY,
    )
)
"""All policies that come with guard, and the signals of whole lists."""


def ready(known: Register | None = None, *past: PastApproval) -> Bench:
    return replace(EVERYTHING, register=known, history=Past(given=past))


def entry(name: str, **fields: object) -> dict[str, object]:
    return {"id": key(name), "name": name} | fields


# Every row


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """Three lists, one of them in a folder below."""
    return [
        listed(tmp_path, row("Sketchbook"), row("Oak Ltd", amount="-3.50"), name="a.csv"),
        listed(tmp_path, row("OAK LIMITED"), "\n", row("Total"), name="b.csv"),
        listed(tmp_path / "c", row("Atlas Maps", area="IT"), row("Sketchbook Pro")),
    ]


def test_every_row_is_used_or_skipped_and_every_used_one_is_of_one_application(
    three: list[str],
) -> None:
    found = audited(*three)
    used = [read.used for read in found.lists]
    assert [read.read for read in found.lists] == [3, 4, 3]
    assert used == [2, 1, 2]
    for read in found.lists:
        assert read.read == read.used + sum(read.reasons.values())
    assert sum(each.use.lines for each in found.found) == sum(used)
    assert one(found, "Sketchbook Pro").use.lines == 2


def test_the_order_of_lists_changes_nothing(three: list[str]) -> None:
    first, *others = (reported(*paths) for paths in permutations(three))
    for other in others:
        assert (other.applications, other.states) == (first.applications, first.states)
        assert (other.areas, other.months) == (first.areas, first.months)


@given(st.permutations([*"abcdefgh"]))
@settings(max_examples=20)
def test_the_order_of_rows_changes_nothing_but_their_numbers(
    tmp_path_factory: Folder, order: list[str]
) -> None:
    rows = {
        "a": row("Sketchbook", "2026-01-05", "1.10", "Parks"),
        "b": row("Sketchbook Pro", "2026-02-05", "2.20", "PARKS"),
        "c": row("sketchbook", "2026-03-05", "-3.30", "Roads"),
        "d": row("Oak Ltd", "2026-03-05", "4"),
        "e": row("OAK LTD", "", "5"),
        "f": row("Softcat", "2026-01-31", "6", "IT", "Piktochart licences"),
        "g": row("Softcat plc", "2026-01-31", "6", "", "laptops"),
        "h": row("PAYPAL *PIKTOCHART", "2026-07-31", "7"),
    }
    folder = tmp_path_factory.mktemp("shuffled")
    made = reported(listed(folder, *(rows[name] for name in order)))
    base = reported(listed(folder, *rows.values()))
    assert answers(made) == answers(base)
    assert made.states == base.states


def test_a_list_named_in_two_ways_is_read_once(
    three: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = audited("a.csv", str(tmp_path / "a.csv"), "./a.csv", "*.csv", str(tmp_path))
    assert sorted(Path(read.file).name for read in found.lists) == ["a.csv", "b.csv", "list.csv"]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = (HEADER + row("Sketchbook")).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
    found = audited("-")
    assert [read.file for read in found.lists] == ["standard input"]
    assert one(found, "Sketchbook Pro").use.places[0].file == "standard input"


def test_a_list_that_cannot_be_read_does_not_stop_the_others(
    three: list[str], tmp_path: Path
) -> None:
    (tmp_path / "broken.csv").write_text("Colour,Height\nred,7\n")
    (tmp_path / "empty.csv").write_text("")
    found = audited(str(tmp_path))
    assert len(found.lists) == 3
    assert {Path(fault.place.file).name for fault in found.unread} == {"broken.csv", "empty.csv"}
    assert all(fault.remedy for fault in found.unread)


def test_rows_before_the_place_where_a_list_breaks_off_are_accounted_for(
    three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks = ListRead.chunks

    def breaking_off(read: ListRead) -> Iterator[Chunk]:
        yield from chunks(read)
        if read.file.endswith("a.csv"):
            raise GuardError(Fault("breaks off", "get it anew", Place(read.file, 4)))

    monkeypatch.setattr(ListRead, "chunks", breaking_off)
    found = audited(*three)
    assert [fault.what for fault in found.unread] == ["breaks off"]
    assert sum(each.use.lines for each in found.found) == sum(read.used for read in found.lists)
    assert len(found.lists) == 3


def test_nothing_to_read_is_never_an_answer(tmp_path: Path) -> None:
    assert "nothing was read" in faults(lambda: audited(listed(tmp_path)))[-1].what
    (tmp_path / "list.csv").write_text("Colour,Height\nred,7\n")
    assert len(faults(lambda: audited(str(tmp_path / "list.csv")))) == 2
    assert faults(lambda: audited(str(tmp_path / "nowhere.csv")))
    (tmp_path / "bare").mkdir()
    assert faults(lambda: audited(str(tmp_path / "bare")))


def test_progress_is_told_at_the_end_of_each_list(three: list[str]) -> None:
    told: list[int] = []
    audit(three, PLAIN, RECOGNISER, progress=told.append)
    assert told == [2, 3, 5]


# States


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("approved", "managed"),
        ("restricted", "managed"),
        ("proposed", "managed"),
        ("retired", "revoked"),
        ("prohibited", "revoked"),
    ],
)
def test_what_the_register_says_is_the_state(tmp_path: Path, status: str, state: str) -> None:
    known = register(entry("Sketchbook Pro", status=status, supplier="Example Sketches"))
    found = audited(listed(tmp_path, row("Sketchbook")), ready=ready(known))
    assert one(found, "Sketchbook Pro").state == state


def state_of(folder: Path, supplier: str, known: Register | None) -> str:
    (found,) = audited(listed(folder, row(supplier)), ready=ready(known)).found
    return found.state.value


def test_another_application_of_a_known_supplier_is_managed_elsewhere(tmp_path: Path) -> None:
    other = entry("Sketch Wall", supplier="EXAMPLE SKETCHES LIMITED")
    assert state_of(tmp_path, "Sketchbook", register(other)) == "managed-elsewhere"
    stopped = register(other | {"status": "prohibited"})
    assert state_of(tmp_path, "Sketchbook", stopped) == "unmanaged"
    assert state_of(tmp_path, "Piktochart", register(other)) == "unmanaged"


def test_a_name_that_is_merely_alike_decides_nothing(tmp_path: Path) -> None:
    known = register(entry("Sketchbook Prof", status="approved"))
    (found,) = audited(listed(tmp_path, row("Sketchbook")), ready=ready(known)).found
    assert found.state == "unknown"
    assert found.judged
    assert "Sketchbook Prof" in found.judged.known.questions[0]
    assert state_of(tmp_path, "Sketchbok Prof", known) == "unknown"


def test_without_a_register_nothing_is_managed_or_unmanaged(tmp_path: Path) -> None:
    found = audited(listed(tmp_path, row("Sketchbook")), ready=ready())
    assert one(found, "Sketchbook Pro").state == "unknown"
    assert "no register was given" in found.notes[0]
    changed = replace(ready(register()), notes=("A level is another here.",))
    assert audited(listed(tmp_path, row("Oak")), ready=changed).notes == changed.notes


def test_what_is_not_known_to_be_software_is_unknown_and_not_judged(tmp_path: Path) -> None:
    header = HEADER.replace("Service", "Merchant Category")
    path = listed(
        tmp_path, row("Oak"), row("Elm", area="Restaurants"), row("Ash.io"), header=header
    )
    states = {each.use.name: each for each in audited(path, ready=ready(register())).found}
    assert {name: each.state.value for name, each in states.items()} == {
        "Oak": "unknown",
        "Elm": "not-software",
        "Ash.io": "unknown",
    }
    assert not any(each.judged for each in states.values())


def test_an_application_of_the_register_is_found_where_no_catalogue_has_it(tmp_path: Path) -> None:
    notes = entry("Oak Notes", aliases=["OakN"], supplier="Oak Inc", status="prohibited")
    path = listed(tmp_path, row("OAKN LTD"), row("Oak Notes"), row("Oak Inc"))
    found = one(audited(path, ready=ready(register(notes))), "Oak Notes")
    assert (found.state, found.use.lines, found.use.nature) == ("revoked", 2, Nature.SOFTWARE)
    assert found.judged
    assert "SHI-02" in signals(found.judged)


# Earlier decisions


def signals(judged: Judged) -> set[str]:
    return {finding.rule.text.id for finding in judged.bypass.signals}


@pytest.mark.parametrize("name", ["Sketchbook Pro", "Oak Forms"])
@pytest.mark.parametrize(
    ("decided", "against"),
    [
        (("approve", "2026-03-01"), True),
        (("refuse", ""), True),
        (("approve", ""), False),
        (("approve", "2027-03-01"), False),
        (("approve", "2026-11-10"), False),
    ],
)
def test_paying_against_a_decision_of_it_is_found(
    tmp_path: Path, name: str, decided: tuple[str, str], against: bool
) -> None:
    past = approval(name, *decided)
    found = audited(listed(tmp_path, row(name)), ready=ready(register(), past))
    judged = one(found, name).judged
    assert judged
    assert ("SHI-02" in signals(judged)) is against
    assert ("SHI-02" in {f.rule.text.id for f in judged.decision.blocking}) is against


def test_one_sign_is_told_for_one_fact(tmp_path: Path) -> None:
    found = audited(listed(tmp_path, row("Sketchbook")), ready=ready(register()))
    judged = one(found, "Sketchbook Pro").judged
    assert judged
    assert signals(judged) == {"SHI-01"}
    assert judged.bypass.points == 30


def test_what_the_lists_cannot_show_is_not_checked(tmp_path: Path) -> None:
    found = audited(listed(tmp_path, row("Sketchbook")), ready=ready(register()))
    judged = one(found, "Sketchbook Pro").judged
    assert judged
    unchecked = {finding.rule.text.id for finding in judged.bypass.not_checked}
    assert {"SHI-04", "SHI-08", "SPD-05", "SPD-07", "SPD-15"} <= unchecked


# The same answer as guard check


NAMES = ("Sketchbook", "Sketchbook Pro", "Piktochart", "PAYPAL *PIKTOCHART", "Oak Forms", "Oak")
suppliers = st.none() | st.sampled_from(("Example Sketches", "Piktochart Ltd", "Elm plc"))
entries = st.lists(
    st.builds(
        lambda name, status, supplier, capability: (
            entry(name, status=status, capability=capability)
            | ({"supplier": supplier} if supplier else {})
        ),
        st.sampled_from(("Sketchbook Pro", "Piktochart", "Oak Forms", "Sketchbook Prof", "Elm")),
        st.sampled_from(("approved", "proposed", "restricted", "retired", "prohibited")),
        suppliers,
        st.sampled_from((None, "drawing")),
    ),
    unique_by=lambda made: made["id"],
    max_size=4,
)
rows = st.lists(
    st.builds(
        row,
        st.sampled_from(NAMES),
        st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 30)).map(str) | st.just(""),
        st.decimals(-500, 500, places=2),
        st.sampled_from(("", "IT", "Parks", "Roads", "Schools")),
        st.sampled_from(("", "IT Software", "Piktochart", "Example")),
    ),
    min_size=1,
    max_size=8,
)
pasts = st.lists(
    st.builds(
        approval,
        st.sampled_from(("Sketchbook Pro", "Oak Forms", "Piktochart")),
        st.sampled_from(("approve", "refuse", "approve-with-conditions")),
        st.sampled_from(("", "2026-02-01", "2027-01-01")),
    ),
    max_size=2,
)


def written(facts: Mapping[str, Any]) -> str:
    """The facts as a request file."""
    return "\n".join(f"{group} = {toml(_days(known))}" for group, known in facts.items())


def _days(value: object) -> object:
    match value:
        case dict():
            return {name: _days(each) for name, each in value.items()}
        case dt.datetime():
            return value.date()
        case _:
            return value


def told(judged: Judged) -> tuple[object, ...]:
    findings = [(f.rule.text.id, f.outcome, f.missing, f.upcoming, f.seen) for f in judged.findings]
    weighed = (judged.bypass.points, judged.bypass.band, len(judged.bypass.not_checked))
    known = (judged.known.state, judged.known.entry, judged.known.questions)
    return findings, judged.decision.verdict, weighed, known


@given(
    rows,
    st.none() | entries,
    pasts,
    st.sampled_from(
        [
            (columns, text)
            for columns in (HEADER, HEADER.replace("Description", "Merchant Category"))
            for text in ("", '[audit]\nit_areas = ["IT"]')
        ]
    ),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_check_and_audit_of_the_same_facts_agree(
    tmp_path_factory: Folder,
    made: list[str],
    known: list[dict[str, object]] | None,
    past: list[PastApproval],
    read_as: tuple[str, str],
) -> None:
    header, text = read_as
    at_hand = replace(
        ready(None if known is None else register(*known), *past), settings=chosen(text)
    )
    path = listed(tmp_path_factory.mktemp("same"), *made, header=header)
    asked: list[tuple[Mapping[str, object], Use]] = []

    def noted(use: Use, scope: Scope) -> dict[str, object]:
        asked.append((facts_of(use, scope), use))
        return facts_of(use, scope)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guard.audit.judging.facts_of", noted)
        found = audited(path, ready=at_hand)
    judged = [each for each in found.found if each.judged]
    assert len(judged) == len(asked)
    for each, (facts, use) in zip(judged, asked, strict=True):
        assert each.use is use
        assert each.judged
        checked = assess(parse_toml(written(facts), "request.toml"), at_hand).judged
        assert told(each.judged) == told(checked)


# What is made ready


def test_the_signals_of_whole_lists_are_applied_beside_the_policies() -> None:
    packs = {pack.text.id for pack in EVERYTHING.policies.packs}
    assert {"core", "shadow-it", "spend-signals"} <= packs
    twice = chosen('[policies]\nuse = ["shadow-it", "spend-signals"]')
    made = audit_bench(replace(PLAIN, settings=twice))
    ids = [rule.text.id for rule in made.policies.rules]
    assert len(ids) == len(set(ids))


def test_a_body_has_a_catalogue_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "ours.toml").write_text(
        'title = "Ours"\ncategory = "other"\non = 2026-11-01\nsource = "We wrote it."\n'
        '[[application]]\nid = "oak-forms"\nname = "Oak Forms"\n'
    )
    made = recogniser_for(chosen(folder=tmp_path))
    assert "oak-forms" in {each.id for each in made.catalogue.entries}
    bare = recogniser_for(chosen(folder=tmp_path / "nowhere"))
    assert "oak-forms" not in {each.id for each in bare.catalogue.entries}


def test_the_amounts_of_a_list_arrive(tmp_path: Path) -> None:
    made = reported(listed(tmp_path, row("Sketchbook", amount="1,000.10"), row("Sketchbook")))
    (answer,) = made.applications
    assert answer.spent[0].amount == Decimal("1010.10")

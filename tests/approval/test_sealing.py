import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from guard.approval.sealing import Basis, basis, compute_again, findings_bytes
from guard.assessment import request_bytes
from guard.bypass import Bands
from guard.gather import Known, State
from guard.judgement import Judged, judge
from guard.policy.choices import Choices
from guard.policy.compile import compile_policies
from guard.policy.model import Level
from guard.record.commitment import reveal
from guard.request.reading import GivenFacts
from tests.making import TODAY, document, listed, pack, rule
from tests.test_waiver import waiver

REQUIRE = (
    "data.records < parameters.limit || local.share > parameters.share"
    ' || "FR" in lists.eea.countries || parameters.start > today'
)
PACKS = [
    pack("[parameters]\nlimit = 5\nstart = 2026-01-01\nshare = 0.5", name="base"),
    pack(
        '[[fact]]\nname = "share"\ntype = "number"\nquestion = "?"\nask_of = "it"',
        rule("AA-01", when="data.personal", require=REQUIRE),
        rule("AA-02", level="sign-off", sign_off=["ciso"], require="!data.personal"),
        rule("AA-03", level="info", points=40, sign="it is so", require="data.records > 1"),
        rule("AA-04", effective_from=dt.date(2027, 1, 1), require="data.large_scale"),
        extends=["base"],
    ),
]
LISTS = {"eea": listed("eea", TODAY, countries=["DE"])}

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2031, 1, 1))
APPROVALS = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["ciso", "siro"]),
        "decision": st.sampled_from(["approve", "refuse"]),
        "state": st.sampled_from(["in-force", "expired"]),
        "for_this_request": st.booleans(),
        "on": st.just(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
    }
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "personal": st.booleans(),
        "records": st.integers(0, 9),
        "large_scale": st.booleans(),
    },
)
LOCAL = st.fixed_dictionaries({}, optional={"share": st.decimals(0, 1, places=2).map(abs)})
FACTS = st.fixed_dictionaries(
    {"data": DATA, "local": LOCAL, "approvals": st.lists(APPROVALS, max_size=3)}
)
CHANGED = st.fixed_dictionaries(
    {},
    optional={"limit": st.integers(0, 9), "start": DAYS, "share": st.just(Decimal("0.1"))},
)
CHOICES = st.builds(
    Choices,
    st.one_of(st.just({}), CHANGED.map(lambda changed: {"base": changed})),
    st.dictionaries(
        st.sampled_from(["AA-02", "AA-03"]), st.sampled_from([Level.WARN, Level.BLOCK])
    ),
)
BANDS = st.builds(Bands, st.integers(60, 100), st.integers(30, 59), st.integers(1, 29))


SECRET = b"a secret"
GIVEN = GivenFacts({"request": {"id": "R-1"}}, {}, document())


def judged(facts: dict[str, Any], choices: Choices, bands: Bands, on: dt.date) -> Judged:
    known = Known(facts, {"data": "form"}, State.MANAGED, "A1", ("Which?",), ("A note",))
    return judge(known, compile_policies(PACKS, LISTS, choices), bands, on)


def again(held: Basis) -> Judged:
    documents = {name: held.documents[digest] for name, _, digest in held.policies}
    return compute_again(held.documents[held.assessment], documents, held.openings)


@given(FACTS, CHOICES, BANDS, DAYS)
def test_a_decision_is_computed_again_from_what_was_sealed(
    facts: dict[str, Any], choices: Choices, bands: Bands, on: dt.date
) -> None:
    first = judged(facts, choices, bands, on)
    held = basis(first, GIVEN, choices, bands, SECRET)
    second = again(held)
    assert second.known == first.known
    assert second.decision.verdict == first.decision.verdict
    assert [each.outcome for each in second.findings] == [each.outcome for each in first.findings]
    assert findings_bytes(second.findings) == held.documents[held.findings]
    assert (second.bypass.points, second.bypass.band) == (first.bypass.points, first.bypass.band)


@given(FACTS, st.sampled_from([-1, 0, 400]), st.sampled_from(["AA-01", "AA-02", "AA-09"]))
def test_waivers_are_sealed_and_set_aside_again(
    facts: dict[str, Any], days: int, number: str
) -> None:
    facts = facts | {"application": {"name": "Forms"}}
    given = waiver(rule=number, expires=TODAY + dt.timedelta(days=days))
    known = Known(facts, {}, State.MANAGED, "", (), ())
    others = waiver(application="Sheets")
    compiled = compile_policies(PACKS, LISTS, Choices())
    first = judge(known, compiled, Bands(), TODAY, waivers=[given, others])
    held = basis(first, GIVEN, Choices(), Bands(), SECRET)
    second = again(held)
    assert second.waivers == (given,)
    assert [each.waiver for each in second.findings] == [each.waiver for each in first.findings]
    assert findings_bytes(second.findings) == held.documents[held.findings]
    sealed = reveal(json.loads(held.documents[held.assessment]), held.openings)
    without = rfc8785.dumps(sealed | {"waivers": []})
    documents = {name: held.documents[digest] for name, _, digest in held.policies}
    changed = findings_bytes(compute_again(without, documents, {}).findings)
    assert (changed == held.documents[held.findings]) == (not first.waived)


def example() -> Basis:
    first = judged({"approvals": []}, Choices(), Bands(), TODAY)
    return basis(first, GIVEN, Choices(), Bands(), SECRET)


def test_each_document_is_held_under_its_own_digest() -> None:
    held = example()
    assert all(hashlib.sha256(data).hexdigest() == key for key, data in held.documents.items())
    assert held.documents[held.request] == request_bytes(GIVEN, SECRET)[0]


def test_policies_and_the_lists_they_use_are_named_in_the_order_of_use() -> None:
    named = [(name, version) for name, version, _ in example().policies]
    assert named == [("base", "1"), ("ours", "1"), ("lists/eea", "2020-01-01")]


def test_findings_say_rule_level_outcome_and_what_is_missing() -> None:
    first = json.loads(findings_bytes(judged({}, Choices(), Bands(), TODAY).findings))[0]
    assert first == {
        "level": "block",
        "missing": ["data.personal", "data.records", "local.share"],
        "outcome": "unknown",
        "policy": "ours",
        "rule": "AA-01",
        "upcoming": False,
    }


@pytest.mark.parametrize("key", ["known", "levels", "on", "bands", "parameters", "waivers"])
def test_an_assessment_that_guard_never_wrote_is_refused(key: str) -> None:
    held = example()
    changed = json.loads(held.documents[held.assessment])
    del changed[key]
    documents = {name: held.documents[digest] for name, _, digest in held.policies}
    with pytest.raises((KeyError, TypeError, ValueError)):
        compute_again(rfc8785.dumps(changed), documents, held.openings)

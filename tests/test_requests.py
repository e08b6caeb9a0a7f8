"""The example requests, end to end: what is decided of each, and why that is right."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from guard.assessment import Bench, assess, prepare
from guard.border.document import read
from guard.bypass import Band
from guard.decision import Verdict
from guard.finding import Outcome
from guard.gather import State
from guard.policy.model import Level
from guard.report import Report
from guard.settings import Settings, SettingsText
from tests.making import TODAY
from tests.office import BOSS, Office

FOLDER = Path(__file__).parent / "requests"
FILES = {file.stem: file for file in sorted(FOLDER.glob("*.[tj]*"))}


@dataclass(frozen=True, slots=True)
class Expected:
    """What is decided of a request; ``asked`` and ``warned`` may be a part of what there is."""

    verdict: Verdict
    band: Band = Band.CLEAR
    points: int = 0
    blocked_by: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    signed_for: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


EXPECTED = {
    # Secure sign-in and known places are asked whatever the price (Cyber Essentials 3.3, in
    # reports; G-Cloud questions); people's data needs screening (UK GDPR 35) and a lawful place
    # (44A to 49A). A card needs IT's agreement (purchase forms, GCDO), and an approved tool does
    # the job (TCoP 8).
    "survey-tool-on-a-card": Expected(
        Verdict.DENY,
        Band.LOOK,
        25,
        blocked_by=("CORE-11", "CORE-16", "UKL-04", "UKL-08"),
        signed_by=("head-of-it", "ciso"),
        signed_for=("CORE-04", "CORE-06", "CORE-09", "CORE-13"),
        undecided=("CORE-05", "CORE-08", "CORE-14", "UKL-01", "UKL-06", "UKL-27"),
        asked=("evidence", "integrations", "application.alternatives_considered"),
        warned=("SHI-04", "SHI-11"),
    ),
    # Its mended form: the approved tool, for an approved use, within its marking: nothing is asked.
    "reuse-in-a-minute": Expected(Verdict.PERMIT),
    "register-approved-reuse": Expected(Verdict.PERMIT),
    # The EU-US framework covers data from the UK only with its Extension (SI 2023/1028), and
    # nothing else covers the United States (UK GDPR 44A to 49A). Essential work wants all 14 cloud
    # principles.
    "childrens-case-management-us": Expected(
        Verdict.DENY,
        blocked_by=("UKL-08", "UKL-09"),
        signed_by=("head-of-it", "ciso"),
        signed_for=("CORE-04", "UKL-11"),
        undecided=("SCH-15",),
        asked=("supplier.breach_causes_fixed",),
        warned=("UKL-26",),
    ),
    # Hosted at home, the impact assessment approved, Plus certificate held: only IT's word is
    # missing.
    "childrens-case-management-uk": Expected(
        Verdict.REFER, signed_by=("head-of-it",), signed_for=("CORE-04",), warned=("UKL-26",)
    ),
    # PPN 014 has the certificate renewed every year of the contract; it is no reason to refuse.
    "renewal-certificate-lapses": Expected(
        Verdict.REFER, signed_by=("head-of-it",), signed_for=("CORE-04",), warned=("UKL-26",)
    ),
    # One yes in the screening, and sensitive information, want the assessment first (UK GDPR 35),
    # and a processor wants terms (28). Training is for the SIRO, wide access and disclosure (PPN
    # 017) for the CISO. It was asked for openly: being unsigned is no sign of bypass, a permission
    # already given is.
    "ai-note-taker": Expected(
        Verdict.DENY,
        Band.LOOK,
        25,
        blocked_by=("UKL-05", "UKL-06"),
        signed_by=("head-of-it", "siro", "ciso", "accessibility-lead"),
        signed_for=(
            *("CORE-04", "CORE-07", "CORE-13", "CORE-15", "CORE-17"),
            *("SCH-11", "UKL-02", "UKL-07", "UKL-14", "UKL-29"),
        ),
        undecided=("CORE-18", "UKL-11", "UKL-16", "UKL-18", "SCH-04", "SCH-10", "SCH-16"),
        asked=("ai.supplier_disclosure_ref", "ai.eqia_ref", "hosting.cloud_principles"),
        warned=("SHI-09",),
    ),
    # Street data without the street number (open standard for property and street information); the
    # link into PSN needs the head of IT and has no reference (CAF does not replace PSN).
    "gis-street-addon": Expected(
        Verdict.DENY,
        blocked_by=("UKL-21",),
        signed_by=("head-of-it",),
        signed_for=("CORE-04", "UKL-13"),
        warned=("UKL-26", "SCH-03", "SCH-08"),
    ),
    "gis-street-addon-mended": Expected(
        Verdict.REFER,
        signed_by=("head-of-it",),
        signed_for=("CORE-04", "UKL-13"),
        warned=("UKL-26",),
    ),
    # In use, on no register (NZ MCSS 3, CAF A3.a), no second step, outside the buyer's own
    # certificate (Cyber Essentials 3.3, in reports): used before approval is shadow cloud (GCDO).
    "trial-already-in-use": Expected(
        Verdict.DENY,
        Band.BYPASS,
        100,
        blocked_by=("CORE-01", "CORE-11", "CORE-14"),
        signed_by=("head-of-it", "service-director", "siro", "ciso"),
        signed_for=("CORE-03", "CORE-04", "CORE-06", "CORE-07", "CORE-09", "CORE-13"),
        undecided=("CORE-16", "UKL-04", "UKL-08"),
        asked=("data.dpia.status", "hosting.locations", "ai.used", "evidence"),
        warned=("SHI-01", "SHI-03", "SHI-08", "SHI-09", "SHI-11", "SHI-17"),
    ),
    # All that the packs ask for an ordinary service with residents' names: only IT's word is
    # missing.
    "library-room-bookings": Expected(
        Verdict.REFER, signed_by=("head-of-it",), signed_for=("CORE-04",), warned=("UKL-26",)
    ),
}

SIGNABLE = [name for name, expected in EXPECTED.items() if expected.verdict is not Verdict.DENY]

every_request = pytest.mark.parametrize("name", EXPECTED)


@cache
def bench() -> Bench:
    settings = Settings(SettingsText(), FOLDER, "")
    return prepare(settings, TODAY, register=FOLDER / "register.csv")


@cache
def report(name: str) -> Report:
    return assess(read(FILES[name]), bench()).report


def rules(name: str, outcome: Outcome, *levels: Level) -> set[str]:
    return {answer.rule for answer in report(name).with_outcome(outcome, *levels)}


def test_every_request_is_in_the_table() -> None:
    assert set(FILES) == set(EXPECTED)


@every_request
def test_the_verdict_and_the_signs_of_bypass(name: str) -> None:
    said, expected = report(name), EXPECTED[name]
    assert said.verdict is expected.verdict
    assert (said.bypass.band, said.bypass.points) == (expected.band, expected.points)


@every_request
def test_what_stands_in_the_way(name: str) -> None:
    assert rules(name, Outcome.FAIL, Level.BLOCK) == set(EXPECTED[name].blocked_by)


@every_request
def test_who_must_sign_and_for_what(name: str) -> None:
    said = report(name).sign_offs
    assert {sign_off.role for sign_off in said} == set(EXPECTED[name].signed_by)
    assert {rule for sign_off in said for rule in sign_off.rules} >= set(EXPECTED[name].signed_for)
    if name in SIGNABLE:
        assert {rule for s in said for rule in s.rules} == set(EXPECTED[name].signed_for)


@every_request
def test_what_is_undecided_and_asked(name: str) -> None:
    undecided = rules(name, Outcome.UNKNOWN, Level.BLOCK, Level.SIGN_OFF)
    asked = {fact.fact for fact in report(name).to_ask}
    assert undecided >= set(EXPECTED[name].undecided)
    assert asked >= set(EXPECTED[name].asked)
    assert bool(undecided) == bool(asked) == bool(EXPECTED[name].undecided)


@every_request
def test_the_warnings(name: str) -> None:
    assert rules(name, Outcome.FAIL, Level.WARN, Level.INFO) == set(EXPECTED[name].warned)


@every_request
def test_the_register_answers_and_nothing_contradicts_it(name: str) -> None:
    said = report(name)
    unmanaged = {"survey-tool-on-a-card", "trial-already-in-use"}
    assert said.state is (State.UNMANAGED if name in unmanaged else State.MANAGED)
    assert (said.questions, said.notes) == ((), ())


def test_reuse_takes_a_handful_of_facts() -> None:
    text = FILES["reuse-in-a-minute"].read_text("utf-8")
    facts = [line for line in text.splitlines() if " = " in line]
    assert len(facts) <= 12


@pytest.fixture
def council(new_office: Office) -> Office:
    """A council set up by ``guard init``, with the register that the requests speak of."""
    shutil.copy(FOLDER / "register.csv", new_office.folder / "register.csv")
    return new_office


@pytest.mark.parametrize("name", SIGNABLE)
def test_what_may_be_approved_is_sealed_and_verified(name: str, council: Office) -> None:
    file = str(FILES[name])
    approved = council.guard("approve", file, *BOSS)
    assert approved.code == 0
    assert "may be bought." in approved.out
    assert council.guard("check", file, "--on", "2026-11-22").code == 0
    verified = council.guard("verify")
    assert verified.code == 0
    assert "approved as head-of-it" in verified.out


@pytest.mark.parametrize("name", [name for name in EXPECTED if name not in SIGNABLE])
def test_what_is_denied_cannot_be_signed_away(name: str, council: Office) -> None:
    answer = council.guard("approve", str(FILES[name]), *BOSS)
    assert answer.code == 1
    assert "Nothing was sealed" in answer.out


def test_an_approval_ends_with_the_certificate_that_lapses(council: Office) -> None:
    answer = council.guard("approve", str(FILES["renewal-certificate-lapses"]), *BOSS)
    assert "until      2027-03-15" in answer.out


def test_the_request_that_guard_init_lays_down_waits_for_one_signature(new_office: Office) -> None:
    first = new_office.guard("check", "request.toml", "--on", "2026-11-22")
    assert first.code == 3
    assert "may not be bought yet: 1 person must sign." in first.out
    assert "What is missing" not in first.out
    assert new_office.guard("approve", "request.toml", *BOSS).code == 0
    assert new_office.guard("check", "request.toml", "--on", "2026-11-22").code == 0
    assert new_office.guard("verify").code == 0
    assert len((new_office.folder / "request.toml").read_text("utf-8").splitlines()) <= 45

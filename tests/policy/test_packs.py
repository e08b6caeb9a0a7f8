"""The packs that come with guard: every rule is tried, sourced, and claims no more than it may."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest

from guard.decision import Decision
from guard.examples import Tried, try_examples
from guard.gather import gather
from guard.judgement import judge
from guard.policy.compile import PolicySet, Rule
from guard.policy.library import shipped
from guard.policy.listing import list_policies
from guard.policy.model import Basis, Level, Verified
from guard.request.reading import read_request
from guard.settings import PACKS, Settings, SettingsText
from tests.making import TODAY, document

COUNTS = {
    "core": (20, 12, 3, 5),
    "uk-local-government": (29, 5, 5, 19),
    "supply-chain": (17, 8, 4, 5),
    "shadow-it": (9, 6, 0, 3),
    "spend-signals": (8, 0, 0, 8),
    "uk-nhs": (22, 7, 6, 9),
    "eu-public-body": (22, 3, 12, 7),
    "nz-public-body": (23, 14, 2, 7),
    "us-state-local": (21, 10, 3, 8),
    "us-higher-education": (16, 13, 0, 3),
}
"""Of each pack: its rules, and those checked in the source, in a report of it, and not at all."""

HOSTS = {
    "cisa.gov",
    "digital.govt.nz",
    "github.com",
    "gov.uk",
    "handleygill.co.uk",
    "ncsc.govt.nz",
    "www.digital.govt.nz",
    "www.govinfo.gov",
}
"""Where the sources stand that were given with host and path when the packs were written."""

ROLES = {
    "accessibility-lead",
    "ai-lead",
    "caldicott-guardian",
    "chief-executive",
    "ciso",
    "cjis-officer",
    "clinical-safety-officer",
    "data-lead",
    "digital-lead",
    "equality-lead",
    "head-of-it",
    "integration-lead",
    "legal",
    "legal-counsel",
    "maori-partnership-lead",
    "medical-device-officer",
    "privacy-officer",
    "procurement",
    "records-manager",
    "registrar",
    "research-office",
    "service-director",
    "siro",
}
"""Who may sign. The data protection officer advises, and is not among them."""

LOW_RISK: dict[str, object] = {
    "application.name": "Leaf counter",
    "application.service_model": "saas",
    "application.criticality": "low",
    "application.users.public": False,
    "application.makes_payments": False,
    "contract.route": "quotes",
    "contract.payment_method": "purchase-order",
    "contract.estimated_total_value": {"amount": 90, "currency": "GBP"},
    "data.personal": False,
    "data.organisation_data": False,
    "identity.has_accounts": False,
    "integrations": [],
    "ai.used": "none",
    "request.kind": "new",
    "it_management.in_use": False,
    "it_management.register_status": "unregistered",
    "it_management.similar_approved": [],
    "it_management.service_owner": "Parks team",
    "it_management.information_asset_owner": "Head of parks",
    "it_management.owners_are_staff": True,
    "it_management.review_on": "2027-11-01",
    "supplier.legal_name": "Leaf Ltd",
}
"""All that is asked of an everyday tool that holds none of a body's information."""


@cache
def compiled() -> PolicySet:
    """All packs there are, together: those of every kind of body, and the signals of an audit."""
    return Settings(SettingsText(), shipped(), "").compile(list(COUNTS))


@cache
def for_requests() -> PolicySet:
    return Settings(SettingsText(), shipped(), "").compile()


@cache
def tried() -> tuple[Tried, ...]:
    return tuple(each for pack in compiled().packs for each in try_examples(compiled(), pack))


RULES = {rule.text.id: rule for rule in compiled().rules}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
every_pack = pytest.mark.parametrize("name", COUNTS)


def test_no_pack_is_left_out_of_these_tests() -> None:
    files = {file.stem for file in shipped().glob("*.toml")}
    assert files == {pack.text.id for pack in compiled().packs} == set(COUNTS)
    assert PACKS == ("core", "uk-local-government", "supply-chain", "shadow-it")


@every_pack
def test_each_pack_stands_with_what_it_extends_and_nothing_else(name: str) -> None:
    alone = Settings(SettingsText(), shipped(), "").compile([name])
    assert alone.packs[-1].text.id == name
    used = {rule.policy for rule in alone.rules}
    assert used == {name, *(base for pack in alone.packs for base in pack.text.extends)}


def test_every_example_comes_out_as_expected() -> None:
    wrong = [
        f"{each.place}: {each.rule.text.id} gave {each.finding.outcome}, not {each.expected}"
        for each in tried()
        if not each.as_expected
    ]
    assert wrong == []


@every_rule
def test_every_rule_is_seen_to_pass_to_fail_and_to_be_undecided(rule: Rule) -> None:
    seen = {each.expected.value for each in tried() if each.rule is rule}
    assert {"pass", "fail", "unknown"} <= seen


@every_rule
def test_a_rule_with_a_condition_is_seen_not_to_apply(rule: Rule) -> None:
    seen = {each.expected.value for each in tried() if each.rule is rule}
    assert rule.text.when == "true" or "not-applicable" in seen


@every_rule
def test_every_rule_gives_its_reason_and_the_next_step(rule: Rule) -> None:
    text = rule.text
    assert text.why.endswith(".")
    assert text.remedy.endswith(".")
    assert len(text.title) <= 70
    assert not text.title.endswith(".")


@every_rule
def test_every_rule_names_its_source_and_the_day_it_was_looked_at(rule: Rule) -> None:
    source = rule.text.source
    assert source.title
    assert source.verified in Verified
    assert source.on <= TODAY


@every_rule
def test_what_was_not_checked_says_so_and_why(rule: Rule) -> None:
    source = rule.text.source
    if source.verified is Verified.UNVERIFIED:
        assert source.note
        if rule.text.basis is Basis.LAW:
            said = rule.text.why + source.note
            assert "as far as this pack has checked" in said.replace("As far", "as far")


@every_rule
def test_who_signs_may_sign_and_signs_something(rule: Rule) -> None:
    assert set(rule.text.sign_off) <= ROLES
    signed = rule.text.level in (Level.BLOCK, Level.SIGN_OFF)
    assert bool(rule.text.sign_off) == signed


def test_every_role_signs_something() -> None:
    assert {role for rule in RULES.values() for role in rule.text.sign_off} == ROLES


@every_rule
def test_what_blocks_never_waits_for_a_signature(rule: Rule) -> None:
    # Nobody is asked to sign what is denied, so such a rule could never be met.
    waits = "signed(" in rule.text.when + rule.text.require
    assert not waits or rule.level is not Level.BLOCK


@every_rule
def test_a_rule_binds_only_kinds_of_body_that_a_request_can_name(rule: Rule) -> None:
    for kind in rule.text.binds:
        given = document(requester={"organisation": {"type": kind}})
        assert read_request(given).values


def test_a_council_is_bound_by_nothing_that_binds_central_government() -> None:
    bound = {rule.text.id for rule in RULES.values() if "council" in rule.text.binds}
    assert bound == {"UKL-23"}
    assert RULES["UKL-23"].text.basis is Basis.LAW


def test_titles_read_well_after_not_met() -> None:
    words = {"not", "no", "nothing", "nobody", "none", "never", "neither"}
    denied = {r.text.id for r in RULES.values() if words & set(r.text.title.lower().split())}
    assert denied == set()


def test_addresses_are_only_those_that_were_given() -> None:
    sources = [rule.text.source for rule in RULES.values()]
    sources += [listed.text.source for listed in compiled().lists.values()]
    given = [urlsplit(source.url) for source in sources if source.url]
    assert {url.scheme for url in given} == {"https"}
    assert {url.hostname for url in given} == HOSTS
    assert all(len(url.path) > 1 for url in given)


def test_no_rule_is_better_verified_than_a_list_it_rests_on() -> None:
    rank = list(Verified)
    for rule in RULES.values():
        text = rule.text.when + rule.text.require
        for name, listed in compiled().lists.items():
            if f"lists.{name}." in text:
                weakest = max(
                    listed.text.source.verified, rule.text.source.verified, key=rank.index
                )
                assert rule.text.source.verified is weakest, (rule.text.id, name)


def test_every_list_is_in_use_and_holds_today() -> None:
    files = {file.stem for file in (shipped() / "lists").glob("*.toml")}
    assert files == set(compiled().lists)
    assert all(listed.text.live(TODAY) for listed in compiled().lists.values())


def test_the_list_of_policies_says_how_far_each_was_verified() -> None:
    said = list_policies(compiled())
    for name, (rules, primary, secondary, not_at_all) in COUNTS.items():
        verified = f"{primary} verified, {secondary} secondary, {not_at_all} unverified"
        assert any(
            line.startswith(name) and line.endswith(f"({rules} rules: {verified})")
            for line in said.splitlines()
        )


def test_the_list_of_policies_adds_up() -> None:
    rules, primary, secondary, not_at_all = map(sum, zip(*COUNTS.values(), strict=True))
    assert rules >= 61
    assert rules == primary + secondary + not_at_all == len(RULES)
    said = list_policies(compiled()).splitlines()[-1]
    assert said == (
        f"{rules} rules in {len(COUNTS)} policies: {primary} verified, "
        f"{secondary} secondary, {not_at_all} unverified"
    )


def asked_of(facts: Mapping[str, object]) -> tuple[Decision, set[str]]:
    """What is decided of a request that says just these facts, and what it still waits for."""
    groups: dict[str, Any] = {}
    for path, value in facts.items():
        *above, last = path.split(".")
        group = groups
        for name in above:
            group = group.setdefault(name, {})
        group[last] = value
    settings = Settings(SettingsText(), shipped(), "")
    known = gather(read_request(document(**groups)), settings, None, [])
    decision = judge(known, for_requests(), settings.bands, TODAY).decision
    return decision, {path for finding in decision.undecided for path in finding.ask_first}


def test_a_low_risk_purchase_waits_for_nothing_but_the_head_of_it() -> None:
    decision, asked = asked_of(LOW_RISK)
    assert decision.blocking == ()
    assert asked == set()
    assert [sign_off.role for sign_off in decision.outstanding] == ["head-of-it"]


@pytest.mark.parametrize("fact", [path for path in LOW_RISK if path != "application.name"])
def test_a_low_risk_purchase_is_asked_for_nothing_that_does_not_matter(fact: str) -> None:
    without = {path: value for path, value in LOW_RISK.items() if path != fact}
    assert any(path.startswith(fact) for path in asked_of(without)[1])


def test_a_low_risk_purchase_is_asked_for_few_facts() -> None:
    assert len(LOW_RISK) <= 22

import datetime as dt
from typing import Any

import pytest

from guard.policy.compile import compile_policies
from guard.policy.library import parse_pack
from guard.policy.model import Level
from tests.making import NO_CHOICES, TODAY, faults, listed, pack, policies, rule, told

DEFINED = "[define]\n\"big()\" = 'data.records > parameters.limit'"
LIMIT = "[parameters]\nlimit = 5"


def test_rules_stand_in_the_order_of_the_files() -> None:
    compiled = policies(pack(rule("AA-01"), name="one"), pack(rule("AA-02"), name="two"))
    assert [(made.policy, made.text.id) for made in compiled.rules] == [
        ("one", "AA-01"),
        ("two", "AA-02"),
    ]


def test_a_misspelt_fact_has_its_place_in_the_file_and_a_suggestion() -> None:
    text = rule().replace('"data.personal"', "'''\n\n  data.personal &&\n   data.persnal'''")
    (fault,) = faults(lambda: policies(text))
    assert str(fault.place) == "ours.toml:12:4: rule[0].require"
    assert "persnal" in fault.what
    assert "data.personal" in fault.remedy


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    parts = (
        rule("AA-01", require="data.nothing", when="1 == true"),
        rule("AA-01", require="size(", sign_off=["dpo"]),
        rule("AA-03", level="sign-off"),
    )
    lines = [fault.place.line for fault in faults(lambda: policies(*parts))]
    assert lines == sorted(lines)
    assert len(lines) >= 6


def test_definitions_and_parameters_are_inherited() -> None:
    base = pack(LIMIT, DEFINED, name="base")
    plain = pack(rule(require="big() && parameters.limit > 1"), extends=["base"])
    (made,) = policies(base, plain).rules
    assert made.parameters == {"limit": 5}
    own = pack("[parameters]\nlimit = 7", rule(require="big()"), extends=["base"])
    (made,) = policies(base, own).rules
    assert made.parameters == {"limit": 7}


def test_nothing_is_inherited_without_extends() -> None:
    base = pack(LIMIT, DEFINED, name="base")
    said = told(lambda: policies(base, pack(rule(require="big()"))))
    assert "big" in said
    assert "parameters" in told(lambda: policies(base, pack(rule(require="parameters.limit > 1"))))


def test_a_faulty_definition_is_told_once_where_it_stands() -> None:
    base = pack("[define]\n\"big()\" = 'data.recods > 5'", rule(require="big()"), name="base")
    heirs = [pack(rule(f"AA-0{n}"), name=f"heir{n}", extends=["base"]) for n in (2, 3)]
    (fault,) = faults(lambda: policies(base, *heirs))
    assert fault.place.file == "base.toml"
    assert (fault.place.line, fault.place.column) == (6, 12)
    assert "data.records" in fault.remedy


def test_a_body_changes_parameters_and_levels() -> None:
    base = pack(LIMIT, name="base")
    heir = pack(rule(require="data.records > parameters.limit"), extends=["base"])
    changed: dict[str, Any] = {
        "parameters": {"base": {"limit": 9}},
        "levels": {"AA-01": Level.WARN},
    }
    (made,) = policies(base, heir, **changed).rules
    assert made.parameters == {"limit": 9}
    assert (made.level, made.text.level) == (Level.WARN, Level.BLOCK)


def test_only_lists_that_are_mentioned_are_kept() -> None:
    lists = (listed("eea", TODAY, countries=["FR"]), listed("eea_more", TODAY, countries=["CH"]))
    compiled = policies(rule(require='"FR" in lists . eea.countries'), lists=lists)
    assert set(compiled.lists) == {"eea"}


def test_facts_of_one_policy_are_seen_by_the_others() -> None:
    declared = '[[fact]]\nname = "sponsor"\ntype = "text"\nquestion = "Who?"\nask_of = "it"'
    compiled = policies(pack(declared, name="facts"), pack(rule(require='local.sponsor == "x"')))
    assert [fact.name for fact in compiled.own_facts] == ["sponsor"]
    assert "sponsor" in told(lambda: policies(pack(declared), rule(require="local.sponsr == 1")))


@pytest.mark.parametrize("condition", ['"a" * 2', "data", "1", "f()", "today > 3", "x.y", ""])
def test_what_is_no_condition_is_a_fault_of_the_rule(condition: str) -> None:
    for fault in faults(lambda: policies(rule(when=condition or "  "))):
        assert fault.place.path.startswith("rule[0].when")
        assert fault.place.line == 15


def test_parameters_of_each_type_can_be_compared() -> None:
    text = '[parameters]\na = 1\nb = true\nc = 1.5\nd = "x"\ne = 2026-01-01\nf = ["x"]'
    require = (
        "parameters.a > 0 && parameters.b && parameters.c > 1.0 && parameters.d in parameters.f"
        " && parameters.e < today"
    )
    (made,) = compile_policies([pack(text, rule(require=require))], {}, NO_CHOICES).rules
    assert made.parameters["e"] == dt.date(2026, 1, 1)


def test_the_place_is_right_in_a_file_with_windows_line_ends() -> None:
    text = pack(rule(require="data.persnal")).document.text.replace("\n", "\r\n")
    (fault,) = faults(lambda: policies(parse_pack(text, "ours.toml")))
    assert (fault.place.line, fault.place.column) == (9, 12)

from guard.workbench.manual.asking import all_questions, listed, open_questions
from tests.making import assessed, bench, rule
from tests.workbench.manual.accounts import whole


def test_all_questions_stand_under_who_can_answer_them() -> None:
    assert listed(all_questions(whole())).splitlines() == [
        "You, who ask for it (1 question)",
        "  - Will it hold or see information about people?",
        "      data.personal = true or false, without quotation marks",
        "      for AA-01",
        "The IT team (1 question)",
        "  - Is it ours?",
        "      local.ours = true or false, without quotation marks",
        "      for AA-01",
        "The supplier (1 question)",
        "  - In which country is the supplier registered?",
        "      supplier.country = text in quotation marks",
        "      for AA-01",
        "3 questions",
    ]


def test_what_most_rules_read_is_asked_first() -> None:
    ready = bench(
        rule("AA-01", require='supplier.country == "GB"'),
        rule("AA-02"),
        rule("AA-03", require='data.personal && supplier.legal_name != ""'),
    )
    first, *_ = all_questions(ready.policies)
    assert (first.fact, first.rules) == ("data.personal", ("AA-02", "AA-03"))


def test_a_request_leaves_open_what_it_does_not_answer() -> None:
    ready = bench(
        rule("AA-01", level="warn", require='supplier.country == "GB"'),
        rule("AA-02"),
        rule("AA-03", require='application.name == "X"'),
    )
    report = assessed(ready, application={"name": "X"}).report
    asked = open_questions(report)
    assert [each.fact for each in asked] == ["data.personal", "supplier.country"]
    assert "2 questions" in listed(asked)


def test_when_all_is_answered_that_is_said() -> None:
    report = assessed(bench(rule("AA-02")), data={"personal": True}).report
    assert listed(open_questions(report)) == "Nothing is left to be asked.\n"

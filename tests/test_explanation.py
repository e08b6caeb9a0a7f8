import datetime as dt

from guard.explanation import explain_rule
from tests.making import assessed, bench, rule, told

SOURCE = {
    "title": "Some Act",
    "section": "s. 1",
    "url": "https://law.example/1",
    "verified": "secondary",
    "on": dt.date(2026, 1, 1),
}
READY = bench(
    rule(when="data.personal", require="data.records < 5 && !data.large_scale", source=SOURCE)
)


def test_the_whole_reasoning_is_shown() -> None:
    data = {"personal": True, "records": 3}
    assert explain_rule(assessed(READY, data=data), "AA-01") == (
        "AA-01: What AA-01 asks\n"
        "  outcome   unknown (level block, policy ours)\n"
        "  why       Because.\n"
        "  remedy    Do it.\n"
        "  authority Some Act: s. 1 (law; checked in a report of the source, not the source itself,"
        " 2026-01-01)\n"
        "            https://law.example/1\n"
        "  applies when\n"
        "    yes       data.personal\n"
        "  requires\n"
        "    not known data.records < 5 && !data.large_scale\n"
        "      yes       data.records < 5\n"
        "        3         data.records\n"
        "        5         5\n"
        "      not known !data.large_scale\n"
        "        not known data.large_scale\n"
        "  missing   data.large_scale\n"
    )


def test_a_rule_that_does_not_apply_shows_only_why() -> None:
    shown = explain_rule(assessed(READY, data={"personal": False}), "AA-01")
    assert "no        data.personal" in shown
    assert "requires" not in shown
    assert "missing" not in shown


def test_hostile_values_stay_text() -> None:
    ready = bench(rule(require='application.name == "x"'))
    shown = explain_rule(
        assessed(ready, application={"name": "a\x1b[2J\u202e" + "b" * 99}), "AA-01"
    )
    assert "\\u{1b}[2J\\u{202e}" in shown
    assert "…(+" in shown
    assert shown.replace("\n", "").isprintable()


def test_a_rule_that_is_not_there_is_met_with_those_that_are() -> None:
    said = told(lambda: explain_rule(assessed(READY), "AA-1\x1b"))
    assert 'no policy in use has a rule "AA-1\\u{1b}"' in said
    assert "did you mean AA-01? See the rules there are: guard policy list" in said
    far = told(lambda: explain_rule(assessed(READY), "nothing like it"))
    assert "did you mean" not in far
    assert explain_rule(assessed(READY), " aa-01") == explain_rule(assessed(READY), "AA-01")

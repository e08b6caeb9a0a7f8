import datetime as dt

import pytest

from guard.policy.model import Level
from guard.workbench.impact.meaning import Difference, Kind
from tests.making import listed, pack, policies, rule
from tests.workbench.impact.making import changes, two, with_list


def test_rules_are_the_same_changed_added_or_removed() -> None:
    old = policies(rule("AA-01"), rule("AA-02"), rule("AA-03"))
    new = policies(rule("AA-04"), rule("AA-02", level="warn"), rule("AA-01"))
    found = changes(old, new)
    assert [(name, change.kind) for name, change in found.items()] == [
        ("AA-04", Kind.ADDED),
        ("AA-02", Kind.CHANGED),
        ("AA-01", Kind.SAME),
        ("AA-03", Kind.REMOVED),
    ]
    assert found["AA-02"].level is Level.WARN


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ({}, {"level": "warn"}, Difference("level", "block", "warn")),
        ({}, {"when": "data.personal"}, Difference("when", "true", "data.personal")),
        ({}, {"points": 5, "sign": "so"}, Difference("points", "0", "5")),
        (
            {"sign_off": ["ciso"]},
            {"sign_off": ["ciso", "siro"]},
            Difference("sign_off", "ciso", "ciso, siro"),
        ),
        (
            {},
            {"effective_from": dt.date(2027, 1, 1)},
            Difference("effective_from", "", "2027-01-01"),
        ),
    ],
)
def test_what_differs_is_told_as_it_was_and_as_it_is(
    before: dict[str, object], after: dict[str, object], difference: Difference
) -> None:
    (change,) = changes(*two(before, after)).values()
    assert change.differences == (difference,)


def test_spaces_and_names_of_definitions_mean_nothing() -> None:
    defined = '[define]\n"ours()" = "data.personal"\n'
    old = policies(pack(defined, rule(require="ours()  &&  data.organisation_data")))
    new = policies(rule(require="data.personal && data.organisation_data"))
    assert changes(old, new)["AA-01"].kind is Kind.SAME


def test_a_definition_changes_the_rules_that_use_it() -> None:
    written = [f'[define]\n"ours()" = "{each}"\n' for each in ("data.personal", "false")]
    old, new = (policies(pack(each, rule(require="ours()"), rule("AA-02"))) for each in written)
    assert [change.kind for change in changes(old, new).values()] == [Kind.CHANGED, Kind.SAME]


def test_a_parameter_changes_the_rules_that_read_it() -> None:
    rules = (rule(require="logging.retention_days >= parameters.days"), rule("AA-02"))
    old, new = (policies(pack(f"[parameters]\ndays = {days}\n", *rules)) for days in (30, 60))
    found = changes(old, new)
    assert found["AA-01"].differences == (Difference("parameters.days", "30", "60"),)
    assert found["AA-02"].kind is Kind.SAME


def test_a_dated_list_changes_the_rules_that_read_it() -> None:
    keys: dict[str, object] = {"require": "supplier.country in lists.near.places"}
    near = listed("near", dt.date(2027, 1, 1), places=["FR"])
    longer = listed("near", dt.date(2028, 1, 1), places=["FR", "IE"])
    (change,) = changes(with_list(near, **keys), with_list(longer, **keys)).values()
    assert change.differences == (
        Difference("lists.near", "2020-01-01 to 2027-01-01", "2020-01-01 to 2028-01-01"),
        Difference("lists.near.places", '["FR"]', '["FR", "IE"]'),
    )


def test_other_words_for_people_change_nothing_and_are_told() -> None:
    (change,) = changes(*two({}, {"why": "For another reason."})).values()
    assert (change.kind, change.reworded) == (Kind.SAME, True)

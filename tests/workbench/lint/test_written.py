import datetime as dt

from guard.workbench.lint import written
from guard.workbench.lint.remark import Weight
from tests.making import listed, pack, rule

ON = dt.date(2026, 11, 22)


def test_what_another_policy_uses_is_used() -> None:
    base = pack('[define]\n"many()" = "data.records > 5"\n', rule("AA-01"), name="base")
    other = pack(rule("BB-01", require="many()"), name="other", extends=["base"])
    assert list(written.unused([base], [base, other])) == []
    (remark,) = written.unused([base], [base])
    assert remark.what == "nothing uses the definition many()"


def test_a_name_inside_another_is_no_use() -> None:
    ours = pack(
        "[parameters]\nmost = 5\nmost_of_all = 6\n",
        rule(require="data.records > parameters.most_of_all"),
    )
    (remark,) = written.unused([ours], [ours])
    assert remark.what == "nothing reads the parameter most"


def test_only_lists_of_the_own_folder_are_to_be_used() -> None:
    lists = {"eea": listed("eea", ON, c=["FR"])}
    assert [r.check for r in written.unused_lists(lists, [], "eea")] == ["unused-list"]
    assert list(written.unused_lists(lists, [], "policies")) == []
    ours = pack(rule(require="application.name in lists.eea.c"))
    assert list(written.unused_lists(lists, [ours], "eea")) == []


def test_a_list_counts_to_its_last_day() -> None:
    ours = [pack(rule(require="application.name in lists.eea.c"))]
    lists = {"eea": listed("eea", ON, c=["FR"])}
    assert list(written.dated(lists, ours, ON)) == []
    (late,) = written.dated(lists, ours, ON + dt.timedelta(days=1))
    assert "ran out on 2026-11-22" in late.what
    assert list(written.dated(lists, [pack(rule())], dt.date(2030, 1, 1))) == []


def test_time_passes_for_rules_too() -> None:
    ours = pack(
        rule("AA-01", effective_until=dt.date(2026, 11, 21)),
        rule("AA-02", effective_from=dt.date(2019, 1, 1)),
        rule("AA-03", source={"title": "?", "verified": "unverified", "on": ON}),
    )
    found = [(remark.check, remark.weight) for remark in written.rules(ours, ON)]
    assert found == [
        ("rule-ended", Weight.WARNING),
        ("long-in-force", Weight.NOTE),
        ("source-unverified", Weight.NOTE),
    ]

import datetime as dt

from guard.workbench.trial.units import mutants
from tests.making import listed, policies, rule
from tests.workbench.trial.making import LIVE, of


def whats(**keys: object) -> set[tuple[str, str]]:
    return {(mutant.owner, mutant.what) for mutant in mutants(of(**keys))}  # type: ignore[arg-type]


def test_conditions_are_changed_where_they_still_fit() -> None:
    found = whats(when='application.criticality == "low"', require="data.records > 5")
    assert ("AA-01", "== became !=") in found
    assert ("AA-01", "5 became 6") in found
    # Levels have no order, so no such change is tried.
    assert not any("<" in what for owner, what in found if "==" in what)


def test_definitions_parameters_and_lists_are_changed_where_rules_feel_it() -> None:
    tables = (
        '[parameters]\nmost = 5\nidle = 6\nkinds = ["a", "b"]\nday = 2026-01-01\n',
        '[define]\n"many(n)" = "n > parameters.most"\n"unused()" = "data.personal"\n',
    )
    require = (
        "many(data.records) && application.name in parameters.kinds"
        " && application.name in lists.eea.c && today > parameters.day"
    )
    found = whats(tables=tables, require=require)
    assert ("many", "> became >=") in found
    assert ("parameters.most", "5 became 6") in found
    assert ("parameters.kinds", "a was taken out") in found
    assert ("parameters.day", "the date was moved by -1 day") in found
    assert ("lists.eea.c", "FR was taken out") in found
    assert not {owner for owner, _ in found} & {"unused", "parameters.idle"}


def test_of_a_long_list_only_the_ends_are_taken_out() -> None:
    names = [f"x{n}" for n in range(30)]
    made = policies(
        rule(require="application.name in lists.eea.c"),
        lists=(listed("eea", LIVE, c=names),),
    )
    gone = [m.what for m in mutants(made) if m.owner == "lists.eea.c"]
    assert gone == ["x0 was taken out", "x29 was taken out"]


def test_the_days_on_which_a_rule_begins_and_ends_are_moved() -> None:
    found = whats(effective_from=dt.date(2026, 1, 1), effective_until=dt.date(2027, 1, 1))
    assert ("AA-01", "effective_from was moved by +1 day") in found
    assert ("AA-01", "effective_until was moved by -1 day") in found


def test_a_change_has_its_place() -> None:
    (change,) = [m for m in mutants(of(require="data.records > 5")) if m.what == "> became >="]
    assert (change.place.file, change.place.column) == ("ours.toml", 25)

from guard.errors import Place
from guard.workbench.lint.forms.table import render
from guard.workbench.lint.remark import Linted, note, warning


def test_a_remark_has_its_line_a_mark_and_the_next_step() -> None:
    place = Place("own.toml", 2, 9, "rule[0].when")
    one = warning("never-applies", "OWN-01 applies to no request", "look again", place)
    assert render(Linted((one,), {"own.toml": 'id = "own"\nwhen = "x"\n'}, 1, 1)) == (
        "own.toml:2:9: warning: OWN-01 applies to no request [never-applies]\n"
        '     2 | when = "x"\n'
        "       |         ^\n"
        "  next: look again\n"
        "\n"
        "1 rule in 1 policy: 1 warning\n"
    )


def test_what_has_no_place_stands_by_itself() -> None:
    out = render(Linted((note("x", "something", "nothing", Place()),) * 2, {}, 2, 3))
    assert out.startswith("note: something [x]\n  next: nothing\n")
    assert out.endswith("2 rules in 3 policies: 2 notes\n")


def test_nothing_to_remark_is_said() -> None:
    assert render(Linted((), {}, 2, 1)) == "2 rules in 1 policy: nothing to remark\n"


def test_notes_set_aside_are_counted_with_how_to_see_them() -> None:
    assert render(Linted((), {}, 2, 1, 3, ("core", "shadow-it"))) == (
        "2 rules in 1 policy: nothing to remark; "
        "3 notes on policies that come with guard: guard policy lint core shadow-it\n"
    )

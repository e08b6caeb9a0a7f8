from guard.errors import Fault, Place
from guard.workbench.lint.forms.github import render
from guard.workbench.lint.remark import Linted, note, refused


def test_the_gravest_come_first_and_stand_at_their_line() -> None:
    place = Place("own.toml", 2, 9)
    small = note("cannot-tell", "not found out", "add an example", Place("a,b.toml", 1, 1))
    grave = refused(Fault("100 % wrong\nhere", "put it right", place))
    first, second = render(Linted((small, grave), {}, 1, 1)).splitlines()
    assert first.startswith("::error file=own.toml,line=2,col=9,title=refused::")
    assert first.endswith("::100 %25 wrong%0Ahere. Next: put it right")
    assert second.startswith("::notice file=a%2Cb.toml,line=1,col=1,title=cannot-tell::")


def test_what_has_no_place_is_told_all_the_same() -> None:
    out = render(Linted((note("x", "something", "nothing", Place()),), {}, 1, 1))
    assert out == "::notice title=x::something. Next: nothing\n"

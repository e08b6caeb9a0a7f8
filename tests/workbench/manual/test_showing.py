import pytest

from guard.workbench.manual.showing import shown
from tests.workbench.manual.accounts import account

WHOLE = """\
AA-01: It is near
  asked of      You, who ask for it
  level         block: it may not be bought until this is met
  why           Because.
  next step     Do it.
  authority     A source (law; checked in the source itself, 2026-01-01)
  policy        above

  applies when  !(supplier.country in lists.away.countries)
  is met when   at(supplier.country) || data.personal
  where         at(place) is place in parameters.places || ours()
  where         ours() is local.ours
  parameter     places = ["GB", "IE"] (the policy itself says ["GB"])
  list          away: A list (until 2027-01-31)

What has to be known
  - Will it hold or see information about people?
    You, who ask for it: data.personal = true or false, without quotation marks
  - Is it ours?
    The IT team: local.ours = true or false, without quotation marks
  - In which country is the supplier registered?
    The supplier: supplier.country = text in quotation marks

Examples
  pass (at home): supplier.country = "GB"
  fail: supplier.country = "FR", local.ours = false
  unknown: nothing
  and 1 more: guard policy docs
"""


def test_a_rule_is_shown_as_a_person_reads_it() -> None:
    assert shown(account()) == WHOLE


def test_a_rule_without_examples_or_facts_says_nothing_of_them() -> None:
    said = shown(account(example=[], when="true", require="true"))
    assert "Examples" not in said
    assert "What has to be known" not in said
    assert "applies when  always\n" in said


@pytest.mark.parametrize("width", [20, 60, 100])
def test_lines_keep_to_the_width_and_hang_under_their_label(width: int) -> None:
    said = shown(account(why="Because it is so, and has been so for many years. " * 5), width)
    lines = said.splitlines()
    why = next(n for n, line in enumerate(lines) if line.startswith("  why "))
    assert lines[why + 1].startswith(" " * 16)
    assert max(map(len, lines)) <= max(width, 70)


def test_text_with_line_breaks_and_hidden_characters_is_harmless() -> None:
    said = shown(account(why="one\n  two\u202e\x1b[2J"))
    assert "  why           one two\\u{202e}\\u{1b}[2J\n" in said

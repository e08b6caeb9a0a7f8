import json
import shutil

import pytest

from guard.policy.library import shipped
from tests.auditing import HEADER, listed, row
from tests.office import Office, codes, try_examples

IMPACT = ("policy", "impact")
AGAINST = ("--against", "small")


@pytest.fixture
def prepared(new_office: Office) -> Office:
    """A folder with the next version of its policies, in which one limit is another."""
    folder = new_office.folder
    (folder / "next").mkdir()
    shutil.copy(shipped() / "core.toml", folder / "next" / "core.toml")
    new_office.edit("next/core.toml", "log_days = 180", "log_days = 90")
    paid = row("Zoom Video Communications", "2026-01-05", 40, "Parks")
    listed(folder, paid, name="spend.csv", header=HEADER)
    return new_office


def next_small(office: Office, old: str, new: str) -> str:
    """The small policy with one place changed, in a file of its own."""
    text = (office.folder / "policies" / "small.toml").read_text("utf-8")
    assert old in text
    return office.write("next.toml", text.replace(old, new, 1))


def test_the_examples_run(prepared: Office) -> None:
    answers = try_examples(prepared, *IMPACT)
    assert codes(answers) == [1, 1]
    assert "CORE-15  decided otherwise" in answers[0].out
    sources = [each["source"] for each in json.loads(answers[1].out)["compared"]]
    assert sources == ["ledger.db", "spend.csv"]


def test_an_approval_that_would_now_be_denied_is_told_with_its_rule(office: Office) -> None:
    office.approved()
    changed = next_small(office, 'supplier.country == \\"GB\\"', 'supplier.country == \\"FR\\"')
    answer = office.guard(*IMPACT, changed, *AGAINST)
    assert answer.code == 1
    assert "ledger.db: 1 of 1 decisions change" in answer.out
    assert "R-1 Example Sketches from Example Sketches Ltd: permit -> deny (SML-01)" in answer.out


def test_a_harmless_rewrite_ends_with_0(office: Office) -> None:
    office.approved()
    changed = next_small(office, 'supplier.country == \\"GB\\"', '\\"GB\\" == supplier.country')
    answer = office.guard(*IMPACT, changed, *AGAINST)
    assert answer.code == 0
    assert "SML-01   proved: no request is decided otherwise" in answer.out
    assert "ledger.db: 0 of 1 decisions change" in answer.out


def test_what_is_not_proved_ends_with_2_after_all_that_was_found(office: Office) -> None:
    name, other = "application.name", "supplier.legal_name"
    old = 'supplier.country == \\"GB\\"'
    first = next_small(office, old, f"{name} < {other}")
    (office.folder / first).rename(office.folder / "first.toml")
    second = next_small(office, old, f"!({name} >= {other})")
    answer = office.guard(*IMPACT, second, "--against", "first.toml")
    assert answer.code == 2
    assert "not proved, and no request was found: texts in the order of the alphabet" in answer.out
    assert "not proved that no decision changes: SML-01" in answer.err


def test_the_past_needs_leave_and_is_stamped(office: Office) -> None:
    past = (*IMPACT, "small", *AGAINST, "--as-of", "2026-01-01")
    refused = office.guard(*past)
    assert (refused.code, refused.out) == (2, "")
    assert "--allow-past" in refused.err
    allowed = office.guard(*past, "--allow-past")
    assert allowed.code == 0
    assert "as of 2026-01-01, which is past" in allowed.out
    said = json.loads(office.guard(*past, "--allow-past", "--format", "json").out)
    assert (said["as_of"], said["in_the_past"]) == ("2026-01-01", True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("smal", *AGAINST), "small"),
        (("small", "--against", "nowhere.toml"), "nowhere.toml"),
        (("small", *AGAINST, "--as-of", "soon"), "--as-of 2026-11-22"),
        (("small", *AGAINST, "--format", "pdf"), "json"),
        (("small", *AGAINST, "--list", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_cannot_be_compared_is_told(
    office: Office, arguments: tuple[str, ...], says: str
) -> None:
    answer = office.guard(*IMPACT, *arguments)
    assert answer.code == 2
    assert says in answer.err

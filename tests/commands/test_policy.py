import zipfile

import pytest

from tests.making import pack, rule
from tests.office import Office, codes, try_examples


@pytest.mark.parametrize("command", ["list", "test", "show", "docs", "questions"])
def test_the_examples_run(new_office: Office, command: str) -> None:
    answers = try_examples(new_office, "policy", command)
    assert codes(answers) == [0, 0]
    assert all(answer.out for answer in answers)


def test_the_rules_and_how_far_they_were_verified_are_listed(office: Office) -> None:
    out = office.guard("policy", "list").out
    assert "SML-01" in out
    assert "SML-02" in out
    assert "2 rules" in out


def test_all_policies_are_listed_and_those_in_use_are_marked(office: Office) -> None:
    lines = office.guard("policy", "list", "--all").out.splitlines()
    assert any(line.startswith("  uk-nhs ") and "NHS bodies" in line for line in lines)
    (marked,) = (line for line in lines[:-1] if line.startswith("*"))
    assert marked.split()[:2] == ["*", "small"]
    assert marked.endswith("(2 rules: 2 verified, 0 secondary, 0 unverified)")
    assert "give one or the other" in office.guard("policy", "list", "core", "--all").err


def test_an_example_that_comes_out_otherwise_is_told_with_its_place(office: Office) -> None:
    office.edit("policies/small.toml", '"expect" = "pass"', '"expect" = "fail"')
    answer = office.guard("policy", "test")
    assert answer.code == 1
    assert "small.toml:" in answer.out
    assert "SML-01 gave pass, expected fail" in answer.out
    assert "2 examples of 2 rules: 1 not as expected" in answer.out


def test_a_rule_without_an_example_is_named(office: Office) -> None:
    text = (office.folder / "policies" / "small.toml").read_text()
    first, second = text.split('id = "SML-02"')
    kept = [line for line in second.splitlines() if not line.startswith("example")]
    office.write("policies/small.toml", first + 'id = "SML-02"' + "\n".join(kept))
    answer = office.guard("policy", "test")
    assert answer.code == 0
    assert "nothing shows that they work: SML-02\n" in answer.out


def test_no_example_is_not_green(office: Office) -> None:
    text = (office.folder / "policies" / "small.toml").read_text()
    kept = [line for line in text.splitlines() if not line.startswith("example")]
    office.write("policies/small.toml", "\n".join(kept))
    assert "no example was run" in office.guard("policy", "test").err


@pytest.mark.parametrize("command", ["list", "test"])
def test_a_policy_that_is_not_there_is_told(office: Office, command: str) -> None:
    answer = office.guard("policy", command, "smal")
    assert answer.code == 2
    assert "small" in answer.err


def test_a_rule_is_shown_in_words(office: Office) -> None:
    answer = office.guard("policy", "show", "sml-02")
    assert answer.code == 0
    assert answer.out.startswith("SML-02: What SML-02 asks\n")
    assert "did you mean SML-02?" in office.guard("policy", "show", "SML-20").err


def test_pages_are_kept_and_a_stale_one_fails(office: Office) -> None:
    kept = ("policy", "docs", "--to", "pages")
    assert office.guard(*kept).out == "made  pages/small.md\n"
    fresh = office.guard(*kept, "--check")
    assert (fresh.code, fresh.out) == (0, "every page is as it should be\n")
    office.edit("policies/small.toml", 'require = "false"', 'require = "data.personal"')
    stale = office.guard(*kept, "--check")
    assert (stale.code, stale.out) == (1, "pages/small.md: SML-02 has changed\n")
    assert "pages/small.md" in office.guard(*kept).out
    assert office.guard(*kept, "--check").code == 0


def test_a_page_goes_to_the_screen_and_then_there_is_nothing_to_check(office: Office) -> None:
    assert office.guard("policy", "docs", "small").out.startswith("# A small policy\n")
    assert office.guard("policy", "docs", "--format", "html").out.startswith("<!doctype html>")
    assert "name the folder with --to" in office.guard("policy", "docs", "--check").err
    assert "markdown" in office.guard("policy", "docs", "--format", "pdf").err


def test_questions_are_those_of_the_policies_or_those_a_request_leaves_open(office: Office) -> None:
    every = office.guard("policy", "questions").out
    assert "In which country is the supplier registered?" in every
    office.edit("request.toml", ', country = "GB"', "")
    left = office.guard("policy", "questions", "request.toml")
    assert left.code == 0
    assert left.out.endswith("1 question\n")
    assert "supplier.country" in left.out


@pytest.fixture
def given(office: Office) -> Office:
    """The office, and beside it what the help of the commands speaks of."""
    folder = office.folder.parent / "shared" / "library-rules"
    folder.mkdir(parents=True)
    for version in ("2026.1", "2026.2"):
        text = pack(rule("LIB-01"), name="library-rules", version=version).document.text
        with zipfile.ZipFile(office.folder / f"library-rules-{version}.zip", "w") as archive:
            archive.writestr("library-rules.toml", text)
        if version == "2026.1":
            (folder / "library-rules.toml").write_text(text)
    return office


def test_the_examples_of_adding_run(given: Office) -> None:
    assert codes(try_examples(given, "policy", "add")) == [0, 0]
    assert codes(try_examples(given, "policy", "update")) == [0, 0]
    assert codes(try_examples(given, "policy", "sync")) == [0, 0]
    assert "LIB-01" in given.guard("policy", "list", "library-rules").out


def test_the_examples_of_packing_run(given: Office) -> None:
    assert codes(try_examples(given, "policy", "pack")) == [0, 0]
    assert "there is such a file" in given.guard("policy", "pack", "core", "--to", "core.zip").err


def test_what_cannot_be_added_is_told_with_the_next_step(given: Office) -> None:
    zip_1 = "library-rules-2026.1.zip"
    assert "not what was asked for" in given.guard("policy", "add", zip_1, "--sha256", "0").err
    assert "does not let packs" in given.guard("policy", "add", "https://a.example/b.zip").err
    assert "no such file" in given.guard("policy", "add", "nothing.zip").err
    assert "no pack of others" in given.guard("policy", "sync").err
    given.guard("policy", "add", "library-rules-2026.2.zip")
    assert "is older than 2026.2" in given.guard("policy", "add", zip_1).err
    assert given.guard("policy", "add", zip_1, "--allow-downgrade").code == 0


def test_what_no_example_notices_is_told_and_can_fail(office: Office) -> None:
    answer = office.guard("policy", "test", "--mutate", "--coverage")
    assert answer.code == 0
    assert "changes to policies/small.toml: 100.0 % (" in answer.out
    assert "coverage of policies/small.toml" in answer.out
    assert office.guard("policy", "test", "--min-mutation", "100").code == 0
    assert office.guard("policy", "test", "--min-coverage", "100").code == 1
    assert office.guard("policy", "test", "--format", "junit").out.startswith("<?xml")


def test_lint_tells_mistakes_with_their_line(office: Office) -> None:
    office.edit("policies/small.toml", "supplier.country", "supplier.contry")
    answer = office.guard("policy", "lint")
    assert answer.code == 1
    assert "there is no fact supplier.contry" in answer.out
    assert "did you mean supplier.country?" in answer.out
    assert "^" in answer.out
    assert office.guard("policy", "lint", "--format", "github").out.startswith("::error file=")


def test_lint_counts_warnings_only_if_strict(office: Office) -> None:
    assert office.guard("policy", "lint").code == 0
    assert office.guard("policy", "lint", "--strict").code == 1
    assert "missing" in office.guard("policy", "lint", "--format", "json").out

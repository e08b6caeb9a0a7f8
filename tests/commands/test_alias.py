from pathlib import Path

from tests.office import Office, codes, try_examples


def test_the_examples_run(new_office: Office) -> None:
    new_office.write("spend.csv", "Date,Supplier,Amount\n2026-01-05,EXAMPLE FORM LTD,10\n")
    proposed = try_examples(new_office, "alias", "propose")
    assert codes(proposed) == [0, 0]
    assert "EXAMPLE FORM LTD (1 line)\n   96 (+96) Example Forms\n" in proposed[0].out
    assert "guard alias accept 'EXAMPLE FORM LTD' APP-001 --by YOU" in proposed[0].out
    accepted = try_examples(new_office, "alias", "accept")
    assert codes(accepted) == [0, 0]
    assert accepted[0].out == "register.csv: “EXAMPLE FORM LTD” is Example Forms\n"
    assert Path("catalogue/aliases.toml").is_file()
    assert new_office.guard("alias", "propose", "spend.csv").out.startswith("0 names")


def test_what_cannot_be_read_is_told_after_what_can(new_office: Office) -> None:
    new_office.write("bad.csv", "nothing,here\n1,2\n")
    new_office.write("spend.csv", "Date,Supplier,Amount\n2026-01-05,EXAMPLE FORM LTD,10\n")
    answer = new_office.guard("alias", "propose", "bad.csv", "spend.csv")
    assert answer.code == 2
    assert "1 name to look at; none is decided" in answer.out


def test_a_register_that_is_named_gets_the_alias(new_office: Office) -> None:
    new_office.write("other.csv", "id,name,status\nX-1,Treeline,approved\n")
    before = Path("register.csv").read_bytes()
    named = ("--by", "Pat", "--register", "other.csv", "--on", "2026-01-02")
    assert new_office.guard("alias", "accept", "TRLINE", "X-1", *named).code == 0
    assert Path("other.csv").read_text() == (
        "id,name,status,aliases,x-aliases-reviewed\n"
        "X-1,Treeline,approved,TRLINE,TRLINE accepted on 2026-01-02 by Pat\n"
    )
    assert Path("register.csv").read_bytes() == before


def test_nothing_is_accepted_without_a_name_or_a_place(new_office: Office) -> None:
    assert "--by" in new_office.guard("alias", "accept", "SRVMNKY", "surveymonkey").err
    unknown = new_office.guard("alias", "accept", "X", "APP-01", "--by", "Pat")
    assert unknown.code == 2
    assert "Did you mean app-001" in unknown.err
    Path("guard.toml").rename("elsewhere.toml")
    answer = new_office.guard("alias", "accept", "SRVMNKY", "surveymonkey", "--by", "Pat")
    assert answer.code == 2
    assert "no folder for a catalogue of your own" in answer.err

import getpass
import stat

import pytest

from guard.record.authority import Authorised, load
from tests.office import NOON, Office, codes, try_examples


def test_the_examples_run(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda *_: "open sesame")
    answers = try_examples(office, "key", "new")
    assert codes(answers) == [0, 0]
    for name in ("sam", "kit"):
        assert stat.S_IMODE((office.folder / "keys" / name).stat().st_mode) == 0o600
    assert "OPENSSH PRIVATE KEY" not in answers[0].out + answers[1].out


def test_the_line_it_prints_gives_the_roles_and_the_key_signs(office: Office) -> None:
    roles = ("--role", "ciso", "--role", "siro")
    new = ("key", "new", "keys/sam", "--person", "sam@a.example", *roles, "--no-passphrase")
    line = office.guard(*new).out.splitlines()[-1]
    (grant,) = load(line, "f").grants
    found = load(line, "f").who(grant.key, "siro@procurement-guard", NOON)
    assert isinstance(found, Authorised)
    assert found.principal == "sam@a.example"
    office.write("allowed_signers", (office.folder / "allowed_signers").read_text() + line + "\n")
    mine = ("--role", "ciso", "--key", "keys/sam", "--yes")
    assert office.guard("approve", "request.toml", *mine).code == 0


def test_a_file_that_is_there_is_never_overwritten(office: Office) -> None:
    before = (office.folder / "keys" / "ciso").read_bytes()
    new = ("key", "new", "keys/ciso", "--person", "a@b.c", "--role", "ciso", "--no-passphrase")
    assert office.guard(*new).code == 2
    assert (office.folder / "keys" / "ciso").read_bytes() == before


@pytest.mark.parametrize(
    ("person", "role"),
    [
        ("sam and kit", "ciso"),
        ("*@council.example", "ciso"),
        ("sam,kit", "ciso"),
        ('sam" namespaces="*', "ciso"),
        ("sam\nkit", "ciso"),
        ("sam\u202e", "ciso"),
        ("", "ciso"),
        ("sam@a.example", "*"),
        ("sam@a.example", 'ciso" x'),
        ("sam@a.example", "ciso,siro"),
        ("sam@a.example", "Head of IT"),
    ],
)
def test_what_would_give_more_than_one_person_one_role_is_refused(
    office: Office, person: str, role: str
) -> None:
    new = ("key", "new", "keys/new", "--person", person, "--role", role, "--no-passphrase")
    assert office.guard(*new).code == 2
    assert not (office.folder / "keys" / "new").exists()

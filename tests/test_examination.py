import json
import shutil
from pathlib import Path

import pytest

from guard.policy.library import shipped
from guard.record.keys import make_log_key
from guard.settings import load
from tests.office import BOSS, CISO, Office


def wrong(office: Office, what: str) -> str:
    """The remedy of the one thing that is not in order; ``what`` must be said of it."""
    answer = office.guard("doctor")
    assert answer.code == 1
    lines = answer.out.splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith("WRONG"))
    assert what in lines[at]
    remedy = lines[at + 1]
    assert remedy.startswith("       next: ")
    return remedy


def take_out(office: Office, section: str) -> None:
    """Take a section out of guard.toml."""
    before, _, rest = (office.folder / "guard.toml").read_text().partition(f"[{section}]")
    after = rest[rest.index("\n[") :] if "\n[" in rest else ""
    office.write("guard.toml", before + after)


def test_a_new_folder_is_in_order_but_for_the_keys_to_try_with(new_office: Office) -> None:
    answer = new_office.guard("doctor")
    assert answer.code == 0
    assert "WRONG" not in answer.out
    for part in ("settings:", "policies:", "register: 3", "0 records", "log key:", "may sign:"):
        assert part in answer.out
    assert "guard key new" in answer.out


def test_without_settings_the_next_step_is_init(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    answer = office.guard("doctor")
    assert answer.code == 1
    assert (
        "WRONG  there is no guard.toml here or above\n       next: run `guard init`" in answer.out
    )


@pytest.mark.parametrize(
    ("section", "what", "remedy"),
    [
        ("organisation", "what kind of body", "add [organisation]"),
        ("register", "no register", "add [register]"),
        ("ledger", "no ledger is set up", "add a [ledger] section"),
    ],
)
def test_a_missing_section_is_told(office: Office, section: str, what: str, remedy: str) -> None:
    take_out(office, section)
    assert remedy in wrong(office, what)


@pytest.mark.parametrize(
    ("file", "what", "remedy"),
    [
        ("ledger.db", "there is no ledger here", "guard init"),
        ("allowed_signers", "there is no such file", ""),
        ("register.csv", "there is no such file", ""),
        ("keys/log.key", "log.key: cannot be read", "check the path"),
    ],
)
def test_a_missing_file_is_told(office: Office, file: str, what: str, remedy: str) -> None:
    (office.folder / file).unlink()
    assert remedy in wrong(office, what)


@pytest.mark.parametrize("file", ["ledger.db", "allowed_signers", "register.csv", "keys/log.key"])
def test_a_damaged_file_is_told(office: Office, file: str) -> None:
    office.write(file, "\x1b]0;this is something else\x07 entirely, and long " * 20)
    assert wrong(office, file)


def test_a_private_key_that_others_can_read_is_told(office: Office) -> None:
    (office.folder / "keys" / "log.key").chmod(0o644)
    assert "chmod 600" in wrong(office, "others can read")


def test_a_log_key_of_another_log_is_told(office: Office) -> None:
    (office.folder / "keys" / "log.key").unlink()
    make_log_key(office.folder / "keys" / "log.key", "other/ledger")
    assert "put the log's own key back" in wrong(office, "is not the key that signs the next head")


def test_a_ledger_of_another_log_is_told(office: Office) -> None:
    own = load(None, office.folder).ledger().log_public_key
    (office.folder / "keys" / "log.key").unlink()
    key = make_log_key(office.folder / "keys" / "log.key", "other/ledger")
    office.edit("guard.toml", own, str(key.verifier))
    assert "which of the two was changed" in wrong(office, "is of another log")


def test_a_log_key_that_is_none_is_told_with_its_place(office: Office) -> None:
    office.edit("guard.toml", 'log_public_key = "', 'log_public_key = "x')
    answer = office.guard("doctor")
    assert answer.code == 1
    assert "WRONG  guard.toml: ledger.log_public_key: the verifier key does not fit" in answer.out
    assert "guard.toml: ledger.log_public_key" in office.guard("verify").err


def test_nobody_who_may_sign_is_told(office: Office) -> None:
    office.write("allowed_signers", "# nobody\n")
    assert "guard key new" in wrong(office, "names nobody who may sign")


def test_a_policy_with_faults_is_told(office: Office) -> None:
    office.edit("policies/small.toml", "supplier.country ==", "supplier.contry ==")
    assert "country" in wrong(office, "small.toml:")


def test_an_application_due_for_review_is_told(office: Office) -> None:
    entry = "APP-9,Old \u202eTool,,Old Ltd,old.example,approved,IT,,survey,,official,2026-11-21\n"
    office.write("register.csv", (office.folder / "register.csv").read_text() + entry)
    assert "review it" in wrong(office, "(APP-9) was due for review on 2026-11-21")


def test_a_list_that_ran_out_is_told(office: Office) -> None:
    (office.folder / "policies" / "lists").mkdir()
    office.write(
        "policies/lists/countries.toml",
        'id = "countries"\ntitle = "Countries"\nvalid_from = 2020-01-01\nvalid_to = 2026-11-21\n'
        'values = { fine = ["GB"] }\n'
        '[source]\ntitle = "The gazette"\nverified = "primary"\non = 2020-01-01\n',
    )
    office.edit(
        "policies/small.toml",
        json.dumps('supplier.country == "GB"'),
        '"supplier.country in lists.countries.fine"',
    )
    assert "The gazette" in wrong(office, "the list countries held until 2026-11-21")


def test_a_policy_that_differs_from_the_one_shipped_is_shown(new_office: Office) -> None:
    text = (shipped() / "core.toml").read_text("utf-8")
    new_office.write("policies/core.toml", text + "\n# ours\n")
    answer = new_office.guard("doctor")
    assert answer.code == 0
    assert "policy core here differs" in answer.out
    shutil.rmtree(new_office.folder / "policies")
    assert "policy core here" not in new_office.guard("doctor").out


WAIVER = """[[waiver]]
rule = "SML-01"
application = "APP-001"
reason = "r"
approver = "a"
compensating_measure = "m"
expires = 2026-12-01
"""


def test_waivers_that_nobody_named_or_that_are_over_are_told(office: Office) -> None:
    office.write("waivers.toml", WAIVER)
    assert "[audit]" in wrong(office, "nothing says that it counts")
    settings = (office.folder / "guard.toml").read_text()
    office.write("guard.toml", f'{settings}\n[audit]\nwaivers = "waivers.toml"\n')
    answer = office.guard("doctor")
    assert answer.code == 0
    assert "waivers: 1 in waivers.toml" in answer.out
    assert "SML-01 for APP-001 expires on 2026-12-01, in 9 days" in answer.out
    office.edit("waivers.toml", "2026-12-01", "2026-01-01")
    wrong(office, "expired on 2026-01-01")


def test_a_role_that_rules_ask_for_and_nobody_holds_is_told_with_the_rules(office: Office) -> None:
    lines = (office.folder / "allowed_signers").read_text().splitlines(keepends=True)
    others = [line for line in lines if not line.startswith("ciso@")]
    office.write("allowed_signers", "".join(others))
    remedy = wrong(office, "nobody may sign as ciso, which SML-02 can ask for")
    assert "guard key new keys/ciso --person NAME@DOMAIN --role ciso" in remedy
    (ciso,) = (line for line in lines if line.startswith("ciso@"))
    for time in ('valid-before="20260101Z"', 'valid-after="20300101Z"'):
        late = ciso.replace(" namespaces", f" {time},namespaces")
        office.write("allowed_signers", "".join([*others, late]))
        wrong(office, "nobody may sign as ciso")


def test_policies_that_are_not_those_activated_are_told_and_permit_nothing(
    new_office: Office,
) -> None:
    assert new_office.guard("approve", "request.toml", *BOSS).code == 0
    assert new_office.guard("activate", *CISO).code == 0
    assert new_office.guard("doctor").code == 0
    assert new_office.guard("check", "request.toml").code == 0
    new_office.edit("guard.toml", ', "shadow-it"]', "]")
    told = new_office.guard("check", "request.toml")
    assert told.code == 3
    what = "shadow-it is active, but was not applied; the dated list free_mail_domains is active"
    assert what in " ".join(told.out.split())
    assert "guard activate" in wrong(new_office, what)

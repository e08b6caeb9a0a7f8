from pathlib import Path

import pytest

from guard.bypass import Bands
from guard.errors import GuardError
from guard.policy.model import Level
from guard.settings import PACKS, load
from tests.making import pack, rule, settings, told

OWN = '[policies]\nuse = ["ours"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A body's folder, with a policy of its own."""
    (tmp_path / "policies").mkdir()
    ours = pack("[parameters]\nlimit = 5", rule(), rule("AA-02"))
    (tmp_path / "policies" / "ours.toml").write_text(ours.document.text, "utf-8")
    return tmp_path


def test_the_nearest_file_above_is_read(folder: Path) -> None:
    (folder / "guard.toml").write_text('[register]\nfile = "apps.csv"', "utf-8")
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    found = load(None, deep)
    assert (found.folder, found.register) == (folder, folder / "apps.csv")
    (deep / "guard.toml").write_text("", "utf-8")
    assert load(None, deep).folder == deep
    assert load(folder / "guard.toml", deep).folder == folder


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = load(None, tmp_path)
    assert (found.file, found.register, found.bands) == ("", None, Bands())
    assert tuple(found.text.policies.use) == PACKS


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    assert "guard.toml" in told(lambda: load(tmp_path / "guard.toml", tmp_path))


def test_all_faults_come_at_once_with_their_place(folder: Path) -> None:
    file = folder / "guard.toml"
    file.write_text(
        '[register]\nfil = "x"\n[policy]\n[levels]\ncore01 = "warn"\nCORE-01 = "wrn"\n'
        "[bands]\nlook = 0\n",
        "utf-8",
    )
    said = told(lambda: load(file, folder))
    assert f'{file}:2:1: register.fil: there is no "fil" here\n    -> Did you mean "file"?' in said
    assert f"{file}:1:2: register.file: file is missing" in said
    assert 'Did you mean "policies"?' in said
    assert 'such as "CORE-01"' in said
    assert 'Did you mean "warn"?' in said
    assert "Write a whole number from 1 to 100." in said


def test_bands_rise(tmp_path: Path) -> None:
    (tmp_path / "guard.toml").write_text("[bands]\nlook = 50", "utf-8")
    said = told(lambda: load(None, tmp_path))
    assert "guard.toml:1:2: bands: the bands of bypass do not rise" in said


def test_own_policies_come_before_those_of_guard(folder: Path) -> None:
    mine = pack(rule("ZZ-01"), name="core").document.text
    (folder / "policies" / "core.toml").write_text(mine, "utf-8")
    compiled = settings(folder=folder).compile(["core"])
    assert [made.text.id for made in compiled.rules] == ["ZZ-01"]


def test_choices_are_applied(folder: Path) -> None:
    text = f'{OWN}[parameters.ours]\nlimit = 9\n[levels]\nAA-01 = "warn"\n[bands]\nlook = 5'
    chosen = settings(text, folder)
    first, second = chosen.compile().rules
    assert first.parameters == {"limit": 9}
    assert (first.level, second.level) == (Level.WARN, Level.BLOCK)
    assert chosen.bands == Bands(look=5)


def test_a_choice_that_changes_nothing_has_its_place(folder: Path) -> None:
    text = f"{OWN}[parameters.ours]\nlimt = 9\n[parameters.other]\nx = 1"
    said = told(settings(text, folder).compile)
    assert "guard.toml:4:1: parameters.ours.limt" in said
    assert "did you mean limit?" in said
    assert "guard.toml:5:13: parameters.other" in said


def test_with_other_policies_choices_about_the_usual_ones_are_left_aside(folder: Path) -> None:
    text = f'{OWN}[parameters.ours]\nlimit = 9\n[levels]\nAA-01 = "warn"'
    assert settings(text, folder).compile(["core"]).rules


@pytest.mark.parametrize("text", ["[policies]\nuse = []", '[policies]\nuse = ["empty"]'])
def test_a_run_that_checks_nothing_is_never_green(folder: Path, text: str) -> None:
    (folder / "policies" / "empty.toml").write_text(pack(name="empty").document.text, "utf-8")
    assert "nothing would be checked" in told(settings(text, folder).compile)


def test_the_files_of_the_ledger_stand_beside_the_settings() -> None:
    files = settings('[ledger]\nlog_public_key = "k"\nfile = "l.db"', Path("/body")).ledger()
    assert (files.ledger, files.log_key) == ("/body/l.db", Path("/body/keys/log.key"))
    assert files.allowed_signers == Path("/body/allowed_signers")
    assert files.log_public_key == "k"


def ledger_text(more: str) -> str:
    return f'[ledger]\nlog_public_key = "k"\n{more}'


def test_a_shared_ledger_is_named_by_its_url() -> None:
    url = "postgresql://guard@db.example/ledger?sslmode=verify-full"
    files = settings(ledger_text(f'url = "{url}"'), Path("/body")).ledger()
    assert files.ledger == url


def test_whom_to_believe_stands_beside_the_settings() -> None:
    vkey = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
    more = f'revoked_keys = "krl"\ntimestamp_roots = "roots.pem"\nwitnesses = ["{vkey}"]'
    files = settings(ledger_text(more), Path("/body")).ledger()
    assert (files.revoked_keys, files.timestamp_roots) == (
        Path("/body/krl"),
        Path("/body/roots.pem"),
    )
    assert [str(one) for one in files.cosigners()] == [vkey]
    assert files.quorum == 1


def test_a_witness_must_be_one() -> None:
    files = settings(ledger_text('witnesses = ["nonsense"]')).ledger()
    assert "ledger.witnesses" in told(files.cosigners)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ('url = "postgresql://guard:secret@db.example/ledger"', "a password stands in"),
        ('url = "postgresql://db.example/ledger?user=guard&password=secret"', "a password stands"),
        ('url = "postgresql:///l"\nfile = "ledger.db"', "both a file and a URL"),
        ('url = "ledger.db"', "not a URL"),
        ("quorum = 2", "2 witnesses are asked for, and 0 named"),
    ],
)
def test_a_ledger_is_named_clearly(tmp_path: Path, more: str, what: str) -> None:
    (tmp_path / "guard.toml").write_text(ledger_text(more), "utf-8")
    with pytest.raises(GuardError, match=what) as caught:
        load(tmp_path / "guard.toml", tmp_path)
    assert caught.value.faults[0].place.line == 3
    assert "secret" not in str(caught.value)


def test_without_a_ledger_the_next_step_is_told() -> None:
    assert "guard init" in told(settings().ledger)

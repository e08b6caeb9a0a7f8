"""What others are given: the same bytes for the same policy, and checked with stock tools."""

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from guard.settings import load
from guard.workbench.sharing.archives import read_archive
from guard.workbench.sharing.packing import pack, write
from tests.making import TODAY, told
from tests.workbench.sharing.packs import EDITOR, ID, body, list_text, made, maker, policy, trusting


def test_the_same_policy_gives_the_same_bytes(tmp_path: Path) -> None:
    key = maker(tmp_path / "makers")
    assert made(key.parent) == made(key.parent)
    assert read_archive(made(key.parent), "x").keys() == {f"{ID}.toml", "pack.toml"}


def test_it_says_what_it_holds_and_until_when(tmp_path: Path) -> None:
    data = made(maker(tmp_path / "makers").parent, "2", expires=TODAY)
    manifest = read_archive(data, "x")["pack.toml"].decode()
    assert manifest.startswith(f'id = "{ID}"\nversion = "2"\nexpires = 2026-11-22\n\n[files]\n')


def test_lists_of_ones_own_go_with_it_and_those_of_guard_do_not(tmp_path: Path) -> None:
    makers = body(tmp_path / "makers")
    (makers.folder / "policies" / "lists").mkdir(parents=True)
    ours = list_text("ours", places=["GB"]).replace(b"2026-11-22", b"2099-01-01")
    (makers.folder / "policies" / "lists" / "ours.toml").write_bytes(ours)
    condition = "supplier.country in lists.ours.places || supplier.country in lists.eea.members"
    text = policy(require=condition)
    (makers.folder / "policies" / f"{ID}.toml").write_text(text)
    found = read_archive(pack(ID, makers), "x")
    assert set(found) == {f"{ID}.toml", "lists/ours.toml", "pack.toml"}


def test_a_version_that_has_no_order_is_refused_before_others_have_it(tmp_path: Path) -> None:
    key = maker(tmp_path / "makers")
    assert "number it" in told(lambda: made(key.parent, "next"))


def test_an_archive_is_never_written_over(tmp_path: Path) -> None:
    write(b"one", tmp_path / "a.zip")
    assert "there is such a file already" in told(lambda: write(b"two", tmp_path / "a.zip"))
    assert (tmp_path / "a.zip").read_bytes() == b"one"
    assert "cannot be written" in told(lambda: write(b"x", tmp_path / "no" / "a.zip"))


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_ssh_keygen_checks_the_signature_and_can_give_one(tmp_path: Path) -> None:
    key = maker(tmp_path / "makers")
    trusting(tmp_path, key)
    with zipfile.ZipFile(io.BytesIO(made(key.parent, sign=True))) as archive:
        archive.extractall(tmp_path / "out")
    verify = ("ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", EDITOR)
    subprocess.run(
        [*verify, "-n", "policy@procurement-guard", "-s", "out/pack.toml.sig"],
        cwd=tmp_path,
        input=(tmp_path / "out" / "pack.toml").read_bytes(),
        check=True,
        capture_output=True,
    )
    (tmp_path / "out" / "pack.toml.sig").unlink()
    sign = ("ssh-keygen", "-Y", "sign", "-f", str(key), "-n", "policy@procurement-guard")
    subprocess.run([*sign, "pack.toml"], cwd=tmp_path / "out", check=True, capture_output=True)
    ours = body(tmp_path / "ours")
    trusting(ours.folder, key)
    from guard.workbench.sharing.acts import Asked, add

    at = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    said = "".join(add(str(tmp_path / "out"), load(None, ours.folder), Asked(at)))
    assert f"signed by {EDITOR}" in said

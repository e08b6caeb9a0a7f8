"""Packs added, updated and got again: from folders, archives and a real https server."""

import datetime as dt
import hashlib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from guard.policy.lock import FOLDER, read_lock
from guard.settings import Settings, load
from guard.workbench.sharing.acts import Asked, add, sync, update
from tests.making import TODAY, pack, rule, told
from tests.workbench.sharing.conftest import HERE
from tests.workbench.sharing.packs import (
    EDITOR,
    ID,
    body,
    files,
    list_text,
    made,
    maker,
    policy,
    tarred,
    trusting,
    zipped,
)
from tests.workbench.sharing.server import Server

NOW = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def adding(source: str | Path, settings: Settings, **more: Any) -> str:
    return "".join(add(str(source), settings, Asked(NOW, **more)))


def updating(settings: Settings, *names: str, source: str | Path = "", **more: Any) -> str:
    return "".join(update(names, settings, Asked(NOW, **more), str(source)))


def syncing(settings: Settings) -> str:
    return "".join(sync(settings, NOW))


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def shared(settings: Settings) -> list[str]:
    folder = settings.folder / "policies" / FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def again(settings: Settings) -> Settings:
    return load(settings.folder / "guard.toml", settings.folder)


@pytest.fixture
def ours(tmp_path: Path) -> Settings:
    """A body that uses nothing of others yet."""
    return body(tmp_path / "ours")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "v1.zip"
    path.write_bytes(zipped(files()))
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def lay(folder: Path, content: dict[str, bytes]) -> Path:
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


# ------------------------------------------------------------------- folders and archives


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "folder"])
def test_a_pack_is_added_locked_and_can_be_used(tmp_path: Path, ours: Settings, kind: str) -> None:
    match kind:
        case "zip":
            source = written(tmp_path / "p", zipped(files()))
        case "tar.gz":
            source = written(tmp_path / "p", tarred(*files().items()))
        case _:
            source = lay(tmp_path / "p", files() | {"README.md": b"", "lists/README": b""})
    said = adding(source, ours)
    assert said.startswith(f"added   {ID} 1, sha256 ")
    assert f'put "{ID}" under use in guard.toml' in said
    (locked,) = read_lock(ours.folder)
    assert (locked.id, locked.version, locked.signed_by) == (ID, "1", "")
    assert shared(ours) == [locked.folder]
    assert again(ours).compile((ID,)).rules[-1].text.id == "LIB-01"


def test_a_source_is_kept_as_it_is_from_guard_toml(
    tmp_path: Path, ours: Settings, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    adding(archive.name, ours)
    assert read_lock(ours.folder)[0].source == "../v1.zip"
    assert syncing(ours).startswith("kept ")


def test_adding_the_same_again_changes_nothing(ours: Settings, archive: Path) -> None:
    adding(archive, ours)
    before = everything(ours.folder)
    assert "this is what is here" in adding(archive, ours)
    assert everything(ours.folder) == before


def test_a_digest_that_is_given_has_to_be_met(ours: Settings, archive: Path) -> None:
    right = sha256(archive.read_bytes())
    said = told(lambda: adding(archive, ours, sha256="0" * 64))
    assert f"its SHA-256 is {right}, not {'0' * 64}" in said
    assert shared(ours) == []
    assert adding(archive, ours, sha256=right.upper())


def refusals() -> dict[str, tuple[dict[str, bytes], str]]:
    other = pack(rule("AA-01"), name="other").document.text.encode()
    broken = policy(require="data.persona").encode()
    twice = files() | {"lists/eea.toml": list_text("eea", members=["GB"])}
    return {
        "no policy": ({"README": b""}, "a pack holds one policy beside its lists; here are: none"),
        "two policies": (files() | {"other.toml": other}, "library-rules.toml, other.toml"),
        "another name": ({"wrong.toml": other}, "wrong.toml says that its id is other"),
        "not TOML": ({f"{ID}.toml": b"id = "}, f"{ID}.toml:1:6"),
        "a fault": ({f"{ID}.toml": broken}, f"p.zip/{ID}.toml:"),
        "a bad list": (files() | {"lists/x.toml": b"id = 1"}, "lists/x.toml"),
        "an older list": (twice, "the pack brings a list called eea, which is here already"),
        "a signature alone": (files() | {"pack.toml.sig": b"x"}, "without the pack.toml"),
        "another manifest": (
            files() | {"pack.toml": b'id = "a"\nversion = "1"\n[files]\n'},
            f"{ID}.toml is not what pack.toml says",
        ),
    }


@pytest.mark.parametrize("name", refusals())
def test_a_faulty_pack_is_refused_and_nothing_is_written(
    tmp_path: Path, ours: Settings, name: str
) -> None:
    content, word = refusals()[name]
    before = everything(ours.folder)
    source = written(tmp_path / "p.zip", zipped(content))
    assert word in told(lambda: adding(source, ours))
    assert everything(ours.folder) == before
    assert shared(ours) == []


def test_a_hostile_archive_is_refused_and_nothing_is_written(
    tmp_path: Path, ours: Settings
) -> None:
    source = written(tmp_path / "p.zip", zipped(files() | {"../../evil.toml": b"x"}))
    before = everything(tmp_path)
    assert "a place outside the archive" in told(lambda: adding(source, ours))
    assert everything(tmp_path) == before


def test_a_link_in_a_folder_is_refused(tmp_path: Path, ours: Settings) -> None:
    source = lay(tmp_path / "p", files())
    (source / "lists").symlink_to(tmp_path / "ours")
    (source / "extra.toml").symlink_to("/etc/passwd")
    assert "is a link or no file" in told(lambda: adding(source, ours))


def test_a_policy_of_ones_own_is_never_hidden_or_hidden_by(ours: Settings, archive: Path) -> None:
    lay(ours.folder / "policies", {f"{ID}.toml": policy().encode()})
    assert "a policy of your own is called library-rules" in told(lambda: adding(archive, ours))


def test_a_newer_list_is_used_instead_of_guards_own_and_that_is_said(
    tmp_path: Path, ours: Settings
) -> None:
    newer = list_text("eea", members=["GB"]).replace(b"2020-01-01", b"2026-11-01")
    source = written(tmp_path / "p.zip", zipped(files() | {"lists/eea.toml": newer}))
    assert "its list eea is used instead of the one that comes with guard" in adding(source, ours)


def test_without_settings_there_is_nothing_to_add_to(tmp_path: Path, archive: Path) -> None:
    nowhere = load(None, tmp_path)
    assert "there is no guard.toml" in told(lambda: adding(archive, nowhere))


# ------------------------------------------------------------------------------- versions


def test_a_newer_version_takes_the_place_of_the_older(
    tmp_path: Path, ours: Settings, archive: Path
) -> None:
    adding(archive, ours)
    newer = written(tmp_path / "v2.zip", zipped(files("1.10")))
    said = updating(ours, source=newer)
    assert said.startswith(f"updated {ID} 1.10, ")
    assert f"it was {ID} 1, " in said
    (locked,) = read_lock(ours.folder)
    assert (locked.version, shared(ours)) == ("1.10", [locked.folder])


def test_a_version_does_not_go_back_unless_that_is_asked(
    tmp_path: Path, ours: Settings, archive: Path
) -> None:
    adding(written(tmp_path / "v2.zip", zipped(files("1.10"))), ours)
    before = everything(ours.folder)
    older = written(tmp_path / "v1.9.zip", zipped(files("1.9")))
    for act in (lambda: updating(ours, source=older), lambda: adding(older, ours)):
        said = told(act)
        assert f"{ID} 1.9 is older than 1.10, that is locked" in said
        assert "--allow-downgrade" in said
    assert everything(ours.folder) == before
    assert updating(ours, source=older, allow_downgrade=True).startswith(f"updated {ID} 1.9")


def test_a_version_never_means_other_rules(tmp_path: Path, ours: Settings, archive: Path) -> None:
    adding(archive, ours)
    other = written(tmp_path / "other.zip", zipped(files(why="Something else.")))
    assert "what is changed needs a new version" in told(lambda: updating(ours, source=other))


@pytest.mark.parametrize(
    ("version", "word"), [("2020.1", "is older than"), ("next", "number it, such as 2026.2")]
)
def test_a_pack_named_as_one_of_guards_own_has_to_be_newer(
    tmp_path: Path, ours: Settings, version: str, word: str
) -> None:
    text = pack(rule("AA-01"), name="core", version=version).document.text
    source = written(tmp_path / "core.zip", zipped({"core.toml": text}))
    assert word in told(lambda: adding(source, ours))


def test_an_update_looks_at_every_source_or_at_one(
    tmp_path: Path, ours: Settings, archive: Path
) -> None:
    other = pack(rule("AA-01"), name="other").document.text
    adding(archive, ours)
    adding(written(tmp_path / "other.zip", zipped({"other.toml": other})), ours)
    archive.write_bytes(zipped(files("2")))
    said = updating(ours)
    assert f"updated {ID} 2" in said
    assert "kept    other 1" in said
    assert "one source and one digest" in told(lambda: updating(ours, source=archive))
    assert "this is the pack library-rules" in told(lambda: updating(ours, "other", source=archive))
    assert "no pack called 'thing'" in told(lambda: updating(ours, "thing"))


def test_where_nothing_is_locked_there_is_nothing_to_do(ours: Settings) -> None:
    assert "guard policy add takes one" in told(lambda: updating(ours))
    assert "guard policy add takes one" in told(lambda: syncing(ours))


# ----------------------------------------------------------------------------- the lock


def test_what_was_changed_after_it_was_taken_is_not_used_and_can_be_got_again(
    ours: Settings, archive: Path
) -> None:
    adding(archive, ours)
    path = ours.folder / "policies" / FOLDER / shared(ours)[0] / f"{ID}.toml"
    before = path.read_bytes()
    path.write_bytes(before.replace(b'"block"', b'"info"'))
    said = told(lambda: again(ours).compile())
    assert "is not as it was taken from" in said
    assert "guard policy sync" in said
    assert syncing(ours).startswith(f"got     {ID} 1")
    assert path.read_bytes() == before
    assert again(ours).compile((ID,)).rules


def test_a_policy_put_beside_a_pack_is_not_used(ours: Settings, archive: Path) -> None:
    adding(archive, ours)
    lay(ours.folder / "policies" / FOLDER / shared(ours)[0], {"more.toml": b""})
    assert "more.toml" in told(lambda: again(ours).compile())


def test_a_fresh_checkout_gets_what_the_lock_says(ours: Settings, archive: Path) -> None:
    import shutil

    adding(archive, ours)
    shutil.rmtree(ours.folder / "policies" / FOLDER)
    assert syncing(ours).startswith(f"got     {ID} 1")
    assert syncing(ours).startswith(f"kept    {ID} 1")


def test_other_bytes_than_the_lock_says_are_refused(ours: Settings, archive: Path) -> None:
    import shutil

    adding(archive, ours)
    shutil.rmtree(ours.folder / "policies" / FOLDER)
    archive.write_bytes(zipped(files("2")))
    assert "this is not what was asked for: its SHA-256 is" in told(lambda: syncing(ours))
    assert shared(ours) == []


def test_a_lock_whose_files_were_changed_by_hand_is_refused(ours: Settings, archive: Path) -> None:
    adding(archive, ours)
    lock = ours.folder / "guard.lock"
    digest = read_lock(ours.folder)[0].files[f"{ID}.toml"]
    lock.write_text(lock.read_text().replace(digest, "0" * 64))
    assert "names other files" in told(lambda: syncing(ours))


# ------------------------------------------------------------------------------ signatures


def test_a_signed_pack_names_who_signed_it(tmp_path: Path, ours: Settings) -> None:
    key = maker(tmp_path / "makers")
    source = written(tmp_path / "p.zip", made(key.parent, sign=True))
    assert "nobody who may sign policies signed this" in told(lambda: adding(source, ours))
    trusting(ours.folder, key)
    assert f"signed by {EDITOR}" in adding(source, ours)
    assert read_lock(ours.folder)[0].signed_by == EDITOR
    assert again(ours).compile((ID,)).rules


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"role": "head-of-it"}, "is for head-of-it@procurement-guard"),
        ({"more": ',valid-before="20260101"'}, "counts from"),
        ({"more": ',valid-after="20270101"'}, "counts from"),
    ],
)
def test_a_signer_needs_the_role_and_the_time(
    tmp_path: Path, ours: Settings, more: dict[str, str], word: str
) -> None:
    key = maker(tmp_path / "makers")
    source = written(tmp_path / "p.zip", made(key.parent, sign=True))
    trusting(ours.folder, key, **more)
    assert word in told(lambda: adding(source, ours))


def test_a_signature_covers_every_file(tmp_path: Path, ours: Settings) -> None:
    from guard.workbench.sharing.archives import read_archive

    key = maker(tmp_path / "makers")
    trusting(ours.folder, key)
    signed = read_archive(made(key.parent, sign=True), "x")
    for change in (
        {f"{ID}.toml": policy(why="Something else.").encode()},
        {"lists/more.toml": list_text("more", a=[])},
        {"pack.toml": signed["pack.toml"] + b"# more\n"},
    ):
        source = written(tmp_path / "p.zip", zipped(signed | change))
        said = told(partial(adding, source, ours))
        assert "is not what pack.toml says" in said or "changed after it was signed" in said
    mixed = signed | files("2") | {"pack.toml": signed["pack.toml"]}
    source = written(tmp_path / "p.zip", zipped(mixed))
    assert "is not what pack.toml says" in told(lambda: adding(source, ours))


def test_where_a_signature_is_asked_for_nothing_comes_without(tmp_path: Path) -> None:
    strict = body(tmp_path / "ours", "[sources]\nrequire_signature = true\n")
    source = written(tmp_path / "p.zip", zipped(files()))
    assert "the pack is not signed" in told(lambda: adding(source, strict))


def test_what_was_signed_stays_signed(tmp_path: Path, ours: Settings) -> None:
    key = maker(tmp_path / "makers")
    trusting(ours.folder, key)
    adding(written(tmp_path / "p.zip", made(key.parent, sign=True)), ours)
    plain = written(tmp_path / "q.zip", made(key.parent, "2"))
    assert f"was signed by {EDITOR}, and this is not" in told(lambda: updating(ours, source=plain))


def test_a_pack_is_not_taken_after_its_last_day(tmp_path: Path, ours: Settings) -> None:
    key = maker(tmp_path / "makers")
    old = made(key.parent, expires=TODAY - dt.timedelta(days=1))
    source = written(tmp_path / "p.zip", old)
    assert "was to be taken until 2026-11-21" in told(lambda: adding(source, ours))
    assert adding(written(tmp_path / "q.zip", made(key.parent, expires=TODAY)), ours)


# ---------------------------------------------------------------------------- over https


@pytest.fixture
def far(tmp_path: Path, server: Server) -> Settings:
    """A body that lets packs come from the server."""
    sources = f'[sources]\nhosts = ["{server.host}"]\nprivate_addresses = ["{HERE}/32"]\n'
    return body(tmp_path / "ours", f"{sources}most_seconds = 1\nmost_bytes = 50_000\n")


@pytest.mark.usefixtures("names")
class TestOverHttps:
    """What the issue asks to be shown, each with its message."""

    def test_good(self, server: Server, far: Settings) -> None:
        data = zipped(files())
        url = server.gives("/v1.zip", data)
        said = adding(url, far, sha256=sha256(data))
        assert said.startswith(f"added   {ID} 1, sha256 {sha256(data)[:16]}…, not signed")
        assert read_lock(far.folder)[0].source == url

    def test_signed_needs_no_digest(self, tmp_path: Path, server: Server, far: Settings) -> None:
        key = maker(tmp_path / "makers")
        trusting(far.folder, key)
        url = server.gives("/latest.zip", made(key.parent, sign=True))
        assert f"signed by {EDITOR}" in adding(url, far)
        server.gives("/latest.zip", made(key.parent, "2", sign=True))
        assert f"updated {ID} 2" in updating(far)

    def test_unvouched(self, server: Server, far: Settings) -> None:
        url = server.gives("/v1.zip", zipped(files()))
        assert "nothing vouches for what this address gives" in told(lambda: adding(url, far))

    def test_wrong_digest(self, server: Server, far: Settings) -> None:
        url = server.gives("/v1.zip", zipped(files()))
        said = told(lambda: adding(url, far, sha256=sha256(b"another")))
        assert "this is not what was asked for: its SHA-256 is" in said
        assert shared(far) == []

    def test_other_bytes_at_a_locked_address(self, server: Server, far: Settings) -> None:
        import shutil

        data = zipped(files())
        adding(server.gives("/v1.zip", data), far, sha256=sha256(data))
        server.gives("/v1.zip", zipped(files(why="Something else.")))
        shutil.rmtree(far.folder / "policies" / FOLDER)
        assert "this is not what was asked for" in told(lambda: syncing(far))

    def test_rolled_back_version(self, tmp_path: Path, server: Server, far: Settings) -> None:
        key = maker(tmp_path / "makers")
        trusting(far.folder, key)
        old = made(key.parent, "2026.2", sign=True)
        adding(server.gives("/latest.zip", made(key.parent, "2026.11", sign=True)), far)
        server.gives("/latest.zip", old)
        said = told(lambda: updating(far))
        assert f"{ID} 2026.2 is older than 2026.11, that is locked" in said
        assert read_lock(far.folder)[0].version == "2026.11"

    def test_redirect_to_a_private_address(self, server: Server, far: Settings) -> None:
        url = server.sends_on("/v1.zip", "https://169.254.169.254/latest/meta-data")
        said = told(lambda: adding(url, far))
        assert "does not let packs be fetched from 169.254.169.254" in said

    def test_slow_body(self, server: Server, far: Settings) -> None:
        said = told(lambda: adding(server.drips("/v1.zip"), far))
        assert "took longer than 1 second" in said

    def test_huge_body(self, server: Server, far: Settings) -> None:
        url = server.gives("/v1.zip", b"\0" * 60_000)
        assert "is larger than 50,000 bytes" in told(lambda: adding(url, far))

    def test_traversal(self, tmp_path: Path, server: Server, far: Settings) -> None:
        data = tarred(*files().items(), ("../../../evil.toml", b"x"))
        url = server.gives("/v1.tar.gz", data)
        before = everything(tmp_path)
        said = told(lambda: adding(url, far, sha256=sha256(data)))
        assert 'names a file "../../../evil.toml", a place outside the archive' in said
        assert everything(tmp_path) == before

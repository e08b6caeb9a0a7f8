"""Packs for tests: archives good and hostile, and a folder in which they are used."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guard.record.keys import make_pair
from guard.record.statement import namespace
from guard.settings import Settings, load
from guard.signers import private_key
from guard.workbench.sharing.packing import pack as packed
from guard.workbench.sharing.signing import ROLE
from tests.making import listed, pack, rule

ID = "library-rules"
EDITOR = "editor@policies.example"


def policy(version: str = "1", **keys: Any) -> str:
    """The text of the policy that is shared."""
    return pack(rule("LIB-01", **keys), name=ID, version=version).document.text


def files(version: str = "1", **keys: Any) -> dict[str, bytes]:
    return {f"{ID}.toml": policy(version, **keys).encode()}


def zipped(content: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(*members: tarfile.TarInfo | tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
                continue
            info = tarfile.TarInfo(member[0])
            info.size = len(member[1])
            archive.addfile(info, io.BytesIO(member[1]))
    return gzip.compress(out.getvalue())


def body(folder: Path, sources: str = "") -> Settings:
    """A folder with guard.toml and nothing else, whose policy is guard's own."""
    folder.mkdir(exist_ok=True)
    text = f'[policies]\nuse = ["core"]\n{sources}'
    (folder / "guard.toml").write_text(text, "utf-8")
    return load(folder / "guard.toml", folder)


def trusting(folder: Path, key: Path, *, role: str = ROLE, more: str = "") -> None:
    """Let the holder of ``key`` sign policies, in the eyes of the body in ``folder``."""
    kind, encoded, *_ = key.with_suffix(".pub").read_text().split()
    line = f'{EDITOR} namespaces="{namespace(role)}"{more} {kind} {encoded}\n'
    (folder / "allowed_signers").write_text(line, "utf-8")


def maker(folder: Path) -> Path:
    """The folder of those who make the pack, with their key."""
    body(folder)
    (folder / "policies").mkdir()
    make_pair(folder / "key", EDITOR)
    return folder / "key"


def made(folder: Path, version: str = "1", *, sign: bool = False, **more: Any) -> bytes:
    """The pack as its makers in ``folder`` pack it."""
    (folder / "policies" / f"{ID}.toml").write_text(policy(version), "utf-8")
    signer = private_key.signer(folder / "key", lambda: b"") if sign else None
    return packed(ID, load(folder / "guard.toml", folder), signer, **more)


def list_text(name: str, **values: Any) -> bytes:
    from tests.making import TODAY

    return listed(name, TODAY, **values).document.text.encode()

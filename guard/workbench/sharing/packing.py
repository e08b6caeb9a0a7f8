"""Making a pack for others: one policy and its lists in an archive, signed or not."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from guard.errors import Fault, GuardError, Place
from guard.policy.library import Library, shipped
from guard.policy.lock import digests
from guard.record.sealed import Signer
from guard.record.sshsig import wrap
from guard.record.statement import namespace
from guard.settings import Settings
from guard.workbench.sharing.archives import MANIFEST, SIGNATURE
from guard.workbench.sharing.signing import ROLE
from guard.workbench.sharing.versions import rank


def pack(
    name: str, settings: Settings, signer: Signer | None = None, expires: dt.date | None = None
) -> bytes:
    """The policy called ``name`` as a zip archive; the same policy gives the same bytes.

    Args:
        name: a policy of one's own, or one that comes with guard.
        settings: where policies are.
        signer: whoever signs it, as ``policy@procurement-guard``; None leaves it unsigned.
        expires: the last day on which others are to take it anew.

    Raises:
        GuardError: there is no such policy, it has faults, or its version has no order.
    """
    in_use = settings.compile((name,))
    held = next(each for each in in_use.packs if each.text.id == name)
    rank(held.text.version)
    files = {f"{name}.toml": held.document.text.encode()}
    ours = Library([shipped()]).lists()
    for id_, listed in in_use.lists.items():
        same = id_ in ours and ours[id_].digest == listed.digest
        if f"lists.{id_}." in held.document.text and not same:
            files[f"lists/{Path(listed.document.file).name}"] = listed.document.text.encode()
    manifest = "".join(_manifest(name, held.text.version, expires, files)).encode()
    files[MANIFEST] = manifest
    if signer:
        files[SIGNATURE] = wrap(signer.sign(manifest, namespace(ROLE))).encode()
    return _zipped(files)


def write(data: bytes, path: Path) -> None:
    """Write an archive where there is none yet.

    Raises:
        GuardError: there is one, or it cannot be written.
    """
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        remedy = "give it another name, such as one with the version in it"
        raise GuardError(Fault("there is such a file already", remedy, Place(str(path)))) from None
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise GuardError(Fault(what, "name a folder there is", Place(str(path)))) from None


def _manifest(
    name: str, version: str, expires: dt.date | None, files: Mapping[str, bytes]
) -> Iterator[str]:
    yield f"id = {json.dumps(name)}\nversion = {json.dumps(version)}\n"
    if expires:
        yield f"expires = {expires}\n"
    yield "\n[files]\n"
    for path, digest in digests(files).items():
        yield f"{json.dumps(path)} = {json.dumps(digest)}\n"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path)
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[path], zipfile.ZIP_DEFLATED)
    return out.getvalue()

"""What a pack says of itself (``pack.toml``), and who signed that (``pack.toml.sig``)."""

import datetime as dt
from collections.abc import Mapping

from pydantic import Field

from guard.border.document import parse_toml
from guard.border.file import decode
from guard.errors import Fault, GuardError, Place
from guard.policy.lock import digests
from guard.policy.model import Slug, Words
from guard.record import sshsig
from guard.record.authority import Authorised, Authorities
from guard.record.statement import namespace
from guard.request.fact import Facts
from guard.request.faults import validated
from guard.request.forms import Date, Sha256
from guard.workbench.sharing.archives import MANIFEST, SIGNATURE

ROLE = "policy"
"""The role, in allowed_signers, of those who may sign packs: ``policy@procurement-guard``."""


class Manifest(Facts):
    """pack.toml: what a pack holds. One signature over it covers every file, and no other mix."""

    id: Slug = Field(description="The id of the policy.")
    version: Words = Field(description="The version of the policy.")
    expires: Date | None = Field(None, description="The last day on which to take it anew.")
    files: dict[str, Sha256] = Field(description="Each file, and its SHA-256.")


def manifest_of(files: Mapping[str, bytes], file: str) -> Manifest | None:
    """What the pack in ``files`` says of itself, if it says so; it must be what is there.

    Raises:
        GuardError: the manifest has faults, or other files than those it names are there.
    """
    if MANIFEST not in files:
        if SIGNATURE in files:
            what = f"there is a {SIGNATURE} without the {MANIFEST} that it signs"
            raise GuardError(Fault(what, "get the pack again", Place(file)))
        return None
    name = f"{file}/{MANIFEST}"
    manifest = validated(Manifest, parse_toml(decode(files[MANIFEST], name), name))
    held = digests({n: data for n, data in files.items() if n not in {MANIFEST, SIGNATURE}})
    for path in sorted(held.keys() | manifest.files.keys()):
        if held.get(path) != manifest.files.get(path):
            what = f"{path} is not what {MANIFEST} says"
            raise GuardError(Fault(what, "get the pack again from whoever made it", Place(name)))
    return manifest


def signer_of(
    files: Mapping[str, bytes], authorities: Authorities, at: dt.datetime, file: str
) -> str:
    """Who signed the pack in ``files``, as ``authorities`` names them; empty where nobody did.

    Raises:
        GuardError: there is a signature, and it is not by someone who may sign policies ``at``.
    """
    if SIGNATURE not in files:
        return ""
    place = Place(f"{file}/{SIGNATURE}")
    try:
        blob = sshsig.unwrap(decode(files[SIGNATURE], SIGNATURE))
        key = sshsig.verify(blob, files[MANIFEST], namespace(ROLE))
    except GuardError as error:
        remedy = "do not use this pack: it was changed after it was signed, or signed wrongly"
        raise GuardError(*(Fault(f.what, remedy, place) for f in error.faults)) from None
    who = authorities.who(key, namespace(ROLE), at)
    if isinstance(who, Authorised):
        return who.principal
    what = f"nobody who may sign policies signed this pack: {who.what}"
    line = f'NAME namespaces="{namespace(ROLE)}" {key.line}'
    remedy = f"if you trust whoever signed, add to {authorities.file}: {line}"
    raise GuardError(Fault(what, remedy, place))

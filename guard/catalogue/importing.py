"""Public lists of applications, as entries of a catalogue.

Nobody here has looked at their names: what is imported is known by its domains, and by its name
only possibly. In these lists "false" often means that nobody knows, so only "true" is taken.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guard.border.file import read_text, shown_name
from guard.catalogue.entry import CatalogueText, Entry, Sso
from guard.catalogue.identifiers import domains_above, host
from guard.catalogue.plain_yaml import Value, parse
from guard.errors import Fault, GuardError, Place
from guard.name import key

_SLUG = re.compile(r"[^a-z0-9]+")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_BRACKETED = re.compile(r"\s*\([^)]*\)")
_LONGEST_ID = 80


class PublicList(StrEnum):
    """The public lists that can be imported."""

    RESMO = "resmo-apps"
    SSO_WALL = "sso-wall"


_TITLES: Mapping[PublicList, str] = {
    PublicList.RESMO: "Applications, imported",
    PublicList.SSO_WALL: "Single sign-on at a price, imported",
}
SOURCES: Mapping[PublicList, str] = {
    PublicList.RESMO: "app-catalog of resmoio (MIT licence), imported; its names were not reviewed",
    PublicList.SSO_WALL: "sso-wall-of-shame of robchahin (Apache-2.0 licence), imported",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported, and the faults of files that were left out."""

    text: CatalogueText
    skipped: tuple[Fault, ...]


def import_list(folder: Path, kind: PublicList, known: Iterable[Entry], on: dt.date) -> Imported:
    """The YAML files in ``folder`` as a file of a catalogue; what cannot be read is told.

    What is in ``known`` under the same domain, or the same name where the list gives no domain of
    its own, gets the same id, so that the two are one application when both are loaded.

    Raises:
        GuardError: there are no such files, or none of them can be read.
    """
    files = sorted((*folder.glob("*.yml"), *folder.glob("*.yaml")))
    if not files:
        remedy = "Name the folder of the list that holds one file for each application."
        fault = Fault("there is no .yml or .yaml file here", remedy, Place(shown_name(folder)))
        raise GuardError(fault)
    read: list[Entry] = []
    skipped: list[Fault] = []
    for file in files:
        try:
            read.append(_READERS[kind](parse(read_text(file), str(file)), str(file)))
        except GuardError as error:
            skipped += error.faults
    if not read:
        raise GuardError(*skipped)
    text = CatalogueText(
        title=_TITLES[kind],
        category="imported",
        on=on,
        source=SOURCES[kind],
        application=_with_known_ids(read, tuple(known)),
    )
    return Imported(text, tuple(skipped))


def _resmo(data: Mapping[str, Value], file: str) -> Entry:
    company = data.get("company", {})
    supplier = company.get("organization", "") if isinstance(company, dict) else ""
    listed = [*_texts(data, "appDomains"), *_texts(data, "relatedDomains")]
    name = _name(data, file)
    return Entry(
        id=slug(name),
        name=name,
        supplier=str(supplier) or None,
        category=slug(str(data.get("category", ""))) or "imported",
        domains=_domains(listed),
        aliases=[text for text in _texts(data, "oauthDisplayNames") if key(text) != key(name)],
        reviewed=False,
    )


def _sso_wall(data: Mapping[str, Value], file: str) -> Entry:
    """A vendor that charges extra for single sign-on; its site is the supplier's, not the app's."""
    name = _name(data, file)
    return Entry(
        id=slug(name),
        name=_BRACKETED.sub("", name) or name,
        domains=_domains([str(data.get("vendor_url", ""))]),
        sso=Sso.EXTRA,
        reviewed=False,
    )


_READERS: Mapping[PublicList, Callable[[Mapping[str, Value], str], Entry]] = {
    PublicList.RESMO: _resmo,
    PublicList.SSO_WALL: _sso_wall,
}


def slug(name: str) -> str:
    """``name`` as an id: small letters, digits and hyphens."""
    apart = unicodedata.normalize("NFKD", name)
    bare = "".join(char for char in apart if not unicodedata.combining(char)).casefold()
    return _SLUG.sub("-", bare.replace("&", " and ")).strip("-")[:_LONGEST_ID].strip("-")


def _name(data: Mapping[str, Value], file: str) -> str:
    name = data.get("name", "")
    if isinstance(name, str) and slug(name):
        return name
    remedy = 'Give a "name:" with a letter or a digit, or take the file out.'
    raise GuardError(Fault("the application has no name", remedy, Place(file)))


def _texts(data: Mapping[str, Value], field: str) -> Sequence[str]:
    value = data.get(field, [])
    return [text for text in value if text] if isinstance(value, list) else []


def _domains(texts: Iterable[str]) -> list[str]:
    found = (host(text) for text in texts)
    return list(dict.fromkeys(one for one in found if _DOMAIN.fullmatch(one)))


def _with_known_ids(entries: Iterable[Entry], known: Sequence[Entry]) -> list[Entry]:
    """``entries``, each id once, with the ids and without the domains of those that are known."""
    by_key = {key(entry.name): entry for entry in known}
    by_domain = {domain: entry for entry in known for domain in entry.domains}
    found: dict[str, Entry] = {}
    for entry in entries:
        same = by_key.get(key(entry.name)) or _hosted(entry, by_domain)
        # A domain that is known belongs to the entry that a person wrote.
        own = [domain for domain in entry.domains if by_domain.get(domain, same) is same]
        number = same.id if same else entry.id
        new = entry.model_copy(update={"id": number, "domains": own})
        found[number] = found[number].joined_with(new) if number in found else new
    return list(found.values())


def _hosted(entry: Entry, by_domain: Mapping[str, Entry]) -> Entry | None:
    """The known entry with a domain and a word of the name in common."""
    for domain in entry.domains:
        for above in domains_above(domain):
            same = by_domain.get(above)
            if same and set(key(same.name).split()) & set(key(entry.name).split()):
                return same
    return None

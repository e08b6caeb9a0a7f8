"""What ``guard doctor`` looks at: is everything here that guard needs, and in order?"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guard.assessment import open_history, unlike_activated
from guard.border.file import read_text
from guard.border.text import plain
from guard.errors import GuardError
from guard.policy.library import digest, parse_pack, shipped
from guard.policy.model import Level
from guard.record.authority import Authorities, matches
from guard.record.checkpoint import VerifierKey
from guard.record.keys import load_log_key
from guard.record.statement import namespace
from guard.record.store import open_store
from guard.register.file import read_register
from guard.settings import FILE, LedgerFiles, Settings
from guard.waiver import remark
from guard.waiver_file import read_waivers
from guard.wording import ACTIVATE, count

EXAMPLE_DOMAIN = ".example"
"""The people for whom ``guard init`` makes keys to try with."""


WAIVERS = "waivers.toml"
"""The usual name of the file of waivers."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: is it well, what was found, and what to do (empty: nothing)."""

    well: bool
    what: str
    remedy: str = ""


def examine(settings: Settings, now: dt.datetime) -> list[Check]:
    """Look at settings, policies, register, ledger, keys and authorities; never raises a fault."""
    looks: list[Callable[[], Iterator[Check]]] = [
        lambda: _settings(settings),
        lambda: _policies(settings, now.date()),
        lambda: _register(settings, now.date()),
        lambda: _waivers(settings, now.date()),
    ]
    if settings.text.ledger is not None:
        looks += [
            lambda: _ledger(settings),
            lambda: _activated(settings),
            lambda: _log_key(settings),
            lambda: _authorities(settings),
            lambda: _roles(settings, now),
        ]
    # What keeps two looks from seeing anything is told once.
    return list(dict.fromkeys(check for look in looks for check in _safely(look)))


def _safely(look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    try:
        yield from look()
    except GuardError as error:
        for fault in error.faults:
            place = f"{fault.place}: " if str(fault.place) else ""
            yield Check(False, plain(f"{place}{fault.what}", 1000), plain(fault.remedy))


def _settings(settings: Settings) -> Iterator[Check]:
    if not settings.file:
        yield Check(False, f"there is no {FILE} here or above", "run `guard init`")
        return
    yield Check(True, f"settings: {settings.file}")
    if settings.text.organisation is None:
        remedy = f'add [organisation] with type = "council" to {FILE}'
        yield Check(False, "guard is not told what kind of body this is", remedy)
    if settings.text.ledger is None:
        remedy = f"add a [ledger] section to {FILE}, as `guard init` writes it in an empty folder"
        yield Check(False, "no ledger is set up, so nothing can be approved", remedy)


def _policies(settings: Settings, today: dt.date) -> Iterator[Check]:
    policies = settings.compile()
    names = ", ".join(f"{pack.text.id} {pack.text.version}" for pack in policies.packs)
    yield Check(True, f"policies: {len(policies.rules)} rules in {names}")
    for listed in policies.lists.values():
        if not listed.text.live(today):
            yield Check(
                False,
                f"the list {listed.text.id} held until {listed.text.valid_to}: rules are unknown",
                f"get a newer one from its source ({listed.text.source.title})",
            )
    for pack in policies.packs:
        ours = shipped() / f"{pack.text.id}.toml"
        if (
            ours.is_file()
            and digest(parse_pack(read_text(ours, 2**20), "").document) != pack.digest
        ):
            yield Check(
                True,
                f"policy {pack.text.id} here differs from the one that comes with guard",
                f"compare {pack.document.file} with {ours}",
            )


def _register(settings: Settings, today: dt.date) -> Iterator[Check]:
    if settings.register is None:
        remedy = f'add [register] with file = "register.csv" to {FILE}'
        yield Check(False, "no register: guard cannot tell what IT knows", remedy)
        return
    register = read_register(settings.register)
    yield Check(True, f"register: {len(register.entries)} applications in {settings.register}")
    for entry in register.entries:
        if entry.review_on and entry.review_on < today:
            yield Check(
                False,
                f"{plain(entry.name)} ({plain(entry.id)}) was due for review on {entry.review_on}",
                "review it, and write the new date into the register",
            )


def _waivers(settings: Settings, today: dt.date) -> Iterator[Check]:
    if settings.waivers is None:
        if (settings.folder / WAIVERS).is_file():
            remedy = f'add waivers = "{WAIVERS}" under [audit] in {FILE}, or take the file away'
            yield Check(False, f"there is a {WAIVERS}, and nothing says that it counts", remedy)
        return
    register = read_register(settings.register) if settings.register else None
    waivers = read_waivers(settings.waivers, register)
    yield Check(True, f"waivers: {len(waivers)} in {settings.waivers}")
    for waiver in waivers:
        if said := remark(waiver, today):
            about = f"the waiver of {waiver.rule} for {plain(waiver.application, 80)}"
            remedy = "take it out, or have its approver look at it again"
            yield Check(waiver.holds(today), f"{about} {said}", remedy)


def _ledger(settings: Settings) -> Iterator[Check]:
    files = settings.ledger()
    with open_store(files.ledger, read_only=True) as ledger:
        head = ledger.latest()
        if ledger.verifier_key() != files.log_public_key:
            yield Check(
                False,
                f"{files.ledger} is of another log than log_public_key in {FILE} names",
                "find out which of the two was changed before you rely on either",
            )
    records = count(head.size if head else 0, "record")
    yield Check(True, f"ledger: {records} (guard verify looks closer)")


def _activated(settings: Settings) -> Iterator[Check]:
    """Policies that were activated and do not apply, or the other way: nothing can be sealed."""
    if unlike := unlike_activated(settings.compile(), settings, open_history(settings)):
        yield Check(False, plain(unlike, 1000), f"{ACTIVATE[0].lower()}{ACTIVATE[1:]}")


def _log_key(settings: Settings) -> Iterator[Check]:
    files = settings.ledger()
    if load_log_key(files.log_key).verifier != _signs_next(files):
        remedy = "put the log's own key back; without it nothing can be appended"
        yield Check(False, f"{files.log_key} is not the key that signs the next head", remedy)
    else:
        yield Check(True, f"log key: {files.log_key}")


def _signs_next(files: LedgerFiles) -> VerifierKey:
    """The key that the next head needs: the log's first, unless the ledger tells of a later one."""
    first = files.verifier()
    try:
        with open_store(files.ledger, read_only=True) as ledger:
            return ledger.current_key() if ledger.verifier_key() == str(first) else first
    except GuardError:
        return first  # what is wrong with the ledger is told where it is looked at


def _authorities(settings: Settings) -> Iterator[Check]:
    file: Path = settings.ledger().allowed_signers
    authorities = settings.ledger().authorities()
    people = sorted({grant.principals for grant in authorities.grants})
    if not people:
        yield Check(False, f"{file} names nobody who may sign", "add a line: guard key new")
        return
    yield Check(True, f"may sign: {plain(', '.join(people), 300)}")
    if any(person.endswith(EXAMPLE_DOMAIN) for person in people):
        yield Check(
            True,
            "the keys made by guard init are for trying guard out",
            f"give people keys of their own (guard key new) and replace the lines in {file}",
        )


def _roles(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """Roles whose signature the policies in use ask for, and that nobody holds."""
    asked: dict[str, list[str]] = {}
    for rule in settings.compile().rules:
        for role in rule.text.sign_off if rule.level is Level.SIGN_OFF else ():
            asked.setdefault(role, []).append(rule.text.id)
    file = settings.ledger().allowed_signers
    authorities = settings.ledger().authorities()
    for role, rules in asked.items() if authorities.grants else ():
        if not _held(role, authorities, now):
            yield Check(
                False,
                f"nobody may sign as {role}, which {', '.join(rules)} can ask for",
                f"make a key (guard key new keys/{role} --person NAME@DOMAIN --role {role})"
                f" and put the line that it shows into {plain(str(file))}; or give {role} to"
                " somebody whose line is there",
            )


def _held(role: str, authorities: Authorities, now: dt.datetime) -> bool:
    """Whether a line that counts now gives somebody the role."""
    return any(
        matches(namespace(role), grant.namespaces)
        and not (grant.after and now < grant.after)
        and not (grant.before and now > grant.before)
        and not authorities.revoked.why(grant.key)
        for grant in authorities.grants
    )

"""What a record holds of a decision, and the same decision computed again from it alone."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import rfc8785

from guard import __version__
from guard.assessment import request_bytes
from guard.bypass import Bands
from guard.condition.types import Struct
from guard.facts import to_json
from guard.finding import Finding
from guard.gather import known_from_json
from guard.judgement import Judged, judge
from guard.policy.choices import Choices
from guard.policy.compile import PolicySet, compile_policies
from guard.policy.environment import environment
from guard.policy.library import Pack, parse_list, parse_pack
from guard.policy.model import Level, Parameter
from guard.record import canonical
from guard.record.commitment import Openings, conceal, hidden, reveal
from guard.request.private import PRIVATE
from guard.request.reading import GivenFacts
from guard.waiver import Waiver, waiver_from_json

LISTS = "lists/"
"""Before the name of a dated list, among the policies that a record names."""

_PRIVATE = (
    *(f"known.facts.{path}" for path in PRIVATE),
    *("known.sources", "known.notes", "known.questions", "waivers"),
)
"""What an assessment hides: names, prices, and whatever was said by or of people."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The documents that a decision rests on: bytes by SHA-256 (hex), and which is which."""

    documents: Mapping[str, bytes]
    request: str
    assessment: str
    findings: str
    policies: tuple[tuple[str, str, str], ...]
    """Name, version and SHA-256 of each policy and dated list, in the order of use."""
    openings: Openings
    """What the documents hide."""


def basis(
    judged: Judged, given: GivenFacts, choices: Choices, bands: Bands, secret: bytes
) -> Basis:
    """Gather the documents that let anyone compute ``judged`` again.

    Their private values are behind commitments, with salts from ``secret``.
    """
    request, asked = request_bytes(given, secret)
    shown, weighed = conceal(
        {
            "bands": {"bypass": bands.bypass, "likely": bands.likely, "look": bands.look},
            "guard": __version__,
            "known": judged.known.to_json(),
            "levels": {rule: level.value for rule, level in choices.levels.items()},
            "on": judged.on.isoformat(),
            "parameters": to_json(choices.parameters),
            "waivers": [waiver.to_json() for waiver in judged.waivers],
        },
        _PRIVATE,
        secret,
    )
    assessment = rfc8785.dumps(shown)
    findings = findings_bytes(judged.findings)
    named = list(contents_of(judged.policies))
    contents = [request, assessment, findings, *(content for _, _, content in named)]
    return Basis(
        {sha256(content): content for content in contents},
        sha256(request),
        sha256(assessment),
        sha256(findings),
        tuple((name, version, sha256(content)) for name, version, content in named),
        {**asked, **weighed},
    )


def contents_of(policies: PolicySet) -> Iterator[tuple[str, str, bytes]]:
    """Name, version and bytes of each policy and of each dated list they use, in that order."""
    for pack in policies.packs:
        yield pack.text.id, pack.text.version, pack.document.text.encode()
    for name, listed in policies.lists.items():
        yield LISTS + name, listed.text.valid_from.isoformat(), listed.document.text.encode()


def findings_bytes(findings: tuple[Finding, ...]) -> bytes:
    """The findings as canonical JSON: each rule, its level, its outcome, the facts it lacked.

    What a waiver set aside holds until when, and the waiver's record if it has one.
    """
    return rfc8785.dumps(
        [
            {
                "level": finding.rule.level.value,
                "missing": sorted(finding.missing),
                "outcome": finding.outcome.value,
                "policy": finding.rule.policy,
                "rule": finding.rule.text.id,
                "upcoming": finding.upcoming,
            }
            | ({"waiver": _told(finding.waiver)} if finding.waiver else {})
            for finding in findings
        ]
    )


def _told(waiver: Waiver) -> dict[str, str | int | None]:
    return {"expires": waiver.expires.isoformat(), "record": waiver.record}


class UnopenedError(Exception):
    """Private values of a decision are not disclosed, so it cannot be made again."""


def compute_again(assessment: bytes, policies: Mapping[str, bytes], openings: Openings) -> Judged:
    """The decision, from the sealed assessment and the policies by name, in the order of use.

    Raises:
        UnopenedError: ``openings`` lack some of its private values.
        GuardError: a policy cannot be compiled.
        KeyError, TypeError, ValueError: the assessment is not what guard writes.
    """
    sealed: dict[str, Any] = reveal(canonical.read(assessment), openings)
    if hidden(sealed["known"]) or hidden(sealed["waivers"]):
        raise UnopenedError
    chosen = json.dumps([sealed["parameters"], sealed["levels"]])
    compiled = _compiled(tuple(policies.items()), chosen)
    own = environment({}, {}, compiled.own_facts)["local"]
    known = known_from_json(sealed["known"], own if isinstance(own, Struct) else Struct("", {}))
    waivers = [waiver_from_json(waiver) for waiver in sealed["waivers"]]
    on = dt.date.fromisoformat(sealed["on"])
    return judge(known, compiled, Bands(**sealed["bands"]), on, waivers=waivers)


@lru_cache(maxsize=16)
def _compiled(policies: tuple[tuple[str, bytes], ...], chosen: str) -> PolicySet:
    """The policies of a record, compiled once for the many records that rest on the same."""
    parameters, levels = json.loads(chosen)
    lists = {
        name.removeprefix(LISTS): parse_list(content.decode(), name)
        for name, content in policies
        if name.startswith(LISTS)
    }
    packs = [
        parse_pack(content.decode(), name)
        for name, content in policies
        if not name.startswith(LISTS)
    ]
    choices = Choices(
        {pack.text.id: _parameters(pack, parameters) for pack in packs},
        {rule: Level(level) for rule, level in levels.items()},
    )
    return compile_policies(packs, lists, choices)


def _parameters(pack: Pack, sealed: Mapping[str, Mapping[str, Any]]) -> dict[str, Parameter]:
    """A body's parameters of one policy, each in the type that the policy gives it."""
    changed = sealed.get(pack.text.id, {})
    return {name: _like(pack.text.parameters[name], value) for name, value in changed.items()}


def _like(original: Parameter, value: Any) -> Parameter:
    match original:
        case dt.date():
            return dt.date.fromisoformat(value)
        case Decimal():
            return Decimal(value)
        case _:
            return value  # type: ignore[no-any-return]


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal, as ``sha256sum`` prints it."""
    return hashlib.sha256(content).hexdigest()

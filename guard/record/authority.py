"""Who may sign in which role and when: OpenSSH's allowed_signers file, read as ssh-keygen(1) says.

A role is held by a line whose ``namespaces=`` names ``ROLE@procurement-guard``. Stricter than
ssh-keygen: a line without ``namespaces=`` gives no role, and one key stands for one person.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from guard.errors import Fault, GuardError, Place, refuse_if
from guard.record.revocation import Revocations
from guard.record.sshkey import Certificate, PublicKey, from_line
from guard.record.statement import NAMESPACE

_LINE = re.compile(
    r"""(?P<principals>"[^"]+"|[^\s"]+)\s+
    (?:(?P<options>(?:[^\s"]|"(?:\\"|[^"])*")+)\s+)??
    (?P<key>\S+\s+AAAA\S*)(?:\s+(?P<comment>.*))?""",
    re.VERBOSE,
)
_OPTION = re.compile(r'(?P<name>[A-Za-z-]+)(?:="(?P<value>(?:\\"|[^"])*)")?(?:,(?=.)|$)')
_TIMES = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_SHAPE = 'write: NAME namespaces="ROLE@procurement-guard" ssh-ed25519 AAAA… comment'


class Reason(StrEnum):
    """Why a signature does not count, from furthest off to nearest."""

    UNKNOWN_KEY = "unknown-key"
    OTHER_PERSON = "other-person"
    WRONG_ROLE = "wrong-role"
    NOT_YET = "not-yet"
    NO_LONGER = "no-longer"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Authorised:
    """The person a key stands for, and the ``line`` (from 1) that says so."""

    principal: str
    line: int
    comment: str


@dataclass(frozen=True, slots=True)
class NotAuthorised:
    """Why not, in words, and the ``line`` that came nearest (0: none)."""

    reason: Reason
    what: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """One line: these ``principals`` (patterns) hold ``key`` for ``namespaces`` in a time.

    ``authority``: they do not hold the key itself, but one that it certifies for them by name.
    """

    line: int
    principals: str
    key: PublicKey
    comment: str
    namespaces: str = ""
    after: datetime | None = None
    before: datetime | None = None
    authority: bool = False


@dataclass(frozen=True, slots=True)
class Authorities:
    """A whole allowed_signers file."""

    file: str
    grants: tuple[Grant, ...]
    revoked: Revocations = field(default_factory=lambda: Revocations(""))

    def who(
        self, public_key: PublicKey, namespace: str, at: datetime, principal: str = ""
    ) -> Authorised | NotAuthorised:
        """Who signed with ``public_key`` in ``namespace`` at ``at`` (aware), or why nobody did.

        ``principal`` is the name the signer claims; without it the line, or the certificate, must
        name one person.
        """
        if why := self.revoked.why(public_key):
            return NotAuthorised(Reason.REVOKED, why)
        nearest = NotAuthorised(Reason.UNKNOWN_KEY, f"no line of {self.file} has this key")
        for grant in self._of(public_key):
            if grant.authority and public_key.certificate:
                answer = self._certified(grant, public_key.certificate, namespace, at, principal)
            else:
                answer = self._answer(grant, namespace, at, principal)
            if isinstance(answer, Authorised):
                return answer
            nearest = max(nearest, answer, key=lambda one: list(Reason).index(one.reason))
        return nearest

    def roles(self, public_key: PublicKey, at: datetime) -> tuple[str, ...]:
        """The roles that lines name (not by pattern) for ``public_key`` at ``at``."""
        return _named(grant for grant in self._of(public_key) if _late(grant, at) is None)

    def given(self) -> tuple[str, ...]:
        """The roles that lines name (not by pattern) for anybody at any time."""
        return _named(self.grants)

    def _of(self, public_key: PublicKey) -> Iterator[Grant]:
        """The lines of the key; those of its authority, where it came in a certificate."""
        of = public_key.certificate.authority if public_key.certificate else public_key.blob
        certified = public_key.certificate is not None
        return (g for g in self.grants if g.key.blob == of and g.authority is certified)

    def _certified(
        self, grant: Grant, one: Certificate, namespace: str, at: datetime, principal: str
    ) -> Authorised | NotAuthorised:
        """As :meth:`_answer`, for whom the authority of ``grant`` certifies."""
        name = principal or (one.principals[0] if len(one.principals) == 1 else "")
        if not name or name not in one.principals:
            what = f"the certificate is of {', '.join(one.principals) or 'nobody'}"
            return NotAuthorised(Reason.OTHER_PERSON, what, grant.line)
        if at.timestamp() < one.valid_after:
            return NotAuthorised(Reason.NOT_YET, "the certificate counts from later on", grant.line)
        if at.timestamp() >= one.valid_before:
            return NotAuthorised(Reason.NO_LONGER, "the certificate has ended", grant.line)
        return self._answer(grant, namespace, at, name)

    def _answer(
        self, grant: Grant, namespace: str, at: datetime, principal: str
    ) -> Authorised | NotAuthorised:
        def no(reason: Reason, what: str) -> NotAuthorised:
            return NotAuthorised(reason, f"line {grant.line} of {self.file} {what}", grant.line)

        if not principal and set(grant.principals) & set("*?!,"):
            return no(Reason.OTHER_PERSON, f"names no single person ({grant.principals})")
        if principal and not matches(principal, grant.principals):
            return no(Reason.OTHER_PERSON, f"gives this key to {grant.principals}, not {principal}")
        if not grant.namespaces:
            return no(Reason.WRONG_ROLE, "gives this key no role: it lacks namespaces=")
        if not matches(namespace, grant.namespaces):
            return no(Reason.WRONG_ROLE, f"is for {grant.namespaces}, not {namespace}")
        if late := _late(grant, at):
            return no(late, f"counts from {grant.after or 'ever'} until {grant.before or 'ever'}")
        return Authorised(principal or grant.principals, grant.line, grant.comment)


def _named(grants: Iterable[Grant]) -> tuple[str, ...]:
    """The roles that ``grants`` name, but for patterns."""
    named = (
        namespace.removesuffix(f"@{NAMESPACE}")
        for grant in grants
        for namespace in grant.namespaces.split(",")
        if namespace.endswith(f"@{NAMESPACE}") and matches(namespace, grant.namespaces)
    )
    return tuple(dict.fromkeys(role for role in named if not set(role) & set("*?!")))


def _late(grant: Grant, at: datetime) -> Reason | None:
    """Whether ``at`` is outside the grant's time; both ends belong to it, as for ssh-keygen."""
    if grant.after and at < grant.after:
        return Reason.NOT_YET
    if grant.before and at > grant.before:
        return Reason.NO_LONGER
    return None


def matches(name: str, patterns: str) -> bool:
    """Whether ``name`` fits a pattern list of ssh_config(5): ``*``, ``?``, commas, ``!`` first."""
    fits = False
    for pattern in patterns.split(","):
        if _pattern(pattern.removeprefix("!")).fullmatch(name):
            if pattern.startswith("!"):
                return False
            fits = True
    return fits


def _pattern(pattern: str) -> re.Pattern[str]:
    """``pattern`` as an expression that never goes back: each star takes the least it can."""
    first, *rest = (
        "".join("." if char == "?" else re.escape(char) for char in piece)
        for piece in pattern.split("*")
    )
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{piece})" for piece in rest[:-1])
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def load(text: str, file: str, revoked: Revocations | None = None) -> Authorities:
    """The authorities that ``text`` (of ``file``) lists; all faulty lines are refused at once."""
    grants: list[Grant] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            grants.append(_grant(line.strip(), number))
        except GuardError as error:
            place = Place(file, number)
            faults += (Fault(fault.what, fault.remedy, place) for fault in error.faults)
    refuse_if([*faults, *_shared(grants, file)])
    return Authorities(file, tuple(grants), revoked or Revocations(""))


def _shared(grants: list[Grant], file: str) -> Iterator[Fault]:
    """Keys that two names share: four eyes would be two."""
    owners: dict[PublicKey, Grant] = {}
    for grant in grants:
        if grant.authority:
            continue  # it certifies many people, and signs for none
        first = owners.setdefault(grant.key, grant)
        if first.principals != grant.principals:
            what = f"{grant.principals} has the key that line {first.line} gives {first.principals}"
            yield Fault(what, "give each person a key of their own", Place(file, grant.line))


def _grant(line: str, number: int) -> Grant:
    found = _LINE.fullmatch(line)
    if found is None:
        raise GuardError(Fault("not a line of allowed_signers", _SHAPE))
    principals, comment = found["principals"].strip('"'), found["comment"] or ""
    options = _options(found["options"] or "")
    after, before = _time(options.get("valid-after")), _time(options.get("valid-before"))
    if after and before and after >= before:
        raise GuardError(Fault("valid-after is not before valid-before", "swap or mend the dates"))
    namespaces = options.get("namespaces", "")
    key = from_line(found["key"])
    authority = "cert-authority" in options
    return Grant(number, principals, key, comment, namespaces, after, before, authority)


def _options(text: str) -> dict[str, str]:
    """The options of one line, by lower-case name."""
    options: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _OPTION.match(text, at)
        if found is None:
            raise GuardError(Fault(f"unreadable option {text[at : at + 60]!r}", _SHAPE))
        name, value, at = found["name"].lower(), found["value"], found.end()
        wants = {"namespaces": True, "valid-after": True, "valid-before": True}
        if (wants | {"cert-authority": False}).get(name) is not bool(value):
            remedy = (
                "use cert-authority, namespaces=, valid-after=, valid-before=, in double quotes"
            )
            raise GuardError(Fault(f"the option {name!r} is unknown or has no value", remedy))
        if name in options:
            raise GuardError(Fault(f"the option {name} is given twice", "keep one of them"))
        options[name] = (value or "").replace('\\"', '"')
    return options


def _time(text: str | None) -> datetime | None:
    """A moment as ssh-keygen writes it; without Z it is this machine's time, as for ssh-keygen."""
    if text is None:
        return None
    digits = text.removesuffix("Z")
    shape = _TIMES.get(len(digits), "") if digits.isascii() and digits.isdigit() else ""
    try:
        moment = datetime.strptime(digits, shape)  # noqa: DTZ007  # the Z is looked at next
        return moment.replace(tzinfo=UTC) if text.endswith("Z") else moment.astimezone()
    except (ValueError, OverflowError) as error:
        remedy = "write YYYYMMDDZ or YYYYMMDDHHMMSSZ (Z: UTC)"
        raise GuardError(Fault(f"not a time: {text[:40]!r}", remedy)) from error

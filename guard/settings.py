"""guard.toml: what a body has chosen, found in this folder or the nearest one above it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from guard.border.document import Document, read
from guard.border.file import read_text
from guard.bypass import Bands
from guard.errors import Fault, GuardError, Place, refuse_if
from guard.policy.choices import Choices
from guard.policy.compile import PolicySet, compile_policies
from guard.policy.library import Library, Pack, shipped
from guard.policy.model import Level, Parameter, RuleId, Slug
from guard.policy.sources import SourcesSection
from guard.request.fact import Facts
from guard.request.faults import validated
from guard.request.forms import Form
from guard.request.requester import Organisation

if TYPE_CHECKING:
    from guard.record.authority import Authorities
    from guard.record.checkpoint import VerifierKey
    from guard.record.cosignature import Witness

FILE = "guard.toml"
LOCK = "guard.lock"
PACKS = ("core", "uk-local-government", "supply-chain", "shadow-it")
"""The packs applied where nobody has chosen others."""

Threshold = Annotated[int, Field(ge=1, le=100), Form("a whole number from 1 to 100")]


class PolicySection(Facts):
    """Which policies apply, and the body's own folder of them."""

    use: list[Slug] = Field(
        list(PACKS), description="The policies that apply; what they build on comes with them."
    )
    folder: str = Field("policies", description="The folder of policies of your own.")


class RegisterSection(Facts):
    """The list of applications that IT knows (CSV or TOML)."""

    file: str = Field(description="The register: CSV or TOML.")


class LedgerSection(Facts):
    """Where approvals are kept, who may give them, and the key that signs the ledger's heads.

    ``url`` names a shared ledger instead of a ``file``. ``revoked_keys``: a KRL, or public keys one
    a line. ``witnesses``: verifier keys, of whom ``quorum`` must have cosigned a checkpoint.
    ``timestamp_roots``: certificates (PEM) of time stamp authorities that are believed.
    """

    file: str = "ledger.db"
    url: str | None = None
    allowed_signers: str = "allowed_signers"
    revoked_keys: str | None = None
    log_key: str = "keys/log.key"
    log_public_key: str
    witnesses: list[str] = Field([])
    quorum: Annotated[int, Field(ge=1), Form("a whole number from 1")] = 1
    timestamp_roots: str | None = None


class BandsSection(Facts):
    """From how many points a purchase counts as bypassing IT, likely to, or worth a look."""

    bypass: Threshold = Field(60, description="From so many points on it counts as bypassing IT.")
    likely: Threshold = Field(30, description="From so many points on it is likely to.")
    look: Threshold = Field(10, description="From so many points on it is worth a look.")


class AuditSection(Facts):
    """How whole lists are looked at."""

    signals: list[Slug] = Field(
        ["spend-signals"],
        description="The policies with signs of bypass that only an audit applies.",
    )
    it_areas: list[str] = Field([], description="Spending areas that are IT's own.")
    catalogue: str = Field("catalogue", description="The folder of applications of your own.")
    waivers: str | None = Field(None, description="The file of waivers.")
    kev: str | None = Field(None, description="A copy of the list of exploited flaws.")


class SettingsText(Facts):
    """guard.toml as it is written."""

    organisation: Organisation | None = None
    policies: PolicySection = PolicySection()
    register_: Annotated[RegisterSection | None, Field(alias="register")] = None
    ledger: LedgerSection | None = None
    bands: BandsSection = BandsSection()
    audit: AuditSection = AuditSection()
    sources: SourcesSection = SourcesSection()
    parameters: dict[Slug, dict[str, Parameter]] = Field({})
    levels: dict[RuleId, Level] = Field({})


@dataclass(frozen=True, slots=True)
class LedgerFiles:
    """The ledger (a path or a URL), who may sign in which role, the log's key, and whom to believe.

    The log's key is private in a file, and public as text: its first one, from which any later
    one follows.
    """

    ledger: str
    allowed_signers: Path
    log_key: Path
    log_public_key: str
    revoked_keys: Path | None = None
    witnesses: tuple[str, ...] = ()
    quorum: int = 1
    timestamp_roots: Path | None = None

    def authorities(self) -> "Authorities":
        """Who may sign in which role, but for keys that were revoked.

        Raises:
            GuardError: a file cannot be read or has faults.
        """
        from guard.record.authority import load
        from guard.record.revocation import read

        revoked = read(self.revoked_keys) if self.revoked_keys else None
        return load(read_text(self.allowed_signers), str(self.allowed_signers), revoked)

    def cosigners(self) -> "tuple[Witness, ...]":
        """The witnesses named in guard.toml.

        Raises:
            GuardError: guard.toml does not hold a witness's verifier key there.
        """
        from guard.record.cosignature import Witness

        with _placed("ledger.witnesses"):
            return tuple(Witness.parse(vkey) for vkey in self.witnesses)

    def verifier(self) -> "VerifierKey":
        """The log's public key.

        Raises:
            GuardError: guard.toml does not hold one.
        """
        from guard.record.checkpoint import VerifierKey

        with _placed("ledger.log_public_key"):
            return VerifierKey.parse(self.log_public_key)


@contextmanager
def _placed(path: str) -> Iterator[None]:
    """Say of faults where in guard.toml they stand."""
    try:
        yield
    except GuardError as error:
        place = Place(FILE, path=path)
        raise GuardError(*(Fault(f.what, f.remedy, place) for f in error.faults)) from None


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen, with every path made whole; ``file`` is empty where there is no file."""

    text: SettingsText
    folder: Path
    file: str
    document: Document | None = None

    @property
    def library(self) -> Library:
        """The body's own policies first, then those of others, then those that come with guard."""
        own = self.folder / self.text.policies.folder
        if not self.file:
            return Library((shipped(),))
        if not (self.folder / LOCK).is_file():
            return Library((own, shipped()))
        from guard.policy.lock import folders, read_lock

        return Library((own, *folders(own, read_lock(self.folder)), shipped()))

    @property
    def register(self) -> Path | None:
        """The register, if one is named."""
        section = self.text.register_
        return self.folder / section.file if section else None

    @property
    def waivers(self) -> Path | None:
        """The file of waivers, if one is named."""
        named = self.text.audit.waivers
        return self.folder / named if named else None

    @property
    def choices(self) -> Choices:
        """Parameters and levels that differ from the policy files."""
        if self.document is None:
            return Choices(self.text.parameters, self.text.levels)
        return Choices(self.text.parameters, self.text.levels, self.document.place)

    @property
    def bands(self) -> Bands:
        """The points at which each band of bypass begins."""
        bands = self.text.bands
        return Bands(bands.bypass, bands.likely, bands.look)

    def compile(self, names: Sequence[str] | None = None) -> PolicySet:
        """The policies called ``names``, or those chosen, with all they extend, compiled.

        Raises:
            GuardError: there are none, they hold no rule, or they have faults.
        """
        library = self.library
        packs = library.closure(names or self.text.policies.use)
        if not any(pack.text.rule for pack in packs):
            raise GuardError(
                Fault(
                    "no policy in use has a rule, so nothing would be checked",
                    "name policies under [policies] use = [...] in guard.toml, or with --policy",
                    Place(self.file),
                )
            )
        choices = self.choices.about(packs) if names else self._choices_but(packs)
        return compile_policies(packs, library.lists(), choices)

    def _choices_but(self, packs: Sequence[Pack]) -> Choices:
        """All choices, but for those about signals that only an audit applies beside ``packs``."""
        if not self.text.parameters and not self.text.levels:
            return self.choices
        applied = {pack.text.id for pack in packs}
        signals = self.library.closure(self.text.audit.signals)
        return self.choices.without([each for each in signals if each.text.id not in applied])

    def ledger(self) -> LedgerFiles:
        """Where the ledger and its keys are.

        Raises:
            GuardError: no ledger is named, with the next step.
        """
        if self.text.ledger is None:
            raise GuardError(
                Fault(
                    "no ledger is set up, so nothing can be sealed or verified here",
                    "run `guard init`, or add a [ledger] section to guard.toml",
                    Place(self.file or FILE),
                )
            )
        section = self.text.ledger
        revoked, roots = section.revoked_keys, section.timestamp_roots
        return LedgerFiles(
            section.url or str(self.folder / section.file),
            self.folder / section.allowed_signers,
            self.folder / section.log_key,
            section.log_public_key,
            self.folder / revoked if revoked else None,
            tuple(section.witnesses),
            section.quorum,
            self.folder / roots if roots else None,
        )


def load(config: Path | None, start: Path) -> Settings:
    """Read ``config``, or the guard.toml nearest above ``start``, or take the defaults.

    Raises:
        GuardError: the file is missing or has faults, all at once with line and column.
    """
    file = config or next(
        (found for folder in (start, *start.parents) if (found := folder / FILE).is_file()), None
    )
    if file is None:
        return Settings(SettingsText(), start, "")
    document: Document = read(file)
    text = validated(SettingsText, document)
    if not text.bands.look <= text.bands.likely <= text.bands.bypass:
        what = "the bands of bypass do not rise"
        remedy = "write look, likely and bypass so that each is at least as large as the one before"
        raise GuardError(Fault(what, remedy, document.place(("bands",))))
    if text.ledger:
        refuse_if(_ledger_faults(text.ledger, document))
    folder = file.resolve().parent
    # Names are shown and sealed as people give them: relative to where they are, if below it.
    here = Path.cwd()
    folder = folder.relative_to(here) if folder.is_relative_to(here) else folder
    return Settings(text, folder, str(folder / FILE if config is None else file), document)


def _ledger_faults(section: LedgerSection, document: Document) -> Iterator[Fault]:
    """What is wrong with how the ledger is named."""
    from guard.record.store import has_password

    if section.url is not None:
        place = document.place(("ledger", "url"))
        if "file" in section.model_fields_set:
            yield Fault("the ledger has both a file and a URL", "keep one of them", place)
        if not re.match(r"[a-z]+://", section.url):
            yield Fault("not a URL", 'write url = "postgresql://user@host/database"', place)
        if has_password(section.url):
            remedy = "take the password out: PGPASSWORD, a service or a passfile gives it"
            yield Fault("a password stands in guard.toml", remedy, place)
    if section.quorum > max(len(section.witnesses), 1):
        what = f"{section.quorum} witnesses are asked for, and {len(section.witnesses)} named"
        yield Fault(what, "name more witnesses, or lower it", document.place(("ledger", "quorum")))

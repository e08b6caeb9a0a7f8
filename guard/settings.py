"""guard.toml: what a body has chosen, found in this folder or the nearest one above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from guard.border.document import Document, read
from guard.bypass import Bands
from guard.errors import Fault, GuardError, Place
from guard.policy.choices import Choices
from guard.policy.compile import PolicySet, compile_policies
from guard.policy.library import Library, Pack, shipped
from guard.policy.model import Level, Parameter, RuleId, Slug
from guard.request.fact import Facts
from guard.request.faults import validated
from guard.request.forms import Form
from guard.request.requester import Organisation

if TYPE_CHECKING:
    from guard.record.checkpoint import VerifierKey

FILE = "guard.toml"
PACKS = ("core", "uk-local-government", "supply-chain", "shadow-it")
"""The packs applied where nobody has chosen others."""

Threshold = Annotated[int, Field(ge=1, le=100), Form("a whole number from 1 to 100")]


class PolicySection(Facts):
    """Which policies apply, and the body's own folder of them."""

    use: list[Slug] = Field(list(PACKS))
    folder: str = "policies"


class RegisterSection(Facts):
    """The list of applications that IT knows (CSV or TOML)."""

    file: str


class LedgerSection(Facts):
    """Where approvals are kept, who may give them, and the key that signs the ledger's heads."""

    file: str = "ledger.db"
    allowed_signers: str = "allowed_signers"
    log_key: str = "keys/log.key"
    log_public_key: str


class BandsSection(Facts):
    """From how many points a purchase counts as bypassing IT, likely to, or worth a look."""

    bypass: Threshold = 60
    likely: Threshold = 30
    look: Threshold = 10


class AuditSection(Facts):
    """How whole lists are looked at."""

    signals: list[Slug] = Field(["spend-signals"])
    it_areas: list[str] = Field([])
    catalogue: str = "catalogue"
    waivers: str | None = None
    kev: str | None = None


class SettingsText(Facts):
    """guard.toml as it is written."""

    organisation: Organisation | None = None
    policies: PolicySection = PolicySection()
    register_: Annotated[RegisterSection | None, Field(alias="register")] = None
    ledger: LedgerSection | None = None
    bands: BandsSection = BandsSection()
    audit: AuditSection = AuditSection()
    parameters: dict[Slug, dict[str, Parameter]] = Field({})
    levels: dict[RuleId, Level] = Field({})


@dataclass(frozen=True, slots=True)
class LedgerFiles:
    """The ledger, who may sign in which role, and the log's key (private in a file, public)."""

    ledger: Path
    allowed_signers: Path
    log_key: Path
    log_public_key: str

    def verifier(self) -> "VerifierKey":
        """The log's public key.

        Raises:
            GuardError: guard.toml does not hold one.
        """
        from guard.record.checkpoint import VerifierKey

        try:
            return VerifierKey.parse(self.log_public_key)
        except GuardError as error:
            place = Place(FILE, path="ledger.log_public_key")
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
        """The body's own policies first, then the packs that come with guard."""
        own = (self.folder / self.text.policies.folder,) if self.file else ()
        return Library((*own, shipped()))

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
        return LedgerFiles(
            self.folder / section.file,
            self.folder / section.allowed_signers,
            self.folder / section.log_key,
            section.log_public_key,
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
    folder = file.resolve().parent
    # Names are shown and sealed as people give them: relative to where they are, if below it.
    here = Path.cwd()
    folder = folder.relative_to(here) if folder.is_relative_to(here) else folder
    return Settings(text, folder, str(folder / FILE if config is None else file), document)

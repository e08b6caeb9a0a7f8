"""The kinds of body that ``guard init --for`` knows; each file of kinds/ is one."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import Field

from guard.border.document import read
from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.policy.model import Parameter, Slug, Words
from guard.request.fact import Facts
from guard.request.faults import validated
from guard.request.forms import Country, Currency, Domain, Word
from guard.request.requester import OrganisationType

FOLDER = Path(__file__).parent / "kinds"
USUAL = "council"


class Kind(Facts):
    """What a body of this kind begins with: packs, roles, money, markings, and an example."""

    title: Words = Field(description="The kind of body, in words.")
    name: Words = Field(description="What the body is called until it gives its own name.")
    type: OrganisationType = Field(description="What rules call this kind of body.")
    country: Country = Field(description="The country it is in.")
    domain: Domain = Field(description="The domain of the people in the example.")
    packs: list[Slug] = Field(description="The policies that apply.")
    roles: list[Slug] = Field(description="The roles for which keys to try with are made.")
    currency: Currency = Field(description="The currency of its money.")
    scheme: Word = Field(description="The scheme of markings of information.")
    public: Word = Field(description="The marking of what anyone may see.")
    usual: Word = Field(description="The marking of most information.")
    accessibility: Word = Field(description="The accessibility standard that it asks for.")
    reason: Words = Field(description="What the application of the example is for.")
    team: Words = Field(description="Who asks for it.")
    organisation: dict[str, Parameter] = Field({}, description="More to say of the body.")
    parameters: dict[Slug, dict[str, Parameter]] = Field(
        {}, description="Parameters of policies in its own currency."
    )
    request: Mapping[str, dict[str, Parameter]] = Field(
        {}, description="Facts by group that its policies ask beside those of the example."
    )


def kinds() -> tuple[str, ...]:
    """The kinds there are, by name."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def kind(name: str) -> Kind:
    """The kind called ``name``.

    Raises:
        GuardError: there is none; names those there are.
    """
    if name not in kinds():
        near = get_close_matches(name, kinds(), n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        what = f'"{plain(name, 60)}" is no kind of body that guard knows'
        raise GuardError(Fault(what, f"{hint}use one of {', '.join(kinds())}"))
    return validated(Kind, read(FOLDER / f"{name}.toml"))

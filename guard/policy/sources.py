"""From where guard.toml lets packs of others be taken, and under which limits."""

from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from guard.request.fact import Facts
from guard.request.forms import Form


def _network(text: str) -> str:
    try:
        ip_network(text)
    except ValueError:
        raise PydanticCustomError("network", "not a network") from None
    return text


Host = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9.-]+(:[0-9]{1,5})?$"),
    Form('a host in small letters, such as "policies.example.org", with :port if it is not 443'),
]
Network = Annotated[
    str, AfterValidator(_network), Form('a network of addresses, such as "10.20.0.0/16"')
]


class SourcesSection(Facts):
    """Where packs of others may come from. Without ``hosts`` nothing is ever fetched."""

    hosts: list[Host] = Field([], description="The hosts that may be asked, over https.")
    require_signature: bool = Field(
        False,
        description="Whether a pack must be signed by whom allowed_signers names for policies.",
    )
    private_addresses: list[Network] = Field(
        [], description="Networks of your own that may be asked, too; others are refused."
    )
    most_bytes: Annotated[int, Field(ge=1_000, le=67_108_864)] = Field(
        8_388_608, description="The most bytes of one archive."
    )
    most_seconds: Annotated[int, Field(ge=1, le=600)] = Field(
        30, description="The most seconds that fetching one archive may take, all in all."
    )
    most_redirects: Annotated[int, Field(ge=0, le=10)] = Field(
        3, description="The most redirects that are followed; each is looked at as the first."
    )

"""The group ``subprocessors``: others who handle your information for the supplier."""

from guard.request.fact import Answerer, Facts, fact
from guard.request.forms import Country, Date, Identifier


class Subprocessor(Facts):
    """One organisation that the supplier lets handle your information."""

    name: str | None = fact("What is the sub-processor called?", Answerer.SUPPLIER)
    identifiers: list[Identifier] | None = fact(
        "Under which public numbers is it registered?", Answerer.SUPPLIER
    )
    country: Country | None = fact("In which country does it work?", Answerer.SUPPLIER)
    purpose: str | None = fact("What does it do?", Answerer.SUPPLIER)
    data: str | None = fact("Which information does it see?", Answerer.SUPPLIER)
    flowdown: bool | None = fact("Is it bound by the same terms?", Answerer.SUPPLIER)
    since: Date | None = fact("Since when?", Answerer.SUPPLIER)

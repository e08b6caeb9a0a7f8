"""The group ``requester``: who asks, and for which organisation."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Count, Country, Domain, Email, Identifier


class OrganisationType(Vocabulary):
    """What kind of public body buys; rules name the kinds that they bind."""

    COUNCIL = "council"
    COMBINED_AUTHORITY = "combined-authority"
    NHS_TRUST = "nhs-trust"
    ICB = "icb"
    UNIVERSITY = "university"
    SCHOOL = "school"
    CENTRAL_DEPARTMENT = "central-department"
    ALB = "alb"
    STATE_AGENCY = "state-agency"
    CITY = "city"
    COUNTY = "county"
    SPECIAL_DISTRICT = "special-district"
    CROWN_ENTITY = "crown-entity"
    EU_MUNICIPALITY = "eu-municipality"


class Organisation(Facts):
    """The public body that buys."""

    name: str | None = fact("What is your organisation called?", Answerer.REQUESTER)
    identifiers: list[Identifier] | None = fact(
        "Under which public numbers is your organisation known?", Answerer.REQUESTER
    )
    type: OrganisationType | None = fact("What kind of body is it?", Answerer.REQUESTER)
    country: Country | None = fact("In which country is it?", Answerer.REQUESTER)
    population: Count | None = fact("How many people does it serve?", Answerer.REQUESTER)
    domains: list[Domain] | None = fact(
        "Which domains do your organisation's e-mail addresses end in?", Answerer.IT
    )
    holds_cyber_essentials: bool | None = fact(
        "Does your own organisation hold a Cyber Essentials certificate?", Answerer.IT
    )


class Requester(Facts):
    """The person who asks, and on whose budget."""

    name: str | None = fact("Who asks for this?", Answerer.REQUESTER)
    email: Email | None = fact("What is their work e-mail address?", Answerer.REQUESTER)
    role: str | None = fact("What is their role?", Answerer.REQUESTER)
    department: str | None = fact("Which department is it for?", Answerer.REQUESTER)
    organisation: Organisation | None = fact("Which organisation is buying?", Answerer.REQUESTER)
    budget_holder: str | None = fact("Who holds the budget?", Answerer.REQUESTER)
    cost_code: str | None = fact("Which cost code will pay?", Answerer.REQUESTER)

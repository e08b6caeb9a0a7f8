"""The group ``request``: what is proposed, why, and by when."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Country, Date


class RequestKind(Vocabulary):
    """What kind of acquisition it is."""

    NEW = "new"
    RENEWAL = "renewal"
    VARIATION = "variation"
    TRIAL = "trial"
    PILOT = "pilot"
    FREEMIUM = "freemium"
    FOUND_IN_USE = "found-in-use"


class Proposal(Facts):
    """The proposal itself, apart from the thing proposed."""

    id: str | None = fact("What is your reference for this request?", Answerer.REQUESTER)
    schema_version: str | None = fact(
        "Which version of the request form is this?", Answerer.REQUESTER
    )
    created: Date | None = fact("On which day was this request written?", Answerer.REQUESTER)
    kind: RequestKind | None = fact(
        "Is this new, a renewal, a change, a trial, or something already in use?",
        Answerer.REQUESTER,
    )
    reason: str | None = fact("Why is it needed?", Answerer.REQUESTER)
    needed_by: Date | None = fact("By which day is it needed?", Answerer.REQUESTER)
    jurisdiction: Country | None = fact(
        "Under which country's rules does your organisation buy?", Answerer.REQUESTER
    )
    packs: list[str] | None = fact(
        "Which rule packs does your organisation apply?", Answerer.REQUESTER
    )

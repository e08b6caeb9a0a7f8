"""The group ``spend``: what lists of payments, cards and look-ups show of an application."""

from guard.request.fact import Answerer, Facts, fact
from guard.request.forms import Count, Date, Money


class Spend(Facts):
    """What was added up over whole lists; a request for one purchase has none of it."""

    charges: Count | None = fact(
        "How many payments, contracts and entries in lists of suppliers are there?", Answerer.IT
    )
    total: Money | None = fact("What do they come to?", Answerer.IT)
    largest: Money | None = fact("What was the largest of them?", Answerer.IT)
    first_on: Date | None = fact("On which day was the first?", Answerer.IT)
    last_on: Date | None = fact("On which day was the last?", Answerer.IT)
    months: Count | None = fact("In how many months was something paid?", Answerer.IT)
    recurring: bool | None = fact("Do charges come at like intervals?", Answerer.IT)
    by_card: bool | None = fact("Did a purchasing card pay?", Answerer.IT)
    areas: list[str] | None = fact("Which departments or cost centres paid?", Answerer.IT)
    outside_it: bool | None = fact("Did any of them not belong to IT?", Answerer.IT)
    intermediaries: list[str] | None = fact(
        "Through which payment services or marketplaces was it paid?", Answerer.IT
    )
    resellers: list[str] | None = fact("Which resellers sold it?", Answerer.IT)
    seen_in_traffic: bool | None = fact("Was it seen in network or sign-in logs?", Answerer.IT)
    known_exploited: bool | None = fact(
        "Is a flaw of it in the list of exploited flaws (KEV)?", Answerer.IT
    )

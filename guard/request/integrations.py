"""The group ``integrations``: what else the application touches."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact


class Direction(Vocabulary):
    """Which way data goes, seen from the application."""

    IN = "in"
    OUT = "out"
    BOTH = "both"


class Method(Vocabulary):
    """How the two are joined."""

    API = "api"
    FILE = "file"
    OAUTH_APP = "oauth-app"
    DB = "db"
    AGENT = "agent"
    EMAIL = "email"


class Network(Vocabulary):
    """Over which network they talk; inbound-rule: the firewall must let the supplier in."""

    INTERNET = "internet"
    PSN = "psn"
    HSCN = "hscn"
    JANET = "janet"
    VPN = "vpn"
    INBOUND_RULE = "inbound-rule"


class Integration(Facts):
    """One other system, mailbox or network that it reads from or writes to."""

    system: str | None = fact(
        "Which system does it connect to (its number in the IT register)?", Answerer.IT
    )
    direction: Direction | None = fact("Does data go in, out, or both?", Answerer.REQUESTER)
    data: str | None = fact("Which data?", Answerer.REQUESTER)
    method: Method | None = fact("How are the two joined?", Answerer.IT)
    scopes: list[str] | None = fact("Which permissions (scopes) does it ask for?", Answerer.IT)
    network: Network | None = fact("Over which network?", Answerer.IT)
    code_of_connection_ref: str | None = fact(
        "What is the reference of the code of connection for that network?", Answerer.IT
    )

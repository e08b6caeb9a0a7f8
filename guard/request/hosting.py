"""The group ``hosting``: where information is kept and seen, and how it is protected there."""

from typing import Annotated

from pydantic import Field

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Country, Date, Form


class LocationRole(Vocabulary):
    """What happens to information in a place."""

    STORAGE = "storage"
    PROCESSING = "processing"
    BACKUP = "backup"
    SUPPORT_ACCESS = "support-access"
    FAILOVER = "failover"


class Mechanism(Vocabulary):
    """What makes a transfer of personal data to another country lawful."""

    ADEQUACY = "adequacy"
    DPF = "dpf"
    DPF_UK_EXTENSION = "dpf-uk-extension"
    IDTA = "idta"
    UK_ADDENDUM = "uk-addendum"
    SCC = "scc"
    BCR = "bcr"
    DEROGATION = "derogation"
    NONE = "none"


class MinimumTls(Vocabulary):
    """The oldest encryption of connections that is still taken."""

    NONE = "none"
    TLS_1_0 = "tls-1.0"
    TLS_1_1 = "tls-1.1"
    TLS_1_2 = "tls-1.2"
    TLS_1_3 = "tls-1.3"


class Keys(Vocabulary):
    """Who holds the encryption keys."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    HOLD_YOUR_OWN = "hold-your-own"


class Tenancy(Vocabulary):
    """What is shared with other customers."""

    SHARED = "shared"
    SHARED_SEPARATE_DATABASE = "shared-separate-database"
    DEDICATED = "dedicated"


class PrincipleStatus(Vocabulary):
    """How far one principle is met."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


class Location(Facts):
    """One place where information is kept or seen; support staff abroad count."""

    country: Country | None = fact("Which country?", Answerer.SUPPLIER)
    role: LocationRole | None = fact("What happens there?", Answerer.SUPPLIER)
    provider: str | None = fact("Whose data centre or office is it?", Answerer.SUPPLIER)
    region: str | None = fact("Which region or city?", Answerer.SUPPLIER)


class Transfer(Facts):
    """One flow of personal data to another country."""

    country: Country | None = fact("To which country does data go?", Answerer.SUPPLIER)
    recipient: str | None = fact("Who receives it there?", Answerer.SUPPLIER)
    mechanism: Mechanism | None = fact("What makes the transfer lawful?", Answerer.SUPPLIER)
    assessed_on: Date | None = fact(
        "On which day was the transfer risk assessed?", Answerer.REQUESTER
    )
    dpf_uk_extension: bool | None = fact(
        "Is the recipient on the Data Privacy Framework list with the UK Extension?",
        Answerer.REGISTER,
    )
    dpf_checked_on: Date | None = fact("On which day was that list looked at?", Answerer.REGISTER)
    special_category_flagged: bool | None = fact(
        "Was the recipient told which of the data is sensitive?", Answerer.REQUESTER
    )


class Encryption(Facts):
    """How information is encrypted."""

    transit_min_tls: MinimumTls | None = fact(
        "What is the oldest version of TLS that it accepts?", Answerer.SUPPLIER
    )
    at_rest: bool | None = fact("Is stored information encrypted?", Answerer.SUPPLIER)
    keys: Keys | None = fact("Who holds the keys?", Answerer.SUPPLIER)


class CloudPrinciple(Facts):
    """One of the 14 cloud security principles of the NCSC."""

    number: Annotated[int, Field(ge=1, le=14), Form("a number from 1 to 14")] = fact(
        "Which principle (1 to 14)?", Answerer.SUPPLIER, required=True
    )
    status: PrincipleStatus | None = fact("Is it met?", Answerer.SUPPLIER)
    evidence: str | None = fact("What shows that?", Answerer.SUPPLIER)


class Hosting(Facts):
    """Where it runs."""

    locations_known: bool | None = fact(
        "Do you know every country where information is stored, processed or seen?",
        Answerer.SUPPLIER,
    )
    locations: list[Location] | None = fact("Which places are these?", Answerer.SUPPLIER)
    customer_can_choose: bool | None = fact(
        "Can you choose where information is kept?", Answerer.SUPPLIER
    )
    transfers: list[Transfer] | None = fact(
        "To which other countries does personal data go?", Answerer.SUPPLIER
    )
    encryption: Encryption | None = fact("How is information encrypted?", Answerer.SUPPLIER)
    backup_tested_on: Date | None = fact(
        "On which day was restoring from backup last tested?", Answerer.SUPPLIER
    )
    tenancy: Tenancy | None = fact("What do you share with other customers?", Answerer.SUPPLIER)
    cloud_plan_ref: str | None = fact("Where is it in your cloud plan?", Answerer.IT)
    cloud_principles: list[CloudPrinciple] | None = fact(
        "How does it meet the 14 cloud security principles?", Answerer.SUPPLIER
    )

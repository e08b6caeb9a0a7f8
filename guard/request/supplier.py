"""The group ``supplier``: who provides the application, who owns them, and their record."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Count, Country, Date, Identifier, Lei, NamedParty
from guard.request.vocabulary import Enforcement


class Resale(Vocabulary):
    """Whether the seller makes what it sells."""

    NOT_RESELLER = "not-reseller"
    RESELLER_WITH_SUPPORT = "reseller-with-support"
    RESELLER_ONLY = "reseller-only"


class CompanyStatus(Vocabulary):
    """The state of a company in its public register, in the words of Companies House."""

    ACTIVE = "active"
    OPEN = "open"
    DISSOLVED = "dissolved"
    LIQUIDATION = "liquidation"
    RECEIVERSHIP = "receivership"
    ADMINISTRATION = "administration"
    VOLUNTARY_ARRANGEMENT = "voluntary-arrangement"
    INSOLVENCY_PROCEEDINGS = "insolvency-proceedings"
    CONVERTED_CLOSED = "converted-closed"
    CLOSED = "closed"


class Section889(Vocabulary):
    """Whether covered equipment (US NDAA 2019, section 889) is present."""

    NONE = "none"
    PRESENT = "present"


class SupplyChain(Facts):
    """What was found out about those behind the supplier (CAF 4.0, A4.a and A4.b)."""

    subcontractors_known: bool | None = fact(
        "Do you know every subcontractor that the service depends on?", Answerer.SUPPLIER
    )
    ownership_known: bool | None = fact(
        "Do you know who owns the supplier and its subcontractors?", Answerer.SUPPLIER
    )
    secure_development_shown: bool | None = fact(
        "Did the supplier show how it develops software securely?", Answerer.SUPPLIER
    )
    composition_known: bool | None = fact(
        "Did the supplier say what the software is made of?", Answerer.SUPPLIER
    )
    authenticity_checked: bool | None = fact(
        "Can it be checked that software and updates really come from the supplier?",
        Answerer.SUPPLIER,
    )


class Supplier(Facts):
    """The organisation that would be paid."""

    legal_name: str | None = fact("What is the supplier's legal name?", Answerer.REQUESTER)
    identifiers: list[Identifier] | None = fact(
        "Under which public numbers is the supplier registered?", Answerer.SUPPLIER
    )
    lei: Lei | None = fact("What is its legal entity identifier (LEI)?", Answerer.SUPPLIER)
    country: Country | None = fact(
        "In which country is the supplier registered?", Answerer.SUPPLIER
    )
    company_status: CompanyStatus | None = fact(
        "What is its status in the company register?", Answerer.REGISTER
    )
    company_status_checked_on: Date | None = fact(
        "On which day was the company register looked at?", Answerer.REGISTER
    )
    ultimate_parent: NamedParty | None = fact(
        "Who owns the supplier in the end?", Answerer.SUPPLIER
    )
    ownership_told: bool | None = fact(
        "Has the supplier told you who owns it in the end?", Answerer.SUPPLIER
    )
    resale: Resale | None = fact(
        "Does the supplier resell somebody else's application?", Answerer.SUPPLIER
    )
    maker: NamedParty | None = fact("Who makes the application?", Answerer.SUPPLIER)
    ico_registration: str | None = fact(
        "What is its registration number with the ICO?", Answerer.SUPPLIER
    )
    debarment_checked_on: Date | None = fact(
        "On which day was the debarment list looked at?", Answerer.REGISTER
    )
    exclusion_grounds_checked_on: Date | None = fact(
        "On which day were the grounds for exclusion checked?", Answerer.REGISTER
    )
    breaches_36m: Count | None = fact(
        "How many data breaches did it have in the last 36 months?", Answerer.SUPPLIER
    )
    breach_fixes: str | None = fact("What did it change after those breaches?", Answerer.SUPPLIER)
    breach_causes_fixed: bool | None = fact(
        "Is what let those breaches happen put right?", Answerer.SUPPLIER
    )
    section_889: Section889 | None = fact(
        "Does it use equipment covered by section 889?", Answerer.SUPPLIER
    )
    privileged_access_mfa: Enforcement | None = fact(
        "Must its own staff use a second sign-in step for privileged access?", Answerer.SUPPLIER
    )
    security_contact: str | None = fact(
        "Whom do you tell about a security problem?", Answerer.SUPPLIER
    )
    cyber_essentials_equivalence: str | None = fact(
        "If it has no Cyber Essentials: which equal controls were accepted, and why?", Answerer.IT
    )
    supply_chain: SupplyChain | None = fact(
        "What do you know of those behind the supplier?", Answerer.SUPPLIER
    )

"""The group ``data``: what information the application will hold, and about whom."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Count, Date, Word


class Subject(Vocabulary):
    """Whom personal data is about."""

    STAFF = "staff"
    RESIDENTS = "residents"
    PATIENTS = "patients"
    STUDENTS = "students"
    CHILDREN = "children"
    VULNERABLE_ADULTS = "vulnerable-adults"
    OFFENDERS = "offenders"
    SUPPLIERS = "suppliers"


class SpecialCategory(Vocabulary):
    """The special categories of personal data (UK and EU GDPR, article 9)."""

    RACIAL_ETHNIC = "racial-ethnic"
    POLITICAL = "political"
    RELIGIOUS = "religious"
    TRADE_UNION = "trade-union"
    GENETIC = "genetic"
    BIOMETRIC_ID = "biometric-id"
    HEALTH = "health"
    SEX_LIFE = "sex-life"
    SEXUAL_ORIENTATION = "sexual-orientation"


class MarkingScheme(Vocabulary):
    """Which scheme a marking belongs to."""

    UK_GSC = "uk-gsc"
    NZ_ISCS = "nz-iscs"
    FIPS199 = "fips199"
    TLP = "tlp"
    LOCAL = "local"


class Regulated(Vocabulary):
    """Kinds of information with a law or regime of their own."""

    PHI = "phi"
    FERPA = "ferpa"
    CJI = "cji"
    PCI = "pci"
    FTI = "fti"
    CUI = "cui"
    MAORI_DATA = "maori-data"


class SupplierRole(Vocabulary):
    """What the supplier is in data protection law."""

    PROCESSOR = "processor"
    JOINT = "joint"
    CONTROLLER = "controller"


class LawfulBasis(Vocabulary):
    """The bases of article 6 of the UK and EU GDPR."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal-obligation"
    VITAL_INTERESTS = "vital-interests"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTERESTS = "legitimate-interests"
    RECOGNISED_LEGITIMATE_INTERESTS = "recognised-legitimate-interests"


class DpiaStatus(Vocabulary):
    """How far the data protection impact assessment has come."""

    NOT_SCREENED = "not-screened"
    NOT_REQUIRED = "not-required"
    IN_PROGRESS = "in-progress"
    APPROVED = "approved"
    REJECTED = "rejected"


class Marking(Facts):
    """The highest marking of the information."""

    scheme: MarkingScheme | None = fact("Which scheme of markings?", Answerer.REQUESTER)
    level: Word | None = fact(
        "What is the highest marking of the information (public, official, …)?",
        Answerer.REQUESTER,
    )


class Screening(Facts):
    """The questions that decide whether an impact assessment is needed; one yes is enough."""

    significant_automated_decision: bool | None = fact(
        "Will it profile people, or decide by itself something that matters to them?",
        Answerer.REQUESTER,
    )
    large_scale_sensitive: bool | None = fact(
        "Will it hold sensitive or criminal-offence data about many people?", Answerer.REQUESTER
    )
    public_monitoring: bool | None = fact(
        "Will it watch public places on a large scale?", Answerer.REQUESTER
    )
    new_technology: bool | None = fact(
        "Does it use new technology, or technology in a new way?", Answerer.REQUESTER
    )
    decides_access: bool | None = fact(
        "Will it help decide whether someone gets a service?", Answerer.REQUESTER
    )
    biometric_or_genetic: bool | None = fact(
        "Will it use biometric or genetic data?", Answerer.REQUESTER
    )
    matches_sources: bool | None = fact(
        "Will it match or combine data from several sources?", Answerer.REQUESTER
    )
    no_notice: bool | None = fact(
        "Will it use data about people who are not told?", Answerer.REQUESTER
    )
    tracking: bool | None = fact(
        "Will it track where people are or what they do?", Answerer.REQUESTER
    )
    children_or_vulnerable: bool | None = fact(
        "Is the data about children or vulnerable people?", Answerer.REQUESTER
    )
    endangers_someone: str | None = fact(
        "Could a breach put someone in danger, and how?", Answerer.REQUESTER
    )


class Dpia(Facts):
    """The data protection impact assessment."""

    screening: Screening | None = fact(
        "What are the answers to the screening questions?", Answerer.REQUESTER
    )
    status: DpiaStatus | None = fact("How far is the impact assessment?", Answerer.REQUESTER)
    ref: str | None = fact("What is its reference?", Answerer.REQUESTER)
    approved_by: str | None = fact("Who approved it?", Answerer.REQUESTER)
    approved_on: Date | None = fact("On which day was it approved?", Answerer.REQUESTER)
    review_on: Date | None = fact("On which day is it due for review?", Answerer.REQUESTER)
    residual_risk_high: bool | None = fact(
        "Is the risk to people still high after all measures?", Answerer.REQUESTER
    )
    ico_consulted_on: Date | None = fact(
        "On which day was the regulator (ICO) consulted?", Answerer.REQUESTER
    )


class Data(Facts):
    """The information that it will hold or see."""

    organisation_data: bool | None = fact(
        "Will it hold or process any of your organisation's information?", Answerer.REQUESTER
    )
    personal: bool | None = fact(
        "Will it hold or see information about people?", Answerer.REQUESTER
    )
    subjects: list[Subject] | None = fact("About whom?", Answerer.REQUESTER)
    special_categories: list[SpecialCategory] | None = fact(
        "Which sensitive kinds of information about people will it hold?", Answerer.REQUESTER
    )
    criminal_offence: bool | None = fact(
        "Will it hold information about offences or convictions?", Answerer.REQUESTER
    )
    classification: Marking | None = fact(
        "What is the highest marking of the information?", Answerer.REQUESTER
    )
    records: Count | None = fact("About how many people or cases?", Answerer.REQUESTER)
    large_scale: bool | None = fact(
        "Is that a large scale in data protection terms?", Answerer.REQUESTER
    )
    regulated: list[Regulated] | None = fact(
        "Which kinds of information with rules of their own will it hold?", Answerer.REQUESTER
    )
    property_data: bool | None = fact(
        "Will it hold information about properties or addresses?", Answerer.REQUESTER
    )
    street_data: bool | None = fact("Will it hold information about streets?", Answerer.REQUESTER)
    indirect_collection: bool | None = fact(
        "Will it get information about people from somebody else?", Answerer.REQUESTER
    )
    role: SupplierRole | None = fact(
        "Does the supplier act only on your instructions (processor), decide together with you "
        "(joint), or decide for itself (controller)?",
        Answerer.REQUESTER,
    )
    lawful_basis: LawfulBasis | None = fact(
        "On which lawful basis do you use the information?", Answerer.REQUESTER
    )
    retention_months: Count | None = fact("For how many months is it kept?", Answerer.REQUESTER)
    ropa_ref: str | None = fact(
        "What is its reference in your record of processing?", Answerer.REQUESTER
    )
    dpia: Dpia | None = fact(
        "What about the data protection impact assessment?", Answerer.REQUESTER
    )

"""The group ``ai``: what artificial intelligence does in it, and to whom."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Date


class AiUse(Vocabulary):
    """What AI does in the application, least first."""

    NONE = "none"
    ASSISTIVE = "assistive"
    GENERATIVE = "generative"
    PREDICTIVE = "predictive"
    DECISION_SUPPORT = "decision-support"
    AUTOMATED_DECISION = "automated-decision"


class OffSwitch(Vocabulary):
    """Who can turn AI off: for the whole organisation, each user, or nobody."""

    TENANT = "tenant"
    USER = "user"
    NO = "no"


class EuRiskClass(Vocabulary):
    """The risk classes of the EU AI Act."""

    PROHIBITED = "prohibited"
    HIGH_ANNEX_III = "high-annex-iii"
    HIGH_ANNEX_I = "high-annex-i"
    LIMITED = "limited"
    MINIMAL = "minimal"
    OUT_OF_SCOPE = "out-of-scope"


class TransparencyScheme(Vocabulary):
    """Where the use of algorithms is published."""

    ATRS = "atrs"
    NZ_CHARTER = "nz-charter"
    LOCAL = "local"


class BiasTest(Facts):
    """A test for unfair results."""

    on: Date | None = fact("On which day was it tested for bias?", Answerer.SUPPLIER)
    groups: list[str] | None = fact("For which groups of people?", Answerer.SUPPLIER)
    result: str | None = fact("What was found?", Answerer.SUPPLIER)


class TransparencyRecord(Facts):
    """The published record of an algorithm, or the reason why there is none."""

    scheme: TransparencyScheme | None = fact("Under which scheme?", Answerer.REQUESTER)
    ref: str | None = fact("What is the record's reference?", Answerer.REQUESTER)
    reason: str | None = fact("If there is none: why?", Answerer.REQUESTER)
    reason_on: Date | None = fact("On which day was that decided?", Answerer.REQUESTER)


class Ai(Facts):
    """Artificial intelligence in the application."""

    used: AiUse | None = fact("Does it use AI, and for what?", Answerer.SUPPLIER)
    planned_12_months: bool | None = fact("Will AI be added within a year?", Answerer.SUPPLIER)
    affects_individuals: bool | None = fact(
        "Does what the AI says affect what happens to a person?", Answerer.REQUESTER
    )
    significant_influence: bool | None = fact(
        "Does it weigh heavily in decisions that affect the public?", Answerer.REQUESTER
    )
    legal_or_similar_effect: bool | None = fact(
        "Do its decisions change someone's rights, or something as grave?", Answerer.REQUESTER
    )
    public_facing: bool | None = fact(
        "Does the AI deal directly with the public?", Answerer.REQUESTER
    )
    trains_on_customer_data: bool | None = fact(
        "Is AI trained on your information?", Answerer.SUPPLIER
    )
    can_be_disabled: OffSwitch | None = fact("Who can turn the AI off?", Answerer.SUPPLIER)
    model_providers: list[str] | None = fact("Whose AI models does it use?", Answerer.SUPPLIER)
    supplier_disclosure_ref: str | None = fact(
        "Where is the supplier's statement on its use of AI?", Answerer.SUPPLIER
    )
    human_review: bool | None = fact(
        "Can a person look again at what the AI decided?", Answerer.REQUESTER
    )
    notice_to_people: bool | None = fact(
        "Are people told that AI is used on them?", Answerer.REQUESTER
    )
    appeal_route: str | None = fact("How can someone object?", Answerer.REQUESTER)
    special_category_basis: str | None = fact(
        "If it decides by itself on sensitive data: what allows that?", Answerer.REQUESTER
    )
    bias_tested: BiasTest | None = fact("Was it tested for bias?", Answerer.SUPPLIER)
    eu_risk_class: EuRiskClass | None = fact(
        "Which risk class of the EU AI Act is it in?", Answerer.SUPPLIER
    )
    annex_iii_point: str | None = fact(
        "Which point of Annex III does it fall under?", Answerer.SUPPLIER
    )
    eu_database_id: str | None = fact(
        "What is its number in the EU database of AI systems?", Answerer.SUPPLIER
    )
    transparency_record: TransparencyRecord | None = fact(
        "Where is its use published?", Answerer.REQUESTER
    )
    eqia_ref: str | None = fact("Where is the equality impact assessment?", Answerer.REQUESTER)
    fria_ref: str | None = fact(
        "Where is the fundamental rights impact assessment?", Answerer.REQUESTER
    )

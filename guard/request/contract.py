"""The group ``contract``: how it is bought, for how much, and on which terms."""

import datetime as dt

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import ENDS_FIRST, Count, Country, Date, Money, Ocid


class Route(Vocabulary):
    """How the supplier is chosen."""

    OPEN = "open"
    COMPETITIVE_FLEXIBLE = "competitive-flexible"
    FRAMEWORK_CALL_OFF = "framework-call-off"
    DYNAMIC_MARKET = "dynamic-market"
    DIRECT_AWARD = "direct-award"
    QUOTES = "quotes"
    CLICK_THROUGH = "click-through"
    NONE = "none"


class PaymentMethod(Vocabulary):
    """How it is paid for."""

    PURCHASE_ORDER = "purchase-order"
    INVOICE = "invoice"
    PURCHASE_CARD = "purchase-card"
    EXPENSES = "expenses"
    APP_STORE = "app-store"
    FREE = "free"


class ClassificationScheme(Vocabulary):
    """Which list of kinds of goods and services a code is from."""

    CPV = "CPV"
    UNSPSC = "UNSPSC"
    NAICS = "NAICS"
    PROCLASS = "proClass"


class SwitchingCharges(Vocabulary):
    """What leaving for another provider costs."""

    NONE = "none"
    AT_COST = "at-cost"
    OTHER = "other"


class Framework(Facts):
    """The framework agreement that is called off."""

    ref: str | None = fact("What is the framework's reference?", Answerer.REQUESTER)
    expires: Date | None = fact("On which day does the framework end?", Answerer.REGISTER)


class Classification(Facts):
    """What is bought, as a code."""

    scheme: ClassificationScheme | None = fact("Which list is it from?", Answerer.REQUESTER)
    id: str | None = fact("What is the code?", Answerer.REQUESTER)
    description: str | None = fact("What does the code stand for?", Answerer.REQUESTER)


class Period(Facts):
    """When the contract runs; the names are those of OCDS."""

    startDate: Date | None = fact("On which day does the contract start?", Answerer.REQUESTER)  # noqa: N815
    endDate: Date | None = fact("On which day does it end?", Answerer.REQUESTER)  # noqa: N815
    maxExtentDate: Date | None = fact(  # noqa: N815
        "On which day does it end if every extension is used?", Answerer.REQUESTER
    )

    @field_validator("endDate")
    @classmethod
    def _ends_after_it_starts(cls, end: dt.date | None, known: ValidationInfo) -> dt.date | None:
        start = known.data.get("startDate")
        if end and start and end < start:
            raise PydanticCustomError(ENDS_FIRST, "before the start")
        return end


class Clauses(Facts):
    """What the contract says."""

    art28: bool | None = fact(
        "Does the contract hold the processor terms of data protection law (article 28)?",
        Answerer.REQUESTER,
    )
    art28_details: bool | None = fact(
        "Does it name the subject, the duration and the kinds of data?", Answerer.REQUESTER
    )
    breach_notice_hours: Count | None = fact(
        "Within how many hours must the supplier tell you of a breach?", Answerer.SUPPLIER
    )
    audit: bool | None = fact("May you audit the supplier?", Answerer.REQUESTER)
    subprocessor_notice_days: Count | None = fact(
        "How many days before a new sub-processor starts are you told?", Answerer.SUPPLIER
    )
    deletion_or_return: bool | None = fact(
        "Must the supplier give back or delete all data at the end?", Answerer.REQUESTER
    )
    return_format: str | None = fact("In which format is data given back?", Answerer.SUPPLIER)
    deletion_days: Count | None = fact(
        "Within how many days after the end is data deleted?", Answerer.SUPPLIER
    )
    switching_notice_days: Count | None = fact(
        "How many days' notice must you give to switch provider?", Answerer.SUPPLIER
    )
    transition_days: Count | None = fact(
        "Within how many days is the switch done?", Answerer.SUPPLIER
    )
    retrieval_days: Count | None = fact(
        "For how many days after the end can you still fetch your data?", Answerer.SUPPLIER
    )
    switching_charges: SwitchingCharges | None = fact(
        "What does switching cost?", Answerer.SUPPLIER
    )
    no_training: bool | None = fact(
        "Does the contract forbid training AI on your data?", Answerer.REQUESTER
    )
    accessibility_warranty: bool | None = fact(
        "Does the supplier warrant that it is accessible?", Answerer.REQUESTER
    )


class Contract(Facts):
    """The purchase."""

    route: Route | None = fact("How is the supplier chosen?", Answerer.REQUESTER)
    direct_award_reason: str | None = fact(
        "If without competition: on which ground?", Answerer.REQUESTER
    )
    framework: Framework | None = fact("Which framework is used?", Answerer.REQUESTER)
    ocid: Ocid | None = fact("What is its OCDS contracting process id?", Answerer.REQUESTER)
    notice_ids: list[str] | None = fact("Which notices were published for it?", Answerer.REQUESTER)
    advertised: bool | None = fact("Was, or will, the purchase be advertised?", Answerer.REQUESTER)
    light_touch: bool | None = fact(
        "Does it fall under the light-touch regime?", Answerer.REQUESTER
    )
    classification: list[Classification] | None = fact(
        "Which codes say what is bought?", Answerer.REQUESTER
    )
    value: Money | None = fact("What does this contract cost?", Answerer.REQUESTER)
    estimated_total_value: Money | None = fact(
        "What will it cost over its whole life, with all extensions?", Answerer.REQUESTER
    )
    aggregate_24_months: Money | None = fact(
        "What does your organisation spend with this supplier group for this purpose in 24 months, "
        "this purchase included?",
        Answerer.REGISTER,
    )
    period: Period | None = fact("When does the contract run?", Answerer.REQUESTER)
    trial_end: Date | None = fact("On which day does the trial end?", Answerer.REQUESTER)
    auto_renew: bool | None = fact("Does it renew by itself?", Answerer.SUPPLIER)
    notice_days: Count | None = fact(
        "How many days before the end must you give notice?", Answerer.SUPPLIER
    )
    payment_method: PaymentMethod | None = fact("How will it be paid for?", Answerer.REQUESTER)
    governing_law: Country | None = fact(
        "Which country's law governs the contract?", Answerer.SUPPLIER
    )
    clauses: Clauses | None = fact("What does the contract say?", Answerer.REQUESTER)

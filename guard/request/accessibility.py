"""The group ``accessibility``: whether everyone can use it."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Date, Url


class AccessibilityStandard(Vocabulary):
    """What conformance is claimed to."""

    WCAG_2_0 = "wcag-2.0"
    WCAG_2_1 = "wcag-2.1"
    WCAG_2_2 = "wcag-2.2"
    EN_301_549_3_2_1 = "en-301-549-3.2.1"
    SECTION_508 = "section-508"


class ConformanceLevel(Vocabulary):
    """The levels of WCAG."""

    A = "A"
    AA = "AA"
    AAA = "AAA"


class Conformance(Vocabulary):
    """How far the standard is met."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Tester(Vocabulary):
    """Who tested."""

    THIRD_PARTY = "third-party"
    SUPPLIER = "supplier"
    NONE = "none"


class Accessibility(Facts):
    """Conformance, evidence for it, and what is done about gaps."""

    has_interface: bool | None = fact(
        "Does it have a web or mobile interface that staff or the public use?", Answerer.REQUESTER
    )
    standard: AccessibilityStandard | None = fact(
        "Which accessibility standard does it claim to meet?", Answerer.SUPPLIER
    )
    level: ConformanceLevel | None = fact("At which level?", Answerer.SUPPLIER)
    conformance: Conformance | None = fact("In full, in part, or not?", Answerer.SUPPLIER)
    tested_on: Date | None = fact("On which day was that tested?", Answerer.SUPPLIER)
    tested_by: Tester | None = fact("Who tested it?", Answerer.SUPPLIER)
    statement_url: Url | None = fact(
        "Where is, or will be, its accessibility statement?", Answerer.REQUESTER
    )
    statement_planned: bool | None = fact(
        "Is there, or will there be, an accessibility statement?", Answerer.REQUESTER
    )
    roadmap_date: Date | None = fact("By which day will the gaps be closed?", Answerer.SUPPLIER)
    alternative: str | None = fact(
        "What can people use until the gaps are closed?", Answerer.REQUESTER
    )
    burden_assessment_ref: str | None = fact(
        "Where is the assessment that closing them is too great a burden?", Answerer.REQUESTER
    )
    assisted_route: bool | None = fact(
        "Is there another way for people who cannot use it?", Answerer.REQUESTER
    )

"""The group ``interoperability``: how information gets in, out, and along."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Date, Money, Url


class DocsFormat(Vocabulary):
    """How an interface for programs is described."""

    OPENAPI3 = "openapi3"
    HTML = "html"
    PDF = "pdf"
    OTHER = "other"


class ExportFormat(Vocabulary):
    """Formats for data."""

    CSV_RFC4180 = "csv-rfc4180"
    JSON = "json"
    GEOJSON = "geojson"
    XML = "xml"
    ODS = "ods"
    ODT = "odt"
    PDF_A = "pdf-a"
    SQL = "sql"
    ICAL = "ical"
    VCARD = "vcard"
    FHIR = "fhir"
    OTHER = "other"


class IdentifierScheme(Vocabulary):
    """Public identifiers that an application can hold."""

    UPRN = "uprn"
    USRN = "usrn"
    NHS_NUMBER = "nhs-number"
    ODS_CODE = "ods-code"
    UKPRN = "ukprn"
    COMPANIES_HOUSE = "companies-house"
    NZBN = "nzbn"


class CalendarStandard(Vocabulary):
    """Open standards for calendars."""

    ICALENDAR = "icalendar"
    CALDAV = "caldav"


class DocumentFormat(Vocabulary):
    """Formats in which documents are handed out."""

    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    HTML = "html"
    PDF_A = "pdf-a"
    PDF = "pdf"
    OOXML = "ooxml"
    OTHER = "other"


class Api(Facts):
    """The interface for programs."""

    exists: bool | None = fact("Does it have an interface for programs?", Answerer.SUPPLIER)
    docs_format: DocsFormat | None = fact("How is that described?", Answerer.SUPPLIER)
    spec_url: Url | None = fact("Where is the description?", Answerer.SUPPLIER)
    open: bool | None = fact("May you use it without paying extra?", Answerer.SUPPLIER)


class Export(Facts):
    """Getting your information out."""

    formats: list[ExportFormat] | None = fact(
        "In which formats can you take your data out?", Answerer.SUPPLIER
    )
    self_service: bool | None = fact("Can you do that yourself?", Answerer.SUPPLIER)
    complete: bool | None = fact("Does that hold all your data?", Answerer.SUPPLIER)
    cost: Money | None = fact("What does an export cost?", Answerer.SUPPLIER)
    tested_on: Date | None = fact("On which day did you last try it?", Answerer.IT)


class Interoperability(Facts):
    """Open standards, and the way out."""

    api: Api | None = fact("Is there an interface for programs?", Answerer.SUPPLIER)
    export: Export | None = fact("How do you get your data out?", Answerer.SUPPLIER)
    import_formats: list[ExportFormat] | None = fact(
        "In which formats can you put data in?", Answerer.SUPPLIER
    )
    identifiers: list[IdentifierScheme] | None = fact(
        "Which public identifiers can it hold?", Answerer.SUPPLIER
    )
    identifiers_as_text: bool | None = fact(
        "Does it keep identifiers as text, at full length (12 digits for a UPRN)?",
        Answerer.SUPPLIER,
    )
    text_utf8: bool | None = fact("Does it keep all text as UTF-8?", Answerer.SUPPLIER)
    dates_iso8601: bool | None = fact("Does it give out dates as ISO 8601?", Answerer.SUPPLIER)
    calendars: bool | None = fact("Does it deal with calendars?", Answerer.REQUESTER)
    calendar_standards: list[CalendarStandard] | None = fact(
        "Which open standards for calendars does it follow?", Answerer.SUPPLIER
    )
    documents: bool | None = fact("Does it make documents?", Answerer.REQUESTER)
    document_formats: list[DocumentFormat] | None = fact(
        "In which formats does it make documents?", Answerer.SUPPLIER
    )
    service_directory: bool | None = fact(
        "Is it a directory of services for the public?", Answerer.REQUESTER
    )
    open_referral_uk: bool | None = fact(
        "Does it follow Open Referral UK for that?", Answerer.SUPPLIER
    )
    standards: list[str] | None = fact(
        "Which other open standards does it follow?", Answerer.SUPPLIER
    )
    licence: str | None = fact(
        "Under which licence is it published (SPDX id), if it is open source?", Answerer.SUPPLIER
    )
    exit_plan_ref: str | None = fact("Where is your plan for leaving it?", Answerer.REQUESTER)

"""The group ``evidence``: certificates, reports and statements that back an answer."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Date, Sha256, Url


class EvidenceKind(Vocabulary):
    """What kind of document it is."""

    CYBER_ESSENTIALS = "cyber-essentials"
    CYBER_ESSENTIALS_PLUS = "cyber-essentials-plus"
    ISO_27001 = "iso-27001"
    ISO_27017 = "iso-27017"
    ISO_27018 = "iso-27018"
    ISO_27701 = "iso-27701"
    ISO_42001 = "iso-42001"
    SOC2_TYPE2 = "soc2-type2"
    CSA_STAR = "csa-star"
    BSI_C5 = "bsi-c5"
    SECNUMCLOUD = "secnumcloud"
    ENS = "ens"
    GOVRAMP = "govramp"
    FEDRAMP = "fedramp"
    TX_RAMP = "tx-ramp"
    DSPT = "dspt"
    DTAC = "dtac"
    HECVAT = "hecvat"
    PCI_AOC = "pci-aoc"
    ACR_VPAT = "acr-vpat"
    WCAG_AUDIT = "wcag-audit"
    PEN_TEST = "pen-test"
    DCB0129 = "dcb0129"
    SBOM = "sbom"
    VEX = "vex"
    INSURANCE = "insurance"
    OTHER = "other"


class VerificationMethod(Vocabulary):
    """How it was made sure that the document is real."""

    PUBLIC_REGISTER = "public-register"
    ISSUER = "issuer"
    DOCUMENT_ONLY = "document-only"


class Evidence(Facts):
    """One document, what it covers, and how it was checked."""

    id: str | None = fact("What do you call this document?", Answerer.REQUESTER)
    kind: EvidenceKind | None = fact("What kind of document is it?", Answerer.SUPPLIER)
    level: str | None = fact("Which level or type does it certify?", Answerer.SUPPLIER)
    issuer: str | None = fact("Who issued it?", Answerer.SUPPLIER)
    number: str | None = fact("What is its number?", Answerer.SUPPLIER)
    scope: str | None = fact("What does it say that it covers?", Answerer.SUPPLIER)
    scope_covers_service: bool | None = fact(
        "Does that cover the service you are buying?", Answerer.IT
    )
    issued: Date | None = fact("On which day was it issued?", Answerer.SUPPLIER)
    expires: Date | None = fact("On which day does it lapse?", Answerer.SUPPLIER)
    url: Url | None = fact("Where can it be read?", Answerer.SUPPLIER)
    file: str | None = fact("In which file do you keep it?", Answerer.REQUESTER)
    sha256: Sha256 | None = fact("What is the SHA-256 hash of that file?", Answerer.REQUESTER)
    verified_by: str | None = fact("Who checked it?", Answerer.IT)
    verified_on: Date | None = fact("On which day was it checked?", Answerer.IT)
    verification_method: VerificationMethod | None = fact(
        "Was it checked in a public register, with its issuer, or only read?", Answerer.IT
    )

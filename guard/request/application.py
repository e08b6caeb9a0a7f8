"""The group ``application``: the thing itself, who uses it, and what hangs on it."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Count, Date, Url


class ServiceModel(Vocabulary):
    """How the application reaches its users."""

    SAAS = "saas"
    PAAS = "paas"
    IAAS = "iaas"
    ON_PREMISES = "on-premises"
    DESKTOP = "desktop"
    MOBILE = "mobile"
    BROWSER_EXTENSION = "browser-extension"
    SELF_HOSTED_OPEN_SOURCE = "self-hosted-open-source"
    MANAGED_SERVICE = "managed-service"


class Deployment(Vocabulary):
    """Who shares the cloud that it runs in."""

    PUBLIC = "public"
    PRIVATE = "private"
    COMMUNITY = "community"
    HYBRID = "hybrid"


class Criticality(Vocabulary):
    """What stops if it stops, least first."""

    LOW = "low"
    BUSINESS_IMPORTANT = "business-important"
    BUSINESS_CRITICAL = "business-critical"
    ESSENTIAL_FUNCTION = "essential-function"


class MedicalDevice(Vocabulary):
    """Whether the software is itself a medical device: samd as software, aimd as AI."""

    NO = "no"
    SAMD = "samd"
    AIMD = "aimd"


class Users(Facts):
    """Who will use it, and how many."""

    internal: Count | None = fact("How many of your staff will use it?", Answerer.REQUESTER)
    external: Count | None = fact(
        "How many people outside your organisation will use it?", Answerer.REQUESTER
    )
    public: bool | None = fact("Will members of the public use it?", Answerer.REQUESTER)
    children: bool | None = fact("Will children use it?", Answerer.REQUESTER)


class Alternative(Facts):
    """Another application that was looked at, and why it does not do."""

    name: str | None = fact("Which other application did you look at?", Answerer.REQUESTER)
    register_id: str | None = fact("What is its number in the IT register?", Answerer.IT)
    reason: str | None = fact("Why does it not meet the need?", Answerer.REQUESTER)


class Component(Facts):
    """A part that the application is built from and cannot run without."""

    name: str | None = fact("What is the component called?", Answerer.SUPPLIER)
    version: str | None = fact("Which version of it is used?", Answerer.SUPPLIER)
    purl: str | None = fact("What is its package URL (purl)?", Answerer.SUPPLIER)
    support_end: Date | None = fact(
        "Until which day does its maker support that version?", Answerer.SUPPLIER
    )


class Application(Facts):
    """The application that is proposed."""

    name: str | None = fact("What is the application called?", Answerer.REQUESTER)
    version: str | None = fact("Which version would you get?", Answerer.SUPPLIER)
    url: Url | None = fact("What is its web address?", Answerer.REQUESTER)
    purpose: str | None = fact("What will you use it for?", Answerer.REQUESTER)
    service_model: ServiceModel | None = fact(
        "Is it a cloud service, something installed, a browser add-on, or a phone app?",
        Answerer.REQUESTER,
    )
    deployment: Deployment | None = fact(
        "Does it run in a public, private, community or hybrid cloud?", Answerer.SUPPLIER
    )
    category: str | None = fact("What kind of software is it?", Answerer.REQUESTER)
    purl: str | None = fact("What is its package URL (purl), if it has one?", Answerer.IT)
    cpe: str | None = fact("What is its CPE name, if it has one?", Answerer.IT)
    users: Users | None = fact("Who will use it?", Answerer.REQUESTER)
    criticality: Criticality | None = fact(
        "What stops if it stops: nothing much, important work, critical work, or a service "
        "that people cannot do without?",
        Answerer.REQUESTER,
    )
    rto_hours: Count | None = fact(
        "Within how many hours must it be back after a failure?", Answerer.REQUESTER
    )
    rpo_hours: Count | None = fact(
        "How many hours of work may be lost in a failure?", Answerer.REQUESTER
    )
    support_end: Date | None = fact(
        "Until which day does the maker support this version?", Answerer.SUPPLIER
    )
    support_end_announced: bool | None = fact(
        "Has the maker announced a day on which support ends?", Answerer.SUPPLIER
    )
    internet_facing: bool | None = fact("Can it be reached from the internet?", Answerer.IT)
    digital_only: bool | None = fact(
        "Will the service be offered only online from now on?", Answerer.REQUESTER
    )
    makes_payments: bool | None = fact("Will it be used to pay people?", Answerer.REQUESTER)
    alternatives_considered: list[Alternative] | None = fact(
        "Which other applications did you look at?", Answerer.REQUESTER
    )
    components: list[Component] | None = fact(
        "Which components is it built from (the larger ones: platform, database, framework)?",
        Answerer.SUPPLIER,
    )
    health_technology: bool | None = fact("Is it a digital health technology?", Answerer.REQUESTER)
    medical_device: MedicalDevice | None = fact(
        "Is the software itself a medical device?", Answerer.SUPPLIER
    )

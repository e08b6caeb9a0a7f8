"""The group ``it_management``: what IT knows of the application, and who looks after it."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Count, Date, Domain


class RegisterStatus(Vocabulary):
    """Where an application stands in the IT register."""

    UNREGISTERED = "unregistered"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RESTRICTED = "restricted"
    RETIRED = "retired"
    PROHIBITED = "prohibited"


class Verdict(Vocabulary):
    """What becomes of something found in use."""

    STOP = "stop"
    REPLACE = "replace"
    KEEP = "keep"


class SeenBy(Vocabulary):
    """How its use came to light."""

    SPEND = "spend"
    CARD = "card"
    SSO_LOG = "sso-log"
    NETWORK = "network"
    STAFF = "staff"
    AUDIT = "audit"


class OauthGrants(Facts):
    """Access to your organisation's accounts that people have given it."""

    grants: Count | None = fact("How many people have given it access?", Answerer.IT)
    scopes: list[str] | None = fact("Which permissions (scopes) were given?", Answerer.IT)
    admin_consented: bool | None = fact("Did an administrator agree to that?", Answerer.IT)
    first_granted: Date | None = fact("On which day was the first given?", Answerer.IT)


class ItManagement(Facts):
    """What IT holds on it."""

    register_id: str | None = fact("What is its number in the IT register?", Answerer.REGISTER)
    register_status: RegisterStatus | None = fact(
        "What does the IT register say of it?", Answerer.REGISTER
    )
    similar_approved: list[str] | None = fact(
        "Which approved applications in the register do the same job?", Answerer.REGISTER
    )
    verdict: Verdict | None = fact(
        "If it is in use already: stop it, replace it, or keep it?", Answerer.IT
    )
    service_owner: str | None = fact("Who in the service owns it?", Answerer.REQUESTER)
    information_asset_owner: str | None = fact(
        "Who answers for the information in it?", Answerer.REQUESTER
    )
    owners_are_staff: bool | None = fact(
        "Are both of them your own staff, not the supplier's?", Answerer.REQUESTER
    )
    support_model: str | None = fact("Who helps its users?", Answerer.IT)
    in_use: bool | None = fact("Is anyone already using it?", Answerer.REQUESTER)
    first_seen: Date | None = fact("If so: since which day?", Answerer.REQUESTER)
    seen_by: SeenBy | None = fact("How did its use come to light?", Answerer.IT)
    in_certification_scope: bool | None = fact(
        "Is it in the scope of your own Cyber Essentials certificate?", Answerer.IT
    )
    approved_uses: list[str] | None = fact("For which uses is it approved?", Answerer.REGISTER)
    max_classification: str | None = fact(
        "Up to which marking of information is it approved?", Answerer.REGISTER
    )
    review_on: Date | None = fact("On which day will it be looked at again?", Answerer.IT)
    renewal_on_register: bool | None = fact(
        "Is the day of its renewal in the IT register?", Answerer.REGISTER
    )
    admin_mail_domain: Domain | None = fact(
        "Which domain does its administrator's e-mail address end in?", Answerer.IT
    )
    oauth: OauthGrants | None = fact(
        "Which access to your accounts has it been given?", Answerer.IT
    )

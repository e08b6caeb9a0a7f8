"""The group ``identity``: how people sign in, and how they are removed when they leave."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Count
from guard.request.vocabulary import Enforcement


class SsoProtocol(Vocabulary):
    """How single sign-on is spoken."""

    SAML2 = "saml2"
    OIDC = "oidc"
    CAS = "cas"
    WS_FED = "ws-fed"


class Provisioning(Vocabulary):
    """How accounts come and go."""

    SCIM = "scim"
    SSO_JIT = "sso-jit"
    API = "api"
    MANUAL = "manual"


class Identity(Facts):
    """Accounts, sign-in and administrators."""

    has_accounts: bool | None = fact(
        "Does anyone sign in to it with an account of any kind?", Answerer.REQUESTER
    )
    sso_protocols: list[SsoProtocol] | None = fact(
        "Which ways of single sign-on does it speak?", Answerer.SUPPLIER
    )
    sso_with_corporate_idp: bool | None = fact(
        "Do staff sign in with their work account?", Answerer.IT
    )
    sso_extra_cost: bool | None = fact("Does single sign-on cost extra?", Answerer.SUPPLIER)
    sso_cost_in_value: bool | None = fact(
        "Is that extra cost part of the whole-life cost given?", Answerer.REQUESTER
    )
    mfa_users: Enforcement | None = fact(
        "Must every user take a second sign-in step (MFA)?", Answerer.IT
    )
    mfa_admins: Enforcement | None = fact(
        "Must every administrator take a second sign-in step (MFA)?", Answerer.IT
    )
    mfa_phishing_resistant_admins: bool | None = fact(
        "Do administrators use a step that cannot be phished (passkey or security key)?",
        Answerer.IT,
    )
    provisioning: Provisioning | None = fact("How are accounts made and removed?", Answerer.IT)
    jml_owner: str | None = fact(
        "Who removes the accounts of people who leave?", Answerer.REQUESTER
    )
    access_review_months: Count | None = fact(
        "How many months lie between reviews of who has access?", Answerer.IT
    )
    rbac: bool | None = fact("Can access be given by role?", Answerer.SUPPLIER)
    federation: list[str] | None = fact(
        "Which sign-in federations does it belong to?", Answerer.SUPPLIER
    )
    admin_accounts_held_by_it: Count | None = fact(
        "How many administrator accounts does IT hold?", Answerer.IT
    )

"""Changes of the policy core whose effect is known: three of meaning, and three of words alone."""

from typing import NamedTuple

from guard.policy.library import shipped

_MFA = 'identity.mfa_users == "enforced" && identity.mfa_admins == "enforced"'
_STATUS = "it_management.register_status"


class Seeded(NamedTuple):
    """A place of the policy, what is to stand there, and a rule for which that is so."""

    old: str
    new: str
    rule: str
    said: tuple[str, str] = ("", "")
    """What the rule says of the request that is found, before and after."""


SEMANTIC = {
    "a second step for administrators only": Seeded(
        _MFA, 'identity.mfa_admins == "enforced"', "CORE-11", ("fail", "pass")
    ),
    "logs kept for a year": Seeded("log_days = 180", "log_days = 365", "CORE-15", ("pass", "fail")),
    "one administrator account is enough": Seeded(
        "identity.admin_accounts_held_by_it >= 2",
        "identity.admin_accounts_held_by_it >= 1",
        "CORE-13",
        ("fail", "pass"),
    ),
}
HARMLESS = {
    "the sides exchanged": Seeded(
        _MFA, 'identity.mfa_admins == "enforced" && identity.mfa_users == "enforced"', "CORE-11"
    ),
    "two comparisons for a list": Seeded(
        f'!({_STATUS} in ["prohibited", "retired"])',
        f'({_STATUS} != "prohibited" && {_STATUS} != "retired")',
        "CORE-01",
    ),
    "another way to write a limit": Seeded(
        "identity.admin_accounts_held_by_it >= 2",
        "identity.admin_accounts_held_by_it > 1",
        "CORE-13",
    ),
}


def core_with(seeded: Seeded) -> str:
    """The text of the policy core with one place changed."""
    text = (shipped() / "core.toml").read_text("utf-8")
    assert text.count(seeded.old) >= 1, seeded.old
    return text.replace(seeded.old, seeded.new, 1)

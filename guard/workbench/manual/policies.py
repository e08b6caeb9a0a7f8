"""Whole policies, for pages: each with what is said of all its rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from guard.policy.compile import PolicySet
from guard.policy.library import Pack
from guard.policy.listing import counted
from guard.workbench.manual.account import RuleAccount, account_of


@dataclass(frozen=True, slots=True)
class PolicyAccount:
    """One policy and its rules."""

    pack: Pack
    rules: tuple[RuleAccount, ...]

    @property
    def line(self) -> str:
        """Its name, version and owner, and what it builds on, in a sentence."""
        text = self.pack.text
        on = f" It builds on {', '.join(text.extends)}." if text.extends else ""
        return f"{text.id} {text.version}, kept by {text.owner}.{on}"

    @property
    def verified(self) -> str:
        """How many rules it has, and how far they were checked against their sources."""
        return f"{counted(self.pack)}."


@dataclass(frozen=True, slots=True)
class Manual:
    """Policies in their order, bases first."""

    policies: tuple[PolicyAccount, ...]


def manual_of(policies: PolicySet, names: Sequence[str] = ()) -> Manual:
    """What there is to say of ``policies``, or of those called ``names`` alone."""
    accounts = [account_of(rule, policies) for rule in policies.rules]
    return Manual(
        tuple(
            PolicyAccount(pack, tuple(a for a in accounts if a.rule.policy == pack.text.id))
            for pack in policies.packs
            if not names or pack.text.id in names
        )
    )

"""Two versions of a policy, and what is made of them."""

from pathlib import Path
from typing import Any

from guard.policy.compile import PolicySet
from guard.policy.library import ListFile
from guard.settings import Settings, SettingsText
from guard.workbench.impact.meaning import RuleChange, compare_rules
from guard.workbench.impact.run import Impact, Question, impact
from guard.workbench.impact.witness import Searched, search
from tests.making import TODAY, pack, policies, rule

LONE = Settings(SettingsText(), Path("/nowhere"), "")
"""What holds where there is no guard.toml."""


def changes(old: PolicySet, new: PolicySet) -> dict[str, RuleChange]:
    """Each rule of the two versions, compared."""
    return {change.rule: change for change in compare_rules(old, new)}


def found(old: PolicySet, new: PolicySet) -> dict[str, Searched]:
    """What a search finds for each rule that does not mean the same."""
    return {each.rule: each for each in search(compare_rules(old, new), old, new, TODAY)}


def two(before: dict[str, Any], after: dict[str, Any]) -> tuple[PolicySet, PolicySet]:
    """Two versions of a rule with these keys."""
    return policies(rule(**before)), policies(rule(**after))


def between(before: dict[str, Any], after: dict[str, Any]) -> Searched:
    """What a search finds between two versions of one rule."""
    (searched,) = found(*two(before, after)).values()
    return searched


def with_list(source: ListFile, **keys: Any) -> PolicySet:
    """One rule that may use a dated list."""
    return policies(pack(rule(**keys)), lists=(source,))


def asked(old: str, new: str, settings: Settings = LONE, *lists: str) -> Impact:
    """The impact of ``new`` against ``old``; the time it takes is nothing."""
    return impact(Question(new, old, TODAY, lists=lists), settings, lambda: 0.0)

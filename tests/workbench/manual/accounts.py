"""A policy with a bit of everything, and the account of its one rule."""

import datetime as dt
from pathlib import Path
from typing import Any

from guard.policy.compile import PolicySet
from guard.policy.library import Pack
from guard.workbench.manual.account import RuleAccount, account_of
from tests.making import listed, pack, policies, rule

PARAMETERS = '[parameters]\nplaces = ["GB"]\nlimit = 5\n'
DEFINE = "[define]\n'at(place)' = 'place in parameters.places || ours()'\n'ours()' = 'local.ours'\n"
FACT = '[[fact]]\nname = "ours"\ntype = "yes-no"\nquestion = "Is it ours?"\nask_of = "it"\n'
EXAMPLES = [
    {"given": {"supplier.country": "GB"}, "expect": "pass", "title": "at home"},
    {"given": {"supplier.country": "FR", "local.ours": False}, "expect": "fail"},
    {"given": {"supplier.country": "US", "local.ours": False}, "expect": "fail"},
    {"given": {}, "expect": "unknown"},
]


def base() -> Pack:
    return pack(PARAMETERS, DEFINE, FACT, name="below")


def whole(**keys: Any) -> PolicySet:
    """Two policies: one with definitions, and one with a rule that uses them."""
    given: dict[str, Any] = {
        "title": "It is near",
        "when": "!(supplier.country in lists.away.countries)",
        "require": "at(supplier.country)\n  || data.personal",
        "example": EXAMPLES,
    }
    above = pack(rule("AA-01", **(given | keys)), name="above", extends=["below"])
    away = listed("away", dt.date(2027, 1, 31), countries=["RU"])
    return policies(base(), above, lists=(away,), parameters={"below": {"places": ["GB", "IE"]}})


def account(**keys: Any) -> RuleAccount:
    made = whole(**keys)
    return account_of(made.rules[0], made)


def settings_with(folder: Path, *packs: Pack, use: str) -> str:
    """Lay ``packs`` down as a body's own; guard.toml that uses one of them."""
    (folder / "policies").mkdir()
    for each in packs:
        (folder / "policies" / f"{each.text.id}.toml").write_text(each.document.text, "utf-8")
    return f'[policies]\nuse = ["{use}"]\n'

"""Policies for the tests of trials: rules with examples, from a few words."""

import datetime as dt
from typing import Any

from guard.errors import Place
from guard.policy.compile import PolicySet
from tests.making import listed, pack, policies, rule

LIVE = dt.date(2030, 1, 1)


def example(expect: str, on: dt.date | None = None, **given: Any) -> dict[str, Any]:
    """An example; facts are given with two underscores for the dot."""
    facts = {name.replace("__", "."): value for name, value in given.items()}
    return {"given": facts, "expect": expect} | ({"on": on} if on else {})


def of(*examples: dict[str, Any], tables: tuple[str, ...] = (), **keys: Any) -> PolicySet:
    """One rule with these examples, and a list of places."""
    ours = pack(*tables, rule(example=list(examples), **keys))
    return policies(ours, lists=(listed("eea", LIVE, c=["FR", "DE"]),))


def spot(place: Place) -> tuple[int, int]:
    return place.line, place.column

"""What whole lists show of an application, as the facts that rules read.

What the lists cannot show is not there: a signal that needs it is not checked, never clear.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from guard.audit.tally import Tally
from guard.audit.use import TRAFFIC, Use, squeezed
from guard.catalogue.exploited import Exploited
from guard.request.codes import CURRENCIES

ENOUGH_DAYS = 90
"""Lists of fewer days do not show whether charges come back."""

_MIDNIGHT = dt.time(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the lists together are able to show.

    ``days``: from the first to the last; ``traffic``: whether any is of what is used and not of
    what is bought; ``it_areas``: the departments that are IT's, in small letters; ``exploited``:
    the list of flaws that are known to be exploited.
    """

    days: int = 0
    traffic: bool = False
    it_areas: frozenset[str] = frozenset()
    exploited: Exploited | None = None


def scope_of(tally: Tally, it_areas: Iterable[str], exploited: Exploited | None = None) -> Scope:
    """The scope of all lists that were added up in ``tally``."""
    ours = frozenset(squeezed(area).casefold() for area in it_areas)
    return Scope(tally.days, bool(tally.kinds & TRAFFIC), ours, exploited)


def facts_of(use: Use, scope: Scope) -> dict[str, object]:
    """What lists of this scope show of one application."""
    management: dict[str, object] = {"in_use": True}
    if use.first:
        management["first_seen"] = _instant(use.first)
    facts: dict[str, object] = {
        "request": {"kind": "found-in-use"},
        "application": {"name": use.name},
        "it_management": management,
        "spend": _spend(use, scope),
    }
    if use.supplier:
        facts["supplier"] = {"legal_name": use.supplier}
    if use.by_card:
        facts["contract"] = {"payment_method": "purchase-card"}
    if use.entry and use.entry.sso:
        facts["identity"] = {"sso_extra_cost": use.entry.sso.value == "extra"}
    return facts


def _spend(use: Use, scope: Scope) -> dict[str, object]:
    spend: dict[str, object] = {"charges": use.charges}
    if scope.traffic:
        spend["seen_in_traffic"] = use.in_traffic
    if scope.exploited and use.entry:
        spend["known_exploited"] = bool(scope.exploited.of(use.entry))
    if not use.charges:
        return spend
    spend["intermediaries"] = sorted(use.intermediaries)
    spend["resellers"] = sorted(use.resellers)
    if use.card is not None:
        spend["by_card"] = use.card
    return spend | _departments(use, scope) | _total(use) | _over_time(use, scope)


def _departments(use: Use, scope: Scope) -> dict[str, object]:
    paid = use.departments
    if not paid:
        return {}
    if not scope.it_areas:
        return {"areas": sorted(paid)}
    outside = any(area.casefold() not in scope.it_areas for area in paid)
    return {"areas": sorted(paid), "outside_it": outside}


def _total(use: Use) -> dict[str, object]:
    """Total and largest, where it is one sum in a currency that the lists tell; a credit is 0."""
    if len(use.totals) != 1:
        return {}
    ((currency, total),) = use.totals.items()
    if currency not in CURRENCIES:
        return {}
    sums = {"total": max(total, Decimal()), "largest": use.largest[currency]}
    return {name: {"amount": amount, "currency": currency} for name, amount in sums.items()}


def _over_time(use: Use, scope: Scope) -> dict[str, object]:
    """When charges came, as far as all of them have a date and the lists go back far enough."""
    days = [day for days in use.charged_on.values() for day in days]
    if not days:
        return {}
    told: dict[str, object] = {"first_on": _instant(min(days)), "last_on": _instant(max(days))}
    if not use.undated:
        told["months"] = use.months
    if use.recurring or (not use.undated and scope.days >= ENOUGH_DAYS):
        told["recurring"] = use.recurring
    return told


def _instant(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, _MIDNIGHT)

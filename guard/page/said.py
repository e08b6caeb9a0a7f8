"""Figures and closed vocabularies in words, as the page says them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePosixPath

from guard.audit.report import AuditReport, Spent
from guard.bypass import Band
from guard.catalogue.grounds import Nature
from guard.decision import Verdict
from guard.gather import State

BAND: Mapping[Band, str] = {
    Band.BYPASS: "bypasses IT",
    Band.LIKELY: "likely to bypass",
    Band.LOOK: "worth a look",
    Band.CLEAR: "no sign found",
    Band.NOT_CHECKED: "not checked",
}

STATE: Mapping[State, tuple[str, str]] = {
    State.MANAGED: ("managed", "on the IT register"),
    State.MANAGED_ELSEWHERE: ("managed elsewhere", "its supplier is on the register; it is not"),
    State.UNMANAGED: ("unmanaged", "software that is not on the IT register"),
    State.REVOKED: ("revoked", "on the register as retired or prohibited"),
    State.UNKNOWN: ("unknown", "cannot be decided from these lists: not clear, only not known"),
    State.NOT_SOFTWARE: ("not software", "a trade or wording that tells of something else"),
}
"""Each state in a word, and what it means."""

NATURE: Mapping[Nature, str] = {
    Nature.SOFTWARE: "software",
    Nature.POSSIBLE: "possibly software",
    Nature.NOT_SOFTWARE: "not software",
    Nature.UNKNOWN: "not known whether software",
}

VERDICT: Mapping[Verdict, str] = {
    Verdict.PERMIT: "permit: nothing stands in the way",
    Verdict.REFER: "refer: something is missing, or somebody has to sign",
    Verdict.DENY: "deny: it may not be used as it is",
}

UNSAID = "not said in the lists"
NOTHING = "\N{EN DASH}"


def several(number: int, one: str, many: str = "") -> str:
    """``1 list``, ``1,200 lists``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def money(spent: Iterable[Spent]) -> str:
    """Amounts, each with its currency where the lists say it."""
    return " + ".join(f"{each.amount:,.2f} {each.currency}".strip() for each in spent) or NOTHING


def day(date: dt.date) -> str:
    """``22 November 2026``."""
    return f"{date.day} {date:%B %Y}"


def month(name: str) -> str:
    """``2026-11`` as ``November 2026``."""
    return f"{dt.date.fromisoformat(f'{name}-01'):%B %Y}" if name else UNSAID


def main_currency(report: AuditReport) -> str:
    """The currency that charts are drawn in: the one that most applications are paid in."""
    paid = Counter(s.currency for each in report.applications for s in each.spent)
    return paid.most_common(1)[0][0] if paid else ""


def in_currency(spent: Iterable[Spent], currency: str) -> Decimal:
    """The amount in ``currency``, 0 where there is none."""
    return sum((each.amount for each in spent if each.currency == currency), Decimal())


def summed(many: Iterable[Iterable[Spent]]) -> tuple[Spent, ...]:
    """All amounts together, by currency."""
    totals: dict[str, Decimal] = {}
    for each in (spent for all_of in many for spent in all_of):
        totals[each.currency] = totals.get(each.currency, Decimal()) + each.amount
    return tuple(Spent(currency, amount) for currency, amount in sorted(totals.items()))


def shortened(files: Sequence[str]) -> dict[str, str]:
    """The names of ``files`` without the folders that all of them share."""
    folders = [PurePosixPath(file).parts[:-1] for file in files]
    shared = 0
    while folders and all(len(f) > shared and f[shared] == folders[0][shared] for f in folders):
        shared += 1
    return {file: str(PurePosixPath(*PurePosixPath(file).parts[shared:])) for file in files}

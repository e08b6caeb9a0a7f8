"""``csv``: the register for spreadsheets; guard reads it back as the [register] of guard.toml.

The columns that such a register knows have its names; the others begin with "x-", which it leaves
alone.
"""

import csv
import io
from collections.abc import Mapping

from guard.border.cell import inert
from guard.history.standing import Standing
from guard.overview import told
from guard.overview.published import Listed, Published
from guard.register.entries import Status
from guard.screen import Screen

_STATUS: Mapping[Standing, Status] = {
    Standing.REQUESTED: Status.PROPOSED,
    Standing.AWAITING_SIGNATURE: Status.PROPOSED,
    Standing.APPROVED: Status.APPROVED,
    Standing.CONDITIONS_OVERDUE: Status.RESTRICTED,
    Standing.EMERGENCY: Status.RESTRICTED,
    Standing.REVIEW_OVERDUE: Status.RESTRICTED,
    Standing.EXPIRED: Status.RETIRED,
    Standing.REFUSED: Status.PROHIBITED,
    Standing.REVOKED: Status.RETIRED,
    Standing.SUPERSEDED: Status.RETIRED,
}
"""What the register of an IT team calls each standing."""

_COLUMNS = (
    *("id", "name", "status", "supplier", "approved_uses", "max_classification", "review_on"),
    *("x-request", "x-standing", "x-since", "x-until", "x-approved-by"),
    *("x-open-conditions", "x-waived-rules", "x-emergency-review-by", "x-value"),
    *("x-records", "x-policies"),
)


def render(register: Published, _screen: Screen) -> str:
    """A header, and one row for each application; no text is a formula to a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for each in register.entries:
        row = _row(each)
        writer.writerow({name: inert(text) for name, text in row.items()})
    return out.getvalue()


def _row(each: Listed) -> Mapping[str, str]:
    until = str(each.until or "")
    return {
        "id": each.id,
        "name": each.application or each.request,
        "status": _STATUS[each.standing].value,
        "supplier": each.supplier,
        # A semicolon parts one use from the next; a purpose is one.
        "approved_uses": each.purpose.replace(";", ","),
        "max_classification": each.classification,
        "review_on": until,
        "x-request": each.request,
        "x-standing": each.standing.value,
        "x-since": str(each.since),
        "x-until": until,
        "x-approved-by": "; ".join(map(told.approver, each.approved_by)),
        "x-open-conditions": "; ".join(map(told.condition, each.conditions)),
        "x-waived-rules": "; ".join(map(told.waiver, each.waived)),
        "x-emergency-review-by": str(each.emergency or ""),
        "x-value": each.value,
        "x-records": told.records(each),
        "x-policies": "; ".join(each.policies),
    }

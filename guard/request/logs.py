"""The group ``logging``: what is written down of who did what."""

from guard.request.fact import Answerer, Facts, Vocabulary, fact
from guard.request.forms import Count


class AuditAvailability(Vocabulary):
    """How you get to see what your users did."""

    REAL_TIME = "real-time"
    REGULAR = "regular"
    ON_REQUEST = "on-request"
    NONE = "none"


class Logging(Facts):
    """Audit logs."""

    audit_available: AuditAvailability | None = fact(
        "How can you see what your users did?", Answerer.SUPPLIER
    )
    siem_export: bool | None = fact("Can logs be sent to your own monitoring?", Answerer.SUPPLIER)
    retention_days: Count | None = fact("For how many days are logs kept?", Answerer.SUPPLIER)

"""Vocabularies that several groups share."""

from guard.request.fact import Vocabulary


class Enforcement(Vocabulary):
    """Whether a safeguard is on for everyone, there to be turned on, or not there."""

    ENFORCED = "enforced"
    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"

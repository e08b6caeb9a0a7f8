"""How much of anything a condition may ask for; a breach is refused with its next step."""

from typing import Final

SOURCE_CHARACTERS: Final = 4_000
"""Longest text of one condition or definition."""

NESTING: Final = 64
"""Deepest nesting, in the text and again after definitions are put in."""

TREE_NODES: Final = 2_000
"""Most parts of one condition after definitions are put in."""

EVALUATION_STEPS: Final = 100_000
"""Most steps one evaluation may take; one step is one part of the tree looked at once."""

PROBLEMS: Final = 20
"""Most problems reported of one condition at once."""

INT_MIN: Final = -(2**63)
INT_MAX: Final = 2**63 - 1
DURATION_SECONDS: Final = 315_576_000_000
"""Longest duration in CEL, either way: about 10,000 years."""

CALCULATED_SECONDS: Final = 2**63 // 10**9
"""Longest duration that a sum or difference may give: 64 bits of nanoseconds, 292 years."""

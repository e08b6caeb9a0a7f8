"""Uses: what all lines of all lists say of one application, added up."""

import datetime as dt
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from guard.catalogue.entry import Entry
from guard.catalogue.grounds import Ground, Nature, Strength
from guard.catalogue.recognition import Recognised, Recogniser
from guard.errors import Place
from guard.name import key
from guard.request.forms import SYMBOLS
from guard.spend.line import Kind, Line

PLACES = 5
"""The lines of a use that are named, earliest first; the others are counted."""

TRAFFIC = frozenset({Kind.OAUTH_GRANT, Kind.DOMAIN_SEEN})
"""The lists of what is used; all others tell what is bought."""

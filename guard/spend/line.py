"""One line of a list: one payment, card transaction, contract, grant or look-up."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, cast

from guard.errors import Place
from guard.request.fact import Vocabulary

_REDACTED = re.compile(r"redact|withheld|personal (?:data|info)|^\W*x{3,}\W*$", re.IGNORECASE)


class Kind(Vocabulary):
    """What the lines of a list are."""

    PAYMENT = "payment"
    CARD = "card"
    SUPPLIER = "supplier"
    CONTRACT = "contract"
    OAUTH_GRANT = "oauth-grant"
    DOMAIN_SEEN = "domain-seen"

    __hash__ = str.__hash__  # Enum's own is Python code, and lines are told apart by their kind


class Line(NamedTuple):
    """What a list says of one thing. Text is as the list has it, but for blanks at its ends.

    It is raw: hostile text is made harmless where it is shown (:func:`guard.border.text.plain`).
    A field for which the list has nothing is empty or None. A tuple and not a dataclass, because
    lists have millions of lines, and a tuple is made five times as fast.
    """

    file: str = ""
    """The list, by the name that faults give it."""
    row: int = 0
    """Where the row begins in the file, from 1: a line of text, a row of a sheet."""
    kind: Kind = Kind.PAYMENT
    date: dt.date | None = None
    """When it was paid, bought, awarded, granted or seen."""
    supplier: str = ""
    """Who was paid; for a card, the descriptor; for a grant, the name the application gives."""
    description: str = ""
    amount: Decimal | None = None
    currency: str = ""
    """ISO 4217, or empty where the list does not say."""
    category: str = ""
    """The merchant category where there is one, otherwise the same as ``account``."""
    account: str = ""
    """The account or kind of expense it was charged to, in words where the list has them."""
    area: str = ""
    """The department, service or cost centre that it was charged to."""
    buyer: str = ""
    """The public body, where the list names it."""
    card: bool | None = None
    """Whether a purchasing card paid; None where the list does not tell."""
    identifiers: tuple[str, ...] = ()
    """Who the supplier is or what was used, as "SCHEME:ID".

    VAT (digits, or letters of another country and digits), GB-COH, XI-LEI, DOMAIN (lower case),
    OAUTH (a client id), and the scheme and number of an OCDS party (GB-CFS:307567).
    """
    extra_names: tuple[str, ...] = ()
    extra_values: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where this line stands."""
        return Place(self.file, self.row)

    @property
    def extra(self) -> Mapping[str, str]:
        """What has no field of its own, by column; kept for people, never used to decide."""
        pairs = zip(self.extra_names, self.extra_values, strict=False)
        return {name: value for name, value in pairs if value}

    @property
    def redacted(self) -> bool:
        """Whether the supplier's name was taken out before the list was published."""
        return bool(_REDACTED.search(self.supplier))


_line = cast("Callable[[Iterable[Any]], Line]", partial(tuple.__new__, Line))


class Chunk(NamedTuple):
    """Some lines as columns: for each field of a line its values, in the order of the lines.

    What adds up whole lists works on columns, in which a line costs a fraction of what it costs by
    itself. A column that is no sequence is to be gone through once, and may be endless where all
    its values are one; ``row`` says how many lines there are.
    """

    file: Iterable[str]
    row: Sequence[int]
    kind: Iterable[Kind]
    date: Sequence[dt.date | None]
    supplier: Iterable[str]
    description: Iterable[str]
    amount: Iterable[Decimal | None]
    currency: Iterable[str]
    category: Iterable[str]
    account: Iterable[str]
    area: Iterable[str]
    buyer: Iterable[str]
    card: Iterable[bool | None]
    identifiers: Iterable[tuple[str, ...]]
    extra_names: Iterable[tuple[str, ...]]
    extra_values: Iterable[tuple[str, ...]]

    def lines(self) -> Iterator[Line]:
        """One line after another."""
        return map(_line, zip(*self, strict=False))

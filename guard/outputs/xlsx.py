"""``xlsx``: a workbook to sort, filter and print: summary, applications, rows skipped."""

import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from guard.audit.baseline import names_of, summary
from guard.audit.report import ApplicationAnswer, AuditReport, Spent
from guard.audit.wording import account, headline, mark, sentence, skips, waived
from guard.screen import Screen

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_575
"""Applications that a sheet has room for below its header."""

_CHARACTERS = 32_000
"""Text that a cell has room for."""

_A4 = 9

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Cell = str | int | float | dt.date | None
"""What a cell holds. Text stays text, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a sheet; of ``head``, a name that ends in a colon stands over numbers."""

    cells: Sequence[Cell]
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the applications: its name, its width in characters, what stands in it."""

    name: str
    width: int
    value: Callable[[ApplicationAnswer], Cell]


def render(report: AuditReport, _screen: Screen) -> bytes:
    """The workbook, the same bytes for the same report.

    What is printed of the applications is the software, without the long texts at the right.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    midnight = dt.datetime.combine(report.on, dt.time())
    book.set_properties({"title": "What bypasses IT", "created": midnight})
    sheets = _Sheets(book)
    sheets.add("Summary", (26, 14, 14, 18), _summary(report))
    shown = _columns(report)
    columns = [*shown, *_LONG]
    lines = (_Line([column.value(each) for column in columns]) for each in _applications(report))
    applications = sheets.table("Applications", [(c.name, c.width) for c in columns], lines)
    applications.freeze_panes(1, 2)
    applications.print_area(0, 0, min(max(len(report.findings), 1), ROWS), len(shown) - 1)
    sheets.table("Rows skipped", _OF_LISTS, _skipped(report))
    book.close()
    return out.getvalue()


class _Sheets:
    """Writes typed cells into sheets that print on landscape paper, one page wide."""

    def __init__(self, book: "Workbook") -> None:
        # An apostrophe, unseen, as Excel has it: text stays text when somebody edits the cell.
        text = {"valign": "top", "align": "left", "indent": 1, "quote_prefix": True}
        blue = text | {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"}
        self._book = book
        self._text = book.add_format(text)
        self._bold = book.add_format(text | {"bold": True})
        self._head = book.add_format(blue)
        self._head_right = book.add_format(blue | {"align": "right", "indent": 0})
        self._money = book.add_format({"valign": "top", "num_format": "#,##0.00"})
        self._date = book.add_format(
            {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left", "indent": 1}
        )
        self._whole = book.add_format({"valign": "top", "num_format": "#,##0"})

    def add(self, name: str, widths: Sequence[int], lines: Iterable[_Line]) -> "Worksheet":
        """A sheet with these lines; a line of one cell is a title."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for row, line in enumerate(lines):
            for column, value in enumerate(line.cells):
                if line.head:
                    self._title(sheet, row, column, str(value))
                else:
                    bold = len(line.cells) == 1
                    self._cell(sheet, row, column, value, self._bold if bold else self._text)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def table(
        self, name: str, columns: Sequence[tuple[str, int]], lines: Iterable[_Line]
    ) -> "Worksheet":
        """A sheet with filters, whose header stays in sight and on each page."""
        header = _Line([title for title, _ in columns], head=True)
        sheet = self.add(name, [width for _, width in columns], chain([header], lines))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(sheet.dim_rowmax or 0, 1), len(columns) - 1)
        return sheet

    def _title(self, sheet: "Worksheet", row: int, column: int, title: str) -> None:
        form = self._head_right if title.endswith(":") else self._head
        sheet.write_string(row, column, title.removesuffix(":"), form)

    def _cell(self, sheet: "Worksheet", row: int, column: int, value: Cell, text: "Format") -> None:
        match value:
            case str() if value:
                sheet.write_string(row, column, _fitting(value), text)
            case int():
                sheet.write_number(row, column, value, self._whole)
            case float():
                sheet.write_number(row, column, value, self._money)
            case dt.date():
                sheet.write_datetime(row, column, value, self._date)
            case _:
                pass  # an empty cell is not written


def _fitting(text: str) -> str:
    """``text``, cut where a cell has no more room, with a count of what is missing."""
    more = len(text) - _CHARACTERS
    return f"{text[:_CHARACTERS]}…(+{more} characters)" if more > 0 else text


def _applications(report: AuditReport) -> Iterable[ApplicationAnswer]:
    """As many as a sheet has room for: software first, gravest first."""
    rest = (each for each in report.applications if each.band is None)
    return islice(chain(report.findings, rest), ROWS)


def _summary(report: AuditReport) -> Iterable[_Line]:
    yield _Line([headline(report)])
    yield _Line([account(report)])
    if (left_out := len(report.applications) - ROWS) > 0:
        yield _Line([f"{left_out:,} applications have no room in a sheet: use another output"])
    yield from (_Line([note]) for note in report.notes)
    yield _Line(["Day", report.on])
    yield _Line(["IT register", report.register or "none was given"])
    yield _Line(["guard", report.guard])
    yield _Line([])
    currencies = _currencies(report)
    yield _Line(["State", "Applications:", "Lines:", *map(_spent_in, currencies)], head=True)
    for each in report.states:
        amounts = [_amount(each.spent, currency) for currency in currencies]
        yield _Line([each.state.value, each.applications, each.lines, *amounts])
    yield _Line([])
    yield from _signals(report)
    if report.baseline:
        yield _Line([summary(report)])
        yield from (_Line(["gone", name]) for name in names_of(report.gone))
        yield _Line([])
    yield _Line(["Policy", "Version", "SHA-256", ""], head=True)
    yield from (_Line([each.id, each.version, each.sha256]) for each in report.policies)


def _signals(report: AuditReport) -> Iterable[_Line]:
    found = Counter(signal.rule for each in report.findings for signal in each.signals)
    yield _Line(["Signal", "Points:", "Found:", "What it asks"], head=True)
    for rule in report.rules:
        if rule.rule in found:
            yield _Line([rule.rule, rule.points, found[rule.rule], rule.title])
    yield _Line([])


def _columns(report: AuditReport) -> list[_Column]:
    """The columns that are printed as well."""
    return [
        _Column("Points:", 8, lambda a: a.points if a.band else None),
        _Column("Application", 30, lambda a: a.name),
        _Column("Supplier", 26, lambda a: a.supplier),
        _Column("Software", 12, lambda a: a.nature.value),
        _Column("State", 14, lambda a: a.state.value),
        _Column("Bypass", 12, lambda a: a.band.value if a.band else None),
        _Column("Verdict", 10, lambda a: a.verdict.value if a.verdict else None),
        *map(_spent_column, _currencies(report)),
        _Column("Lines:", 8, lambda a: a.lines),
        _Column("Months:", 9, lambda a: a.months),
        _Column("First", 12, lambda a: a.first),
        _Column("Last", 12, lambda a: a.last),
        _Column("By card", 9, lambda a: "yes" if a.by_card else "no"),
        _Column("Departments:", 13, lambda a: len(a.areas)),
        _Column("Signals", 40, lambda a: " ".join(each.rule for each in a.signals)),
    ]


_LONG = (
    _Column("Baseline", 24, mark),
    _Column("Waived", 40, lambda a: "; ".join(waived(a))),
    _Column("Which departments", 40, lambda a: "; ".join(a.areas)),
    _Column("Why", 80, sentence),
    _Column("What clears it", 80, lambda a: " ".join(a.clear)),
    _Column("List", 40, lambda a: a.places[0].file if a.places else None),
    _Column("Row:", 8, lambda a: a.places[0].row if a.places else None),
    _Column("Fingerprint", 36, lambda a: a.fingerprint),
)

_OF_LISTS = (("List", 60), ("Rows read:", 12), ("Used:", 12), ("Skipped:", 12), ("Why", 80))


def _spent_column(currency: str) -> _Column:
    return _Column(_spent_in(currency), 16, lambda answer: _amount(answer.spent, currency))


def _skipped(report: AuditReport) -> Iterable[_Line]:
    yield from (_Line([fault, None, None, None, "NOT READ"]) for fault in report.unread)
    for each in report.lists:
        yield _Line([each.file, each.read, each.used, each.read - each.used, skips(each)])


def _currencies(report: AuditReport) -> list[str]:
    return sorted({spent.currency for each in report.states for spent in each.spent})


def _spent_in(currency: str) -> str:
    return f"Spent ({currency}):" if currency else "Spent:"


def _amount(spent: Iterable[Spent], currency: str) -> float | None:
    return next((float(each.amount) for each in spent if each.currency == currency), None)

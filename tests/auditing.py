"""Lists written line by line, and audits of them."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from guard.assessment import Bench
from guard.audit.judging import Audited
from guard.audit.report import AuditReport
from guard.audit.reporting import make_audit_report
from guard.audit.run import Audit, audit
from guard.audit.tally import Tally
from guard.audit.use import Use
from guard.catalogue.grounds import Grounds
from guard.catalogue.loading import read_grounds
from guard.catalogue.matching import Catalogue
from guard.catalogue.recognition import Recogniser
from guard.spend.line import Chunk, Line
from tests.catalogue.making import INTERMEDIARIES, entry
from tests.making import bench, rule

GROUNDS: Grounds = read_grounds()
SOFTCAT = entry("Softcat", category="reseller", supplier="Softcat plc")
PIKTO = entry("Piktochart", supplier="Piktochart Ltd", descriptors=["piktochart"], sso="extra")
SKETCH = entry("Sketchbook Pro", supplier="Example Sketches Ltd", aliases=["Sketchbook"])
ATLAS = entry("Atlas Maps", domains=["atlas.example"], identifiers=["OAUTH:atlas-7"])
RECOGNISER = Recogniser(Catalogue((SOFTCAT, PIKTO, SKETCH, ATLAS), INTERMEDIARIES), GROUNDS)

HEADER = "Supplier,Date,Amount (GBP),Service,Description\n"
PLAIN = bench(rule(level="warn", require="spend.charges == 0", points=40, sign="it is paid for"))


def row(
    supplier: str, date: str = "2026-01-05", amount: object = 10, area: str = "", what: str = ""
) -> str:
    """A row of a list of payments."""
    return ",".join(f'"{cell}"' for cell in (supplier, date, amount, area, what)) + "\n"


def listed(folder: Path, *rows: str, name: str = "list.csv", header: str = HEADER) -> str:
    """A list of payments in a file; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(header + "".join(rows), "utf-8")
    return str(path)


def audited(*paths: str, ready: Bench = PLAIN) -> Audit:
    return audit(paths, ready, RECOGNISER)


def reported(*paths: str, ready: Bench = PLAIN) -> AuditReport:
    return make_audit_report(audited(*paths, ready=ready), "register.csv")


def one(found: Audit, name: str) -> Audited:
    """What was found of that name, once."""
    (answer,) = (each for each in found.found if each.use.name == name)
    return answer


def chunks(lines: Iterable[Line], rows: int = 128) -> Iterator[Chunk]:
    """``lines`` as columns, so many rows at a time."""
    left = iter(lines)
    while some := list(islice(left, rows)):
        yield Chunk(*zip(*some, strict=True))


def tally(lines: Iterable[Line], known: Mapping[str, str] | None = None) -> Tally:
    made = Tally(RECOGNISER, known or {})
    made.add(chunks(lines))
    return made


def use(*lines: Line, known: Mapping[str, str] | None = None) -> Use:
    """The one use of these lines."""
    (made,) = tally(lines, known).uses.values()
    return made


def amounts(made: Use) -> dict[str, str]:
    """The totals, as text."""
    return {code: f"{total.normalize():f}" for code, total in made.totals.items()}


def totals(lines: Iterable[Line]) -> Iterator[Decimal]:
    return (line.amount for line in lines if line.amount is not None)


def answers(report: AuditReport) -> list[dict[str, Any]]:
    """All that is said of each application, but for the places of its lines."""
    return [
        {
            field: getattr(each, field)
            for field in type(each).__dataclass_fields__
            if field != "places"
        }
        for each in report.applications
    ]

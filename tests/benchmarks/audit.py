"""How long ``guard audit`` takes on real lists, beside Python's ``csv`` module merely reading them.

    python -m tests.benchmarks.audit FOLDER_OR_FILES… --runs 5
    python -m tests.benchmarks.audit --rows 100000

Read, match, aggregate, decide, write JSON. ``--rows`` makes a list of so many rows, so that
anybody without such lists can run it: one supplier to eleven rows, as in a council's. All is run
in turn (A B C, A B C …), so that a busy machine is busy for all of them; one turn before is not
counted, and bytecode is compiled first.
"""

import argparse
import csv
import datetime as dt
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from guard.assessment import Bench, prepare
from guard.audit.reporting import make_audit_report
from guard.audit.run import audit, audit_bench, recogniser_for
from guard.audit.sweeps import paused
from guard.outputs.json import render
from guard.screen import Screen
from guard.settings import load
from guard.spend.reading import find_lists, read_list

ROOT = Path(__file__).parents[2]
ON = dt.date(2026, 11, 22)
HEADER = ("Body", "Date", "Transaction", "Amount", "Supplier Name", "Expense Area", "Expense Type")
AREAS = ("Adult Care", "Children's Services", "Highways", "Corporate Services", "Parks")
TYPES = ("Care Spot", "Repairs", "Agency Staff", "Software Licences", "Catering", "Training")
FIRST = ("Oak", "Elm", "Ash", "Harbour", "Moor", "Tor", "Valley", "Coast", "Bridge", "Mill")
SECOND = ("Care", "Transport", "Building", "Training", "Software", "Homes", "Foods", "Legal")
KNOWN = ("SURVEYMONKEY", "ZOOM.US 888-799-9666", "Adobe Systems Software Ireland Ltd", "DROPBOX")
SUPPLIER_ROWS = 11


def spend(rows: int) -> Iterator[Sequence[object]]:
    """A list of payments: the names of its columns, then ``rows`` rows, the same in every run."""
    random = Random(rows)
    yield HEADER
    for number in range(rows):
        at = random.randrange(rows // SUPPLIER_ROWS + 1)
        name = f"{FIRST[at % 10]} {SECOND[at % 8]} {at} Ltd" if at % 50 else KNOWN[at % 4]
        day = dt.date(2026, 1, 1) + dt.timedelta(random.randrange(180))
        amount = f"{random.lognormvariate(6, 1.5):.2f}"
        area, kind = random.choice(AREAS), TYPES[at % 6]
        yield "Example Council", day.isoformat(), f"T{number:08}", amount, name, area, kind


def write_spend(path: Path, rows: int) -> Path:
    """Such a list as a file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(spend(rows))
    return path


def csv_only(lists: Sequence[Path]) -> None:
    """Read all rows with ``csv.reader``, and do nothing with them."""
    for path in lists:
        with path.open(encoding="utf-8", errors="replace", newline="") as stream:
            for _ in csv.reader(stream):
                pass


@paused()
def reading(lists: Sequence[Path]) -> None:
    """Read all rows into columns, as the audit does, and do nothing with them."""
    for path in lists:
        for chunk in read_list(path, extra=False).chunks():
            deque(zip(*chunk, strict=False), maxlen=0)


@paused()
def in_process(lists: Sequence[Path], bench: Bench, out: Path) -> None:
    """All of an audit, from a catalogue that nobody asked yet to the written JSON."""
    found = audit(map(str, lists), bench, recogniser_for(bench.settings))
    out.write_text(render(make_audit_report(found, ""), Screen()), "utf-8")


def command(lists: Sequence[Path], out: Path) -> None:
    """The whole process, from start to exit."""
    arguments = [sys.executable, "-m", "guard", "audit", *map(str, lists), "--on", ON.isoformat()]
    done = subprocess.run(
        [*arguments, "--output", f"json={out}"],
        cwd=out.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        check=False,
    )  # fmt: skip
    if done.returncode not in {0, 1, 3}:
        raise SystemExit(done.stderr.decode())


def programs(lists: Sequence[Path], folder: Path) -> Mapping[str, Callable[[], None]]:
    """What is timed, by its name in the table; no guard.toml is near: the usual packs apply."""
    bench = audit_bench(prepare(load(None, folder), ON))
    return {
        "csv.reader": lambda: csv_only(lists),
        "guard: reading": lambda: reading(lists),
        "guard: audit, in process": lambda: in_process(lists, bench, folder / "in.json"),
        "guard audit, the command": lambda: command(lists, folder / "out.json"),
    }


def measure(lists: Sequence[Path], runs: int) -> Mapping[str, Sequence[float]]:
    """Milliseconds of each program, ``runs`` times in turn."""
    with TemporaryDirectory() as folder:
        timed = programs([path.resolve() for path in lists], Path(folder))
        taken: dict[str, list[float]] = {name: [] for name in timed}
        for turn in range(runs + 1):
            for name, program in timed.items():
                begin = perf_counter()
                program()
                if turn:
                    taken[name].append(1000 * (perf_counter() - begin))
    return taken


def table(taken: Mapping[str, Sequence[float]]) -> str:
    """Medians and least in milliseconds, and the ratio of each to the first."""
    base = next(iter(taken.values()))
    lines = [f"{'':28}{'median':>8}{'least':>8}{'to csv.reader':>18}"]
    for name, times in taken.items():
        ratio = f"{median(times) / median(base):.2f} ({min(times) / min(base):.2f})"
        lines.append(f"{name:28}{median(times):8.0f}{min(times):8.0f}{ratio:>18}")
    return "\n".join(lines)


def main() -> None:
    """Compile, measure, print."""
    parser = argparse.ArgumentParser(description="Time an audit of lists in CSV.")
    parser.add_argument("lists", nargs="*", help="folders or files in CSV")
    parser.add_argument("--rows", type=int, default=0, help="make a list of so many rows")
    parser.add_argument("--runs", type=int, default=5, help="runs of each")
    given = parser.parse_args()
    if bool(given.lists) == bool(given.rows):
        parser.error("name lists, or give --rows")
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "guard")], check=True)
    with TemporaryDirectory() as folder:
        made = [write_spend(Path(folder) / "spend.csv", given.rows)] if given.rows else []
        lists = made or [Path(path) for path in find_lists(given.lists)]
        size = sum(path.stat().st_size for path in lists)
        print(f"{len(lists)} lists, {size:,} bytes; {given.runs} runs of each, in turn")
        print(table(measure(lists, given.runs)))


if __name__ == "__main__":
    main()

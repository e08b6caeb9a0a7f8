"""How fast rules run over tables, by rows and by rules: a table, and a plot.

``python -m tests.benchmarks.engines`` takes 1 million rows and 20 rules;
``--rows 1000000 10000000 --rules 20 200 --plot cost.svg`` is the whole of it, and wants 10 GB of
disk. Each stage is a process of its own: the engine's bare scan of the file (every column
decoded), the counts alone, and the findings written. The stages take turns; a figure is the median
of the rounds. ``seconds`` are by the clock, ``cpu`` those of the processor, which others on the
machine disturb less; ``x scan`` compares the latter.
"""
# ruff: noqa: S608 (queries over files that the module itself makes)

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from guard.engines.duckdb import Applied, Engine
from guard.lowering.findings import RowOutcome
from tests.benchmarks.facts import facts_query, many_rules
from tests.benchmarks.plot import svg
from tests.making import TODAY

STAGES = ("scan", "counts", "findings")
LINE = "{:>10} {:>5} {:7} {:8} {:>8} {:>8} {:>6} {:>12} {:>11} {:>5}"
HEADER = ("rows", "rules", "file", "stage", "seconds", "cpu", "x scan", "rows*rules/s")


@dataclass(frozen=True)
class Case:
    """What one figure is of."""

    rows: int
    rules: int
    kind: str
    stage: str


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of the processor; findings written; the most memory held, in MB."""

    seconds: float
    cpu: float
    written: int
    memory: float


def scan(engine: Engine, file: Path) -> None:
    """Decode every column and keep next to nothing: what no audit of the file can undercut."""
    read = f"read_csv('{file}')" if file.suffix == ".csv" else f"read_parquet('{file}')"
    found = engine.connection.execute(f"SELECT * FROM {read} LIMIT 0").description or ()
    counts = ", ".join(
        f'sum(len("{name}"))' if str(kind).endswith("[]") else f'min("{name}")'
        for name, kind, *_ in found
    )
    engine.connection.execute(f"SELECT {counts} FROM {read}").fetchall()


def applied(engine: Engine, file: Path, rules: int) -> Applied:
    """So many rules, to the file."""
    return engine.apply(many_rules(rules), file, TODAY, keys=["line"])


def stage(name: str, file: Path, rules: int, threads: int | None) -> Cost:
    """Run one stage and say what it cost."""
    written = 0
    with Engine(threads=threads) as engine:
        clock, processor = time.perf_counter(), time.process_time()
        match name:
            case "scan":
                scan(engine, file)
            case "counts":
                applied(engine, file, rules).counts()
            case _:
                written = applied(engine, file, rules).write(file.with_name("findings.parquet"))
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(clock, processor, written, memory)


def make(folder: Path, rows: int) -> None:
    """The same facts as a Parquet and as a CSV file, whose lists are JSON."""
    parquet, csv = folder / "facts.parquet", folder / "facts.csv"
    with Engine(memory="2GB") as engine:
        run = engine.connection.execute
        run(f"COPY ({facts_query(rows)}) TO '{parquet}' (FORMAT parquet)")
        described = run(f"SELECT * FROM '{parquet}' LIMIT 0").description or ()
        columns = ", ".join(
            f'to_json("{name}") AS "{name}"' if str(kind).endswith("[]") else f'"{name}"'
            for name, kind, *_ in described
        )
        run(f"COPY (SELECT {columns} FROM '{parquet}') TO '{csv}' (FORMAT csv, HEADER)")


def elsewhere(*arguments: object) -> str:
    """Run a stage in a process of its own, so that its memory is not counted as another's."""
    command = [sys.executable, "-m", "tests.benchmarks.engines", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def shares(file: Path) -> str:
    """What the first rules say of the facts: a benchmark over facts that all pass says little."""
    with Engine() as engine:
        counts = applied(engine, file, 20).counts()
    totals = {said: sum(count.rows[said] for count in counts) for said in RowOutcome}
    rows = sum(counts[0].rows.values())
    held = totals[RowOutcome.PASS] + totals[RowOutcome.NOT_APPLICABLE]
    failed, open_ = totals[RowOutcome.FAIL], totals[RowOutcome.UNKNOWN]
    pairs = rows * len(counts) / 100
    return (
        f"over the first 20 rules {held / pairs:.1f} % met or not asked, {failed / pairs:.1f} %"
        f" failed, {open_ / pairs:.1f} % undecided: {(failed + open_) / rows:.2f} findings a row"
    )


def costs(
    rows: int, rules: Sequence[int], rounds: int, threads: int | None
) -> Iterator[tuple[Case, Cost]]:
    """Make the files of so many rows, and let all stages take turns over them."""
    more = ["--threads", threads] if threads else []
    with tempfile.TemporaryDirectory() as folder:
        elsewhere("--make", "--file", folder, "--rows", rows)
        print(f"{rows:,} rows: {shares(Path(folder) / 'facts.parquet')}", flush=True)
        for count in rules:
            for kind in ("parquet", "csv"):
                file = Path(folder) / f"facts.{kind}"
                asked = ["--file", file, "--rules", count, *more]
                found = [
                    (name, Cost(**json.loads(elsewhere("--stage", name, *asked))))
                    for _ in range(rounds)
                    for name in STAGES
                ]
                for name in STAGES:
                    turns = [cost for stage_name, cost in found if stage_name == name]
                    yield Case(rows, count, kind, name), median(turns)


def median(turns: Sequence[Cost]) -> Cost:
    """The middle of the rounds; of memory the most."""
    return Cost(
        statistics.median(cost.seconds for cost in turns),
        statistics.median(cost.cpu for cost in turns),
        turns[0].written,
        max(cost.memory for cost in turns),
    )


def report(found: Sequence[tuple[Case, Cost]]) -> None:
    """The table."""
    print(LINE.format(*HEADER, "findings", "MB"))
    for _, cases in groupby(found, key=lambda pair: (pair[0].rows, pair[0].rules, pair[0].kind)):
        group = list(cases)
        bare = group[0][1].cpu
        for case, cost in group:
            rate = "" if case.stage == "scan" else f"{case.rows * case.rules / cost.seconds:,.0f}"
            place = (f"{case.rows:,}", case.rules, case.kind, case.stage)
            times = (f"{cost.seconds:.2f}", f"{cost.cpu:.2f}", f"{cost.cpu / bare:.1f}", rate)
            print(LINE.format(*place, *times, f"{cost.written:,}", f"{cost.memory:.0f}"))


def plot(found: Sequence[tuple[Case, Cost]], file: Path) -> None:
    """Seconds by rows, a line for each file and number of rules."""
    series: dict[str, list[tuple[float, float]]] = {}
    for case, cost in found:
        if case.stage == "findings":
            name = f"{case.kind}, {case.rules} rules"
            series.setdefault(name, []).append((float(case.rows), cost.seconds))
    file.write_text(svg("Rules over a table, findings written", series), "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every case, print the table and draw the plot; or, in a process of its own, a stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--rules", type=int, nargs="+", default=[20])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--plot", type=Path, help="draw the costs here (SVG)")
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.make:
        make(asked.file, asked.rows[0])
    elif asked.stage:
        print(json.dumps(vars(stage(asked.stage, asked.file, asked.rules[0], asked.threads))))
    else:
        found = [
            pair
            for rows in asked.rows
            for pair in costs(rows, asked.rules, asked.rounds, asked.threads)
        ]
        report(found)
        if asked.plot:
            plot(found, asked.plot)


if __name__ == "__main__":
    main()

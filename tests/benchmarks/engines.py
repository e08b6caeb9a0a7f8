"""How fast rules run over tables: ``python -m tests.benchmarks.engines --rows 1000000 --rules 20``.

Each stage is a process of its own: the engine's bare scan of the file (every column decoded),
the counts alone, and the findings written. A figure is the best of three runs.
"""
# ruff: noqa: S608 (queries over files that the module itself makes)

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from guard.engines.duckdb import Engine
from tests.benchmarks.facts import facts_query, many_rules
from tests.making import TODAY

STAGES = ("make", "scan", "counts", "findings")
REPEATS = 3


def scan(engine: Engine, file: Path) -> None:
    """Decode every column and keep next to nothing: what no audit of the file can undercut."""
    read = f"read_csv('{file}')" if file.suffix == ".csv" else f"read_parquet('{file}')"
    found = engine.connection.execute(f"SELECT * FROM {read} LIMIT 0").description or ()
    counts = ", ".join(
        f'sum(len("{name}"))' if str(kind).endswith("[]") else f'min("{name}")'
        for name, kind, *_ in found
    )
    engine.connection.execute(f"SELECT {counts} FROM {read}").fetchall()


def stage(name: str, file: Path, rules: int, threads: int | None) -> dict[str, float]:
    """Run one stage and say how long it took, what it wrote, and the most memory it had."""
    seconds, written = [], 0
    with Engine(threads=threads) as engine:
        for _ in range(REPEATS):
            start = time.perf_counter()
            if name == "scan":
                scan(engine, file)
            else:
                applied = engine.apply(many_rules(rules), file, TODAY, keys=["line"])
                if name == "counts":
                    applied.counts()
                else:
                    written = applied.write(file.with_name("findings.parquet"))
            seconds.append(time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": min(seconds), "written": written, "megabytes": memory}


def make(folder: Path, rows: int) -> None:
    """The same facts as a Parquet and as a CSV file, whose lists are JSON."""
    parquet, csv = folder / "facts.parquet", folder / "facts.csv"
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"COPY ({facts_query(rows)}) TO '{parquet}' (FORMAT parquet)")
    described = connection.execute(f"SELECT * FROM '{parquet}' LIMIT 0").description or ()
    columns = ", ".join(
        f'to_json("{name}") AS "{name}"' if str(kind).endswith("[]") else f'"{name}"'
        for name, kind, *_ in described
    )
    connection.execute(f"COPY (SELECT {columns} FROM '{parquet}') TO '{csv}' (FORMAT csv, HEADER)")


def main() -> None:
    """Make the files, run every stage, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rules", type=int, default=20)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage == "make":
        make(asked.file, asked.rows)
        return
    if asked.stage:
        print(json.dumps(stage(asked.stage, asked.file, asked.rules, asked.threads)))
        return
    print(f"{asked.rows:,} rows, {asked.rules} rules")
    print("file     stage     seconds  x scan  rows*rules/s  written     MB")
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own, so that its memory is not counted as that of the others.
        command = [sys.executable, "-m", "tests.benchmarks.engines", "--stage", "make"]
        subprocess.run([*command, "--file", folder, "--rows", str(asked.rows)], check=True)
        for file in (Path(folder) / "facts.parquet", Path(folder) / "facts.csv"):
            report(file, asked.rows, asked.rules, asked.threads)


def report(file: Path, rows: int, rules: int, threads: int | None) -> None:
    """The rows of the table for one file."""
    bare = 0.0
    for name in STAGES[1:]:
        command = [sys.executable, "-m", "tests.benchmarks.engines", "--stage", name]
        command += ["--file", str(file), "--rules", str(rules)]
        command += ["--threads", str(threads)] if threads else []
        answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        seconds = answer["seconds"]
        bare = bare or seconds
        rate = "" if name == "scan" else f"{rows * rules / seconds:,.0f}"
        print(
            f"{file.suffix[1:]:8} {name:9} {seconds:7.2f} {seconds / bare:7.1f}  {rate:>12}"
            f"  {answer['written']:9,} {answer['megabytes']:6.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

"""guard beside other engines: the same rules, the same facts, one run, one core.

``pip install 'procurement-guard[bench]'``, then ``python -m tests.benchmarks.peers``. Every engine
is given the rules in its own language, written out of guard's tree (``languages``), and the facts
as it takes them soonest; making those, and compiling, is not counted. guard reads them from a
Parquet file, and that is counted: once for the outcomes (``counts``), and once with every finding
written and every missing fact named (``findings``). A figure is the median of the rounds, in which
all engines take turns. An engine that is not installed is named as skipped.

Where a fact is missing, the last columns tell what an engine said of those (row, rule) pairs that
cannot be decided: passed, failed, or said that it does not know.
"""

import argparse
import importlib
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from guard.condition.evaluator import evaluate
from guard.condition.step import UNKNOWN
from guard.condition.tree import Condition, Node
from guard.engines.duckdb import Engine
from tests.benchmarks.facts import facts_query, many_rules
from tests.benchmarks.readied import Facts, nested, plain, readied
from tests.making import TODAY

LANGUAGES = {
    "rego": "Rego (regorus)",
    "cedar": "Cedar (cedarpy)",
    "zen": "ZEN (zen-engine)",
    "cel": "CEL (cel-expr-python)",
    "jsonlogic": "JSON Logic (datalogic-py)",
}
SLOTS = 8
Answers = Sequence[bool | None]


@dataclass
class Entrant:
    """One engine, how it is asked, and what came of it: seconds a (row, rule) pair, and answers."""

    name: str
    run: Callable[[], int]
    policy: bool = False
    answers: list[Answers] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def pair(self) -> float:
        return statistics.median(self.seconds)


def right(rules: Sequence[Node], facts: Facts) -> Answers:
    """What guard's evaluator says; ``None`` where it cannot be decided."""
    values = (evaluate(Condition("", rule, SLOTS), facts).value for rule in rules)
    return [None if value is UNKNOWN else bool(value) for value in values]


def rows_of(source: str, count: int) -> list[Facts]:
    """The first rows, as nested facts of plain JSON."""
    with duckdb.connect() as connection:
        answer = connection.execute(f"SELECT * EXCLUDE line FROM {source} LIMIT {count}")  # noqa: S608
        names = [column[0] for column in answer.description or ()]
        rows = answer.fetchall()
    found = (nested(dict(zip(names, row, strict=True))) for row in rows)
    return [plain(facts) for facts in found]


def timed(ask: Callable[[Any], Answers], ready: Sequence[Any], budget: float) -> Callable[[], int]:
    """Ask for row after row, as many as there is time for; gives their number."""

    def run() -> int:
        end = time.perf_counter() + budget
        for number, facts in enumerate(ready, 1):
            ask(facts)
            if time.perf_counter() > end:
                return number
        return len(ready)

    return run


def entrants(rules: Sequence[Node], rows: list[Facts], budget: float) -> Iterator[Entrant]:
    """The engines that are installed; of the others, a line that says so."""
    for name, title in LANGUAGES.items():
        language = importlib.import_module(f"tests.benchmarks.languages.{name}")
        try:
            peer = language.Peer(rules)
        except ModuleNotFoundError as error:
            print(f"{title}: skipped, {error.name} is not installed", flush=True)
            continue
        ready = [peer.prepare(facts) for facts in rows]
        run = timed(peer.answer, ready, budget)
        yield Entrant(title, run, language.POLICY, [peer.answer(facts) for facts in ready])
    answers = [right(rules, facts) for facts in rows]
    run = timed(lambda facts: right(rules, facts), rows, budget)
    yield Entrant("guard, row by row", run, answers=answers)


def tables(file: Path, rules: int, rows: int, engine: Engine) -> Iterator[Entrant]:
    """guard over the file, on the one core."""

    def counts() -> int:
        engine.apply(many_rules(rules), file, TODAY, keys=["line"]).counts()
        return rows

    def findings() -> int:
        applied = engine.apply(many_rules(rules), file, TODAY, keys=["line"])
        applied.write(file.with_name("findings.parquet"))
        return rows

    yield Entrant("guard, counts", counts)
    yield Entrant("guard, findings", findings)


def compare(rows: int, rules: int, sample: int, rounds: int, budget: float) -> list[Entrant]:
    """Let all take turns on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        return taking_turns(rows, rules, sample, rounds, budget)
    finally:
        os.sched_setaffinity(0, cores)


def taking_turns(rows: int, rules: int, sample: int, rounds: int, budget: float) -> list[Entrant]:
    """Time every engine, round by round."""
    ready = [readied(rule) for rule in many_rules(rules).rules]
    with tempfile.TemporaryDirectory() as folder, Engine(threads=1) as engine:
        file = Path(folder) / "facts.parquet"
        engine.connection.execute(f"COPY ({facts_query(rows)}) TO '{file}' (FORMAT parquet)")
        some = rows_of(f"'{file}'", sample)
        running = [*tables(file, rules, rows, engine), *entrants(ready, some, budget)]
        for _ in range(rounds):
            for entrant in running:
                # Time of the processor: on a machine that others use, the clock would count them.
                start = time.process_time()
                done = entrant.run()
                entrant.seconds.append((time.process_time() - start) / (done * rules))
    return running


def shares(answers: Sequence[Answers], known: Sequence[Answers]) -> tuple[float, Counter[str]]:
    """How many decided pairs are answered rightly, and what is said of the undecided ones."""
    said: Counter[str] = Counter()
    agreed = decided = 0
    words = {True: "pass", False: "fail", None: "unknown"}
    for theirs, ours in zip(answers, known, strict=True):
        for their, our in zip(theirs, ours, strict=True):
            if our is None:
                said[words[their]] += 1
            else:
                decided += 1
                agreed += their is our
    return agreed / max(decided, 1), said


def report(running: list[Entrant], rules: int) -> None:
    """The table, and the ratios."""
    ours, *_ = [each for each in running if each.name == "guard, counts"]
    written, *_ = [each for each in running if each.name == "guard, findings"]
    *_, row_by_row = running
    print(
        f"{'one core':26} {'rows/s':>11} {'us/rule':>8} {'x counts':>9} {'x findings':>10}", end=""
    )
    print("  right where known | where unknown: pass  fail  unknown")
    for each in running:
        times = f"{each.pair / ours.pair:9.1f} {each.pair / written.pair:10.1f}"
        line = f"{each.name:26} {1 / (each.pair * rules):11,.0f} {each.pair * 1e6:8.3f} {times}"
        if each.answers:
            agreed, said = shares(each.answers, row_by_row.answers)
            total = max(said.total(), 1)
            parts = (f"{said[word] / total:6.0%}" for word in ("pass", "fail", "unknown"))
            line += f"  {agreed:17.2%} | {'':14}{'  '.join(parts)}"
        print(line)
    for title, among in (("policy engine", True), ("engine of any kind", False)):
        peers = [e for e in running if e.name in LANGUAGES.values() and (e.policy or not among)]
        if peers:
            best = min(peers, key=lambda each: each.pair)
            print(
                f"fastest {title}: {best.name};"
                f" guard does {best.pair / ours.pair:.0f} times as many"
                f" (with findings written {best.pair / written.pair:.0f} times)"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of guard's file")
    parser.add_argument("--rules", type=int, default=20)
    parser.add_argument("--sample", type=int, default=2_000, help="rows given to the others")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budget", type=float, default=1.0, help="seconds an engine and round")
    asked = parser.parse_args(arguments)
    print(f"{asked.rows:,} rows for guard, {asked.sample:,} for the others, {asked.rules} rules")
    running = compare(asked.rows, asked.rules, asked.sample, asked.rounds, asked.budget)
    report(running, asked.rules)


if __name__ == "__main__":
    main()

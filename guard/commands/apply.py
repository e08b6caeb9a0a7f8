"""``guard apply``."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from guard.decision import EXIT_CODE, Verdict
from guard.lowering.findings import RowOutcome, RuleCounts
from guard.policy.model import Level
from guard.seam import choose
from guard.settings import load
from guard.terminal import Config, On, show, today

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard apply facts.csv --key id
  guard apply facts.csv --key id --output findings.parquet

Columns are facts by their path (data.personal); an empty cell is unknown. Approvals are not read.

Exit code: 0 no rule stands against any row, 1 a rule that blocks failed, 3 something is missing
or must be signed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def apply(
    facts: Annotated[
        Path, typer.Argument(metavar="FACTS", help="A table of facts, a row each: Parquet or CSV.")
    ],
    key: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="A column that tells a row.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every finding here (Parquet).")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="ENGINE", help="duckdb, or spark on a cluster.")
    ] = "duckdb",
    config: Config = None,
    on: On = "",
) -> None:
    """What do the rules say of a table of facts, row by row?"""
    policies = load(config, Path.cwd()).compile()
    chosen = choose("engines", engine, "an engine")
    with chosen.applied(policies, facts, today(on), key or []) as applied:
        for stranger in applied.strangers:
            show(f"column {stranger} is no fact: no rule reads it\n")
        counts = applied.counts()
        show("".join(_lines(counts)))
        if output:
            show(f"{applied.write(output):,} findings in {output}\n")
    raise typer.Exit(EXIT_CODE[_verdict(counts)])


def _lines(counts: Iterable[RuleCounts]) -> Iterator[str]:
    yield f"{'rule':8} {'level':9}" + "".join(f"{outcome.value:>16}" for outcome in RowOutcome)
    yield "\n"
    for count in counts:
        cells = "".join(f"{count.rows.get(outcome, 0):>16,}" for outcome in RowOutcome)
        upcoming = "  not yet in force" if count.upcoming else ""
        yield f"{count.rule.text.id:8} {count.rule.level.value:9}{cells}{upcoming}\n"


def _verdict(counts: Iterable[RuleCounts]) -> Verdict:
    """The worst that any row comes to, before anybody signs."""
    verdict = Verdict.PERMIT
    for count in counts:
        failed = count.rows.get(RowOutcome.FAIL, 0)
        open_ = count.rows.get(RowOutcome.UNKNOWN, 0) + count.rows.get(RowOutcome.REFUSED, 0)
        if count.upcoming or count.rule.level not in (Level.BLOCK, Level.SIGN_OFF):
            continue
        if failed and count.rule.level is Level.BLOCK:
            return Verdict.DENY
        if failed or open_:
            verdict = Verdict.REFER
    return verdict

"""``guard audit``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.assessment import prepare
from guard.audit import audit, audit_bench, recogniser_for
from guard.audit_report import make_audit_report
from guard.decision import EXIT_CODE
from guard.errors import GuardError
from guard.outputting import chosen, write
from guard.seam import choose
from guard.settings import load
from guard.terminal import Config, On, screen, show, today

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard audit spend.csv
  guard audit spend.csv --register register.csv --output json=audit.json --output csv=audit.csv

Exit code: 0 nothing found, 1 an application may not be used as it is, 3 something is missing,
2 guard could not run, or could not read a list.
"""


@app.command("audit", epilog=EXAMPLES)
def audit_command(
    lists: Annotated[
        list[str], typer.Argument(metavar="LIST", help="Files, folders, patterns; - reads input.")
    ],
    register: Annotated[
        Path | None, typer.Option(help="Applications that IT knows: CSV or TOML.")
    ] = None,
    output: Annotated[
        list[str] | None, typer.Option(metavar="FORMAT=PATH", help="Write it here; repeatable.")
    ] = None,
    config: Config = None,
    on: On = "",
    output_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="What is shown here.")
    ] = "table",
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 also when something was found.")
    ] = False,
) -> None:
    """What do these lists hold that bypasses IT?

    Reads payments, card, supplier, contract and sign-in lists as they are.
    """
    form = choose("outputs", output_format, "an output of an audit")
    outputs = chosen(output or [])
    bench = audit_bench(prepare(load(config, Path.cwd()), today(on), register=register))
    found = audit(lists, bench, recogniser_for(bench.settings))
    report = make_audit_report(found, bench.register.file if bench.register else "")
    written = form.render(report, screen())
    show(written if isinstance(written, str) else "")
    write(report, outputs)
    if found.unread:
        raise GuardError(*found.unread)
    raise typer.Exit(0 if exit_zero else EXIT_CODE[report.verdict])

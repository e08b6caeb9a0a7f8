"""``guard check``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.assessment import Assessment, assess, prepare
from guard.border.document import read
from guard.decision import EXIT_CODE
from guard.errors import Fault, GuardError
from guard.seam import choose
from guard.settings import load
from guard.terminal import (
    Config,
    ExitZero,
    FormatName,
    On,
    RegisterFile,
    screen,
    show,
    today,
)

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard check request.toml
  guard check request.toml --register register.csv --format json

Exit code: 0 it may be bought, 1 it may not, 3 something is missing, 2 guard could not run.
"""


Requests = Annotated[
    list[str], typer.Argument(metavar="REQUEST", help="TOML or JSON files; - reads input.")
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy", metavar="POLICY", help="A policy to apply, instead of those in guard.toml."
    ),
]
Explain = Annotated[
    str, typer.Option(metavar="RULE", help="Show all the reasoning of one rule, as text.")
]


@app.command(epilog=EXAMPLES)
def check(
    requests: Requests,
    register: RegisterFile = None,
    policy: Policies = None,
    config: Config = None,
    on: On = "",
    output_format: FormatName = "table",
    explain: Explain = "",
    exit_zero: ExitZero = False,
) -> None:
    """May this be bought? And if not, why?

    Says what stands in the way, what is missing, who must sign, and what to do next.
    """
    form = choose("formats", output_format, "a format")
    bench = prepare(load(config, Path.cwd()), today(on), policies=policy, register=register)
    done: list[Assessment] = []
    faults: list[Fault] = []
    for request in requests:
        try:
            done.append(assess(read(request), bench))
        except GuardError as error:
            faults.extend(error.faults)
    if explain:
        from guard.explanation import explain_rule

        show("".join(explain_rule(assessment, explain) for assessment in done))
    elif done:
        show(form.render([assessment.report for assessment in done], screen()))
    if faults:
        raise GuardError(*faults)
    verdicts = {assessment.report.verdict for assessment in done}
    worst = max(verdicts, key=list(EXIT_CODE).index)
    raise typer.Exit(0 if exit_zero else EXIT_CODE[worst])

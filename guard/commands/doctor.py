"""``guard doctor``."""

from pathlib import Path

import typer

from guard.examination import examine
from guard.settings import load
from guard.terminal import Config, now, show

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard doctor
  guard doctor --config guard.toml

Exit code: 0 all is in order, 1 something is not, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def doctor(config: Config = None) -> None:
    """Say what is not in order here, and how to mend it."""
    checks = examine(load(config, Path.cwd()), now())
    for check in checks:
        show(f"{'ok   ' if check.well else 'WRONG'}  {check.what}\n")
        if check.remedy:
            show(f"       next: {check.remedy}\n")
    raise typer.Exit(0 if all(check.well for check in checks) else 1)

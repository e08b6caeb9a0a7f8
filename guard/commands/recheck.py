"""``guard recheck``."""

from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from guard import wording
from guard.assessment import prepare
from guard.history.standing import Standing
from guard.history.uncounted import Uncounted
from guard.overview.grid import as_json, grid
from guard.overview.recheck import SCHEMA, Rechecked, recheck, worst
from guard.overview.told import STANDING
from guard.settings import load
from guard.terminal import Config, Listed, On, RegisterFile, Shape, screen, show, today

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard recheck
  guard recheck --on 2027-04-01 --format json

For a nightly job. REQUEST in a next step is the file of that request.

Exit code: 0 all would still be permitted, 1 some would be denied, 3 some would be referred, or
have ended, their conditions are overdue, or a record does not count, 2 guard could not run.
"""

_URGENT = frozenset({Standing.EMERGENCY, Standing.REVIEW_OVERDUE})
_HEADS = ("application", "standing", "then", "today", "what changed, and the next step")


@app.command("recheck", epilog=EXAMPLES)
def recheck_command(
    register: RegisterFile = None,
    output_format: Listed = Shape.TABLE,
    everything: Annotated[
        bool, typer.Option("--all", help="Show also those that hold as they are.")
    ] = False,
    config: Config = None,
    on: On = "",
) -> None:
    """Assess every live approval again, as of today.

    By today's policies, register, waivers and dates, from what was sealed of the request.
    """
    settings = load(config, Path.cwd())
    settings.ledger()
    bench = prepare(settings, today(on), register=register)
    found = tuple(recheck(bench))
    idle = bench.history.uncounted(bench.on)
    if output_format is Shape.JSON:
        told = {"schema": SCHEMA, "on": bench.on, "cases": found, "uncounted": idle}
        show(as_json(told))
    else:
        show(_idle(idle) + _table(found, everything))
    raise typer.Exit(worst(found, idle))


def _idle(idle: tuple[Uncounted, ...]) -> str:
    """The records that do not count, a sentence or two each."""
    about = ((each.application or "An application", each.request, each.told) for each in idle)
    lines = [f"{name} ({request}): {told}" if request else told for name, request, told in about]
    wide = screen().width
    return "".join(f"{fill(line, wide, break_on_hyphens=False)}\n\n" for line in lines)


def _table(found: tuple[Rechecked, ...], everything: bool) -> str:
    if not found:
        return "Nothing is in force, so nothing was assessed again.\n"
    rows = [_row(each) for each in found if everything or each.exit_code or each.older]
    table = grid(_HEADS, rows, screen(), widest=4) + "\n" if rows else ""
    good = sum(not each.exit_code for each in found)
    older = sum(bool(each.older) for each in found)
    cases = _counted(found)
    told = f"Of {cases}, {good} would still be permitted and {len(found) - good} would not"
    rests = "rests" if older == 1 else "rest"
    rest = f"; {older} {rests} on policies that have changed" if older else ""
    return f"{table}{told}{rest}.\n"


def _counted(found: tuple[Rechecked, ...]) -> str:
    """How many cases there are: what has expired lives no longer, emergency use is no approval."""
    urgent = sum(each.standing in _URGENT for each in found)
    ended = sum(each.standing is Standing.EXPIRED for each in found)
    counts = (
        (len(found) - ended - urgent, "live approval"),
        (ended, "expired approval"),
        (urgent, "emergency use"),
    )
    *most, last = [wording.count(number, what) for number, what in counts if number]
    return f"{', '.join(most)} and {last}" if most else last


def _row(each: Rechecked) -> tuple[str, ...]:
    said = [each.why] if each.why else []
    said += [f"{one.rule}: {one.then or 'not there'}, now {one.now}" for one in each.changed]
    said += [f"policy {one}" for one in each.older]
    said += [f"next: {each.next}"] if each.next else []
    return (
        f"{each.application or 'An application'}\n{each.request}, record {each.record}",
        STANDING[each.standing],
        each.then.value if each.then else "nobody decided",
        each.now.value if each.now else "not known",
        "\n".join(said),
    )

"""``guard audit``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.assessment import Bench, prepare
from guard.audit.baseline import Baseline, baseline_text, compare, read_baseline, updated
from guard.audit.outputting import chosen, replace, shown_here, write
from guard.audit.report import AuditReport
from guard.audit.reporting import make_audit_report
from guard.audit.run import Audit, audit, audit_bench, exploited_for, recogniser_for
from guard.decision import EXIT_CODE
from guard.errors import Fault, GuardError, refuse_if
from guard.settings import load
from guard.spend.profile import Profile, load_profile, profile_text
from guard.spend.reading import find_lists, read_list
from guard.spend.showing import columns_of, one_profile
from guard.terminal import Config, ExitZero, On, RegisterFile, progress, screen, show, today

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard audit spend.csv
  guard audit spend.csv --register register.csv --output json=audit.json --output csv=audit.csv

With a baseline only what is new counts for the exit code: another application, another state,
a worse verdict, or more points. What is unchanged is shown with its age, and what is gone is
named. --update-baseline drops what is gone; it takes in nothing without --allow-growth.

Exit code: 0 nothing found, 1 an application may not be used as it is, 3 something is missing,
2 guard could not run, or could not read a list.
"""

Lists = Annotated[
    list[str], typer.Argument(metavar="LIST", help="Files, folders, patterns; - reads input.")
]
Outputs = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FORMAT=PATH", help="Write it here; repeatable."),
]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="What is shown here.")]
BaselineFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Mark what this file knows; see below.")
]
Update = Annotated[
    bool, typer.Option("--update-baseline", help="Drop from the baseline what is gone.")
]
Growth = Annotated[bool, typer.Option("--allow-growth", help="Let the update take in what is new.")]
ProfileFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="How the lists are to be read (TOML).")
]
SaveProfile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Keep how the lists were read, to change it.")
]
Columns = Annotated[
    bool, typer.Option("--columns", help="Only show what each column was taken for.")
]
Engine = Annotated[
    str, typer.Option(metavar="NAME", help="Apply the rules on duckdb or spark, not in here.")
]


@app.command("audit", epilog=EXAMPLES)
def audit_command(
    lists: Lists,
    register: RegisterFile = None,
    output: Outputs = None,
    config: Config = None,
    on: On = "",
    output_format: Format = "table",
    baseline: BaselineFile = None,
    update_baseline: Update = False,
    allow_growth: Growth = False,
    profile: ProfileFile = None,
    save_profile: SaveProfile = None,
    columns: Columns = False,
    engine: Engine = "",
    exit_zero: ExitZero = False,
) -> None:
    """What do these lists hold that bypasses IT?

    Reads payments, card, supplier, contract and sign-in lists as they are.
    """
    form = shown_here(output_format)
    outputs = chosen(output or [], [*find_lists(lists), *([register] if register else [])])
    known = _baseline(baseline, update_baseline, allow_growth)
    read_as = load_profile(profile) if profile else None
    if columns:
        _show_columns(lists, read_as, save_profile)
        return
    bench = audit_bench(prepare(load(config, Path.cwd()), today(on), register=register))
    found = _found(lists, bench, read_as, engine)
    report = _report(found, bench, known)
    try:
        write(report, outputs)
    finally:  # what could not be written can still be read
        show(form.render(report, screen()))
    if save_profile:
        _save(one_profile(found.lists), save_profile)
    refuse_if(found.unread)
    if baseline and known and update_baseline:
        _update(baseline, known, report, allow_growth)
    raise typer.Exit(0 if exit_zero else EXIT_CODE[report.gate])


def _found(lists: list[str], bench: Bench, read_as: Profile | None, engine: str) -> Audit:
    settings = bench.settings
    with progress() as told:
        return audit(
            lists,
            bench,
            recogniser_for(settings),
            read_as,
            exploited_for(settings),
            engine=engine,
            progress=told,
        )


def _report(found: Audit, bench: Bench, known: Baseline | None) -> AuditReport:
    report = make_audit_report(found, bench.register.file if bench.register else "")
    return compare(report, known) if known else report


def _baseline(path: Path | None, update: bool, growth: bool) -> Baseline | None:
    """The baseline to compare with; a new one is empty.

    Raises:
        GuardError: options that do not go together, or a file that is none or not there.
    """
    if update and not path:
        remedy = "name it with --baseline FILE"
        raise GuardError(Fault("--update-baseline does not say which file", remedy))
    if growth and not update:
        what = "--allow-growth does nothing without --update-baseline"
        raise GuardError(Fault(what, "give both, or neither"))
    if not path:
        return None
    if growth and not path.exists():
        return Baseline(str(path), {})
    try:
        return read_baseline(path)
    except GuardError as error:
        if path.exists():
            raise
        make = f"to begin one: --baseline {path} --update-baseline --allow-growth"
        place = error.faults[0].place
        raise GuardError(Fault(error.faults[0].what, make, place)) from None


def _update(path: Path, known: Baseline, report: AuditReport, growth: bool) -> None:
    after = updated(known, report, growth=growth)
    replace(path, baseline_text(after).encode())


def _show_columns(lists: list[str], profile: Profile | None, save: Path | None) -> None:
    """What each column was taken for; nothing is judged."""
    faults: list[Fault] = []
    read = []
    for path in find_lists(lists):
        try:
            read.append(read_list(path, profile))
        except GuardError as error:
            faults += error.faults
    show("".join(columns_of(read)))
    if faults:
        raise GuardError(*faults)
    if save:
        _save(one_profile(read), save)


def _save(profile: Profile, path: Path) -> None:
    replace(path, profile_text(profile).encode())

"""The command line: finds the command, runs it, and turns how it ended into an exit code.

0 permit, 1 deny, 3 refer; 2 guard could not run; 70 a bug; 130 interrupted.
"""

import gc
import io
import os
import re
import sys
from functools import partial
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from guard import __version__
from guard.errors import Fault, GuardError, Place
from guard.seam import choices, choose

UNABLE, BUG, INTERRUPTED = 2, 70, 130

# Typer carries a click of its own and names only some of its errors; this is the base of them all.
_UsageError = typer.BadParameter.__bases__[0]
_ClickException: Any = _UsageError.__bases__[0]


_PLAINLY = (
    (re.compile("Input should be a valid integer.*"), "write a whole number, such as 12"),
    (re.compile("Input should be less than or equal to "), "write at most "),
    (re.compile("Input should be greater than or equal to "), "write at least "),
)
"""What libraries say of a value on the command line, and what guard says."""


class _Commands(TyperGroup):
    """Each file in ``commands/`` is the command of that name, imported when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands there are, by name."""
        del ctx
        return list(choices("commands"))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; where there is none, those there are."""
        del ctx
        command = get_command(choose("commands", cmd_name, "a command").app)
        command.name = cmd_name
        _name_plainly(command)
        return command


def _name_plainly(command: Any) -> None:
    """Show each argument by its name alone: ``REQUEST``, not ``{REQUEST} <list[str]>``."""
    for each in getattr(command, "commands", {}).values():
        _name_plainly(each)
    for each in command.params:
        if each.param_type_name == "argument":
            many = "..." if each.nargs != 1 else ""
            name = (each.metavar or each.name.upper()).strip("[].")
            shown = f"{name}{many}" if each.required else f"[{name}]{many}"
            vars(each).update(
                metavar=name,
                _usage_display_name=partial(str, shown),
                display_type_rich=lambda **_: "",
            )


app = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"guard {__version__}")
        raise typer.Exit


@app.callback()
def guard(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep shadow IT out: check a purchase, see why, seal the approval.

    Begin with `guard init` in an empty folder.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run guard with ``arguments`` (default: the process's own) and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a terminal or file cannot show is no reason to give no answer.
            stream.reconfigure(errors="backslashreplace")
    gc.disable()  # a command is over before a sweep for cycles would free anything
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run guard with ``arguments``; the exit code."""
    # No installed package may hook into how facts are read: it could change a decision.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        code: Any = get_command(app).main(arguments, prog_name="guard", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("\ninterrupted: nothing was sealed or written that is not shown above", err=True)
        typer.echo("  next: run it again; what asks you something needs a terminal", err=True)
        return INTERRUPTED
    except SystemExit:
        # So typer ends, with 1, when whoever read the output has gone; 1 would say "no".
        return UNABLE
    except Exception as error:  # noqa: BLE001 (the last border: a bug must not look like an answer)
        return _failed(error)
    return code if isinstance(code, int) else 0


def _failed(error: Exception) -> int:
    match error:
        case GuardError():
            return _say(error)
        case _ClickException():
            return _misused(error)
        case OSError():
            fault = Fault(
                f"this machine will not have it: {error.strerror or error}",
                "make room, or allow it, and run the command again",
                Place(str(error.filename or "")),
            )
            return _say(GuardError(fault))
        case _:
            return _bug(error)


def _misused(error: Any) -> int:
    """Say what is wrong with the command line itself; a bare ``guard`` shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return UNABLE
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "guard"
    what = " ".join(error.format_message().split()).replace("Value error, ", "")
    for said, plainly in _PLAINLY:
        what = said.sub(plainly, what)
    return _say(GuardError(Fault(what, f"see `{command} --help`")))


def _say(error: GuardError) -> int:
    from guard.border.text import plain

    for fault in error.faults:
        place = f"{plain(str(fault.place))}: " if str(fault.place) else ""
        typer.echo(f"error: {place}{plain(fault.what, 2000)}", err=True)
        typer.echo(f"  next: {plain(fault.remedy, 2000)}", err=True)
    return UNABLE


def _bug(error: Exception) -> int:
    import traceback

    from guard.border.text import plain

    typer.echo(f"This is a bug in guard {__version__}, not in what you gave it.", err=True)
    typer.echo("  next: report it with the lines below; leave out what is confidential.", err=True)
    for line in "".join(traceback.format_exception(error)).splitlines():
        typer.echo(f"  {plain(line, 2000)}", err=True)
    return BUG

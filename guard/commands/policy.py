"""``guard policy``."""

from pathlib import Path
from typing import Annotated

import typer

from guard.errors import Fault, GuardError
from guard.examples import Tried, try_examples
from guard.policy.listing import list_policies
from guard.settings import load
from guard.terminal import Config, show

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="See and test policies.",
)

LIST_EXAMPLES = """Examples:

\b
  guard policy list
  guard policy list core
"""

TEST_EXAMPLES = """Examples:

\b
  guard policy test
  guard policy test core shadow-it

Exit code: 0 every example came out as expected, 1 one did not, 2 guard could not run.
"""

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[POLICY]...", help="Policies; default: those in use.")
]


@app.command("list", epilog=LIST_EXAMPLES)
def list_rules(policies: Names = None, config: Config = None) -> None:
    """List policies with their rules, and how far these were verified."""
    show(list_policies(load(config, Path.cwd()).compile(policies)))


@app.command("test", epilog=TEST_EXAMPLES)
def run_examples(policies: Names = None, config: Config = None) -> None:
    """Run every example of the policies' rules."""
    in_use = load(config, Path.cwd()).compile(policies)
    tried = [t for pack in in_use.packs for t in try_examples(in_use, pack)]
    if not tried:
        raise GuardError(Fault("no example was run", "add [[rule.example]] to the rules"))
    wrong = [t for t in tried if not t.as_expected]
    show("".join(_line(t) for t in wrong))
    shown = {t.rule.text.id for t in tried}
    if untried := [rule.text.id for rule in in_use.rules if rule.text.id not in shown]:
        show(f"without an example, so nothing shows that they work: {', '.join(untried)}\n")
    show(f"{len(tried)} examples of {len(in_use.rules)} rules: {len(wrong)} not as expected\n")
    raise typer.Exit(1 if wrong else 0)


def _line(tried: Tried) -> str:
    found = "upcoming" if tried.finding.upcoming else tried.finding.outcome
    missing = (
        f" (missing: {', '.join(sorted(tried.finding.missing))})" if found == "unknown" else ""
    )
    return f"{tried.place}: {tried.rule.text.id} gave {found}{missing}, expected {tried.expected}\n"

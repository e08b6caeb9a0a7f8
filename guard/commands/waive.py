"""``guard waive``."""

from typing import Annotated

import typer

from guard.terminal import Config, KeyFile, Request, Role, Why, Yes, notary, the_date

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard waive request.toml --rule CORE-11 --until 2027-03-31 --measure "No personal data in it" \\
    --reason "Replaced in spring" --role ciso --key keys/ciso
  guard waive request.toml --rule UKL-08 --until 2027-01-31 --measure "Read only" \\
    --reason "Audit" --role siro --key keys/siro --yes

Exit code: 0 sealed, 2 guard could not run.
"""


@app.command(epilog=EXAMPLES)
def waive(
    request: Request,
    role: Role,
    key: KeyFile,
    rule: Annotated[str, typer.Option(metavar="RULE", help="The rule's id.")],
    measure: Annotated[str, typer.Option(metavar="WHAT", help="What is done instead.")],
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day; a year at most.")],
    reason: Why,
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Set a rule aside for an application, for a time.

    Only who the rule names may do it. It stays visible wherever the rule would have counted.
    """
    last = the_date(until, "--until")
    notary(config, role, key, reason, yes).waive(request, rule, measure, last)

"""``guard policy``."""

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.policy.listing import list_packs, list_policies
from guard.seam import choose
from guard.settings import load
from guard.terminal import Config, On, a_date, now, person, screen, show, today

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="See, test and share policies.",
)

IMPACT_EXAMPLES = """Examples:

\b
  guard policy impact next/core.toml --against core
  guard policy impact next --against core --list spend.csv --format json

A version is a policy file, a folder of policies, or the name of a policy. Other policies in use
apply on both sides. The ledger of guard.toml is looked through where there is one.

Exit code: 0 no decision changes, 1 some do, 2 guard could not run, or could not prove it.
"""

LIST_EXAMPLES = """Examples:

\b
  guard policy list core
  guard policy list --all
"""

TEST_EXAMPLES = """Examples:

\b
  guard policy test
  guard policy test core shadow-it --coverage --min-mutation 90

Exit code: 0 all as expected, 1 something is not or is below what was asked, 2 guard could not run.
"""

LINT_EXAMPLES = """Examples:

\b
  guard policy lint
  guard policy lint core --strict --format github

Exit code: 0 no mistake (with --strict no warning either), 1 there is one, 2 guard could not run.
"""

SHOW_EXAMPLES = """Examples:

\b
  guard policy show CORE-04
  guard policy show SHI-04
"""

DOCS_EXAMPLES = """Examples:

\b
  guard policy docs core > core.md
  guard policy docs --format html --to pages

Exit code: 0 done, 1 a page in the folder is not as it should be (--check), 2 guard could not run.
"""

QUESTIONS_EXAMPLES = """Examples:

\b
  guard policy questions
  guard policy questions request.toml
"""

ADD_EXAMPLES = """Examples:

\b
  guard policy add ../shared/library-rules
  guard policy add library-rules-2026.1.zip
"""

SYNC_EXAMPLES = """Examples:

\b
  guard policy sync
  guard policy sync --config guard.toml
"""

UPDATE_EXAMPLES = """Examples:

\b
  guard policy update
  guard policy update library-rules --from library-rules-2026.2.zip
"""

PACK_EXAMPLES = """Examples:

\b
  guard policy pack core --to core.zip
  guard policy pack shadow-it --to shadow-it.zip --key keys/head-of-it
"""

Sha256 = Annotated[str, typer.Option("--sha256", metavar="HEX", help="What its SHA-256 has to be.")]
AllowDowngrade = Annotated[
    bool, typer.Option("--allow-downgrade", help="Take an older version, too.")
]

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[POLICY]...", help="Policies; default: those in use.")
]


@app.command("list", epilog=LIST_EXAMPLES)
def list_rules(
    policies: Names = None,
    config: Config = None,
    every: Annotated[
        bool, typer.Option("--all", help="All policies there are, without their rules.")
    ] = False,
) -> None:
    """List policies with their rules, and how far these were verified."""
    settings = load(config, Path.cwd())
    if not every:
        show(list_policies(settings.compile(policies)))
        return
    if policies:
        raise GuardError(Fault("--all and the names of policies", "give one or the other"))
    library = settings.library
    used = {pack.text.id for pack in library.closure(settings.text.policies.use)}
    show(list_packs(library.closure(library.names()), used))


@app.command("test", epilog=TEST_EXAMPLES)
def run_examples(
    policies: Names = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Name the parts of conditions never tried.")
    ] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Name the small changes that no example notices.")
    ] = False,
    min_coverage: Annotated[
        int, typer.Option(min=0, max=100, metavar="PERCENT", help="Fail below it; with --coverage.")
    ] = 0,
    min_mutation: Annotated[
        int, typer.Option(min=0, max=100, metavar="PERCENT", help="Fail below it; with --mutate.")
    ] = 0,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or junit.")
    ] = "table",
    config: Config = None,
) -> None:
    """Run every example and case of the policies, and say what they would not notice.

    A change that no request can tell from the original, as the solver proves, is not counted.
    """
    from guard.workbench.trial.run import Wanted, run

    wanted = Wanted(
        coverage or min_coverage > 0, mutate or min_mutation > 0, min_coverage, min_mutation
    )
    render = choose("workbench/trial/forms", form, "a form of results").render
    outcomes = run(load(config, Path.cwd()).compile(policies), wanted)
    show(render(outcomes))
    raise typer.Exit(0 if outcomes.good else 1)


@app.command("lint", epilog=LINT_EXAMPLES)
def find_mistakes(
    policies: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[POLICY]...", help="Policies, or files ending in .toml; default: those in use."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as mistakes.")] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json, sarif or github.")
    ] = "table",
    config: Config = None,
    on: On = "",
) -> None:
    """Look for mistakes in policies: each with its place, the line, and the next step.

    Errors are what guard refuses. Warnings are rules that cannot do what they are for, and what
    nothing uses; whether any request at all can meet a rule is proved, or said not to be known.
    """
    from guard.workbench.lint.run import lint

    render = choose("workbench/lint/forms", form, "a form of remarks").render
    linted = lint(config, Path.cwd(), policies or (), today(on))
    show(render(linted))
    raise typer.Exit(0 if linted.clean(strict=strict) else 1)


@app.command("show", epilog=SHOW_EXAMPLES)
def show_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule.")],
    config: Config = None,
) -> None:
    """Show one rule: what it asks, of whom, why, by whose authority, and when."""
    from guard.workbench.manual.account import account_called
    from guard.workbench.manual.showing import shown

    show(shown(account_called(rule, load(config, Path.cwd())), screen().width))


@app.command("docs", epilog=DOCS_EXAMPLES)
def write_docs(
    policies: Names = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="markdown or html.")
    ] = "markdown",
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The folder to keep the pages in.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what is stale there.")] = False,
    config: Config = None,
) -> None:
    """Write pages about policies: all that `show` says, for every rule.

    With --check nothing is written: a page that is not what it should be is named, and what of it.
    """
    from guard.workbench.manual.keeping import keep, stale
    from guard.workbench.manual.policies import manual_of

    pages = choose("workbench/manual/pages", form, "a form of pages").render(
        manual_of(load(config, Path.cwd()).compile(policies), policies or ())
    )
    if to is None:
        if check:
            raise GuardError(Fault("there is nothing to check", "name the folder with --to"))
        show("\n".join(pages.values()))
    elif check:
        lines = stale(pages, to)
        show("".join(f"{line}\n" for line in lines) or "every page is as it should be\n")
        raise typer.Exit(1 if lines else 0)
    else:
        show("".join(f"made  {plain(str(path))}\n" for path in keep(pages, to)))


@app.command("questions", epilog=QUESTIONS_EXAMPLES)
def list_questions(
    request: Annotated[
        str, typer.Argument(metavar="[REQUEST]", help="Leave out what this request answers.")
    ] = "",
    config: Config = None,
    on: On = "",
) -> None:
    """List what must be asked of whom: for a request, or for all that policies may ask."""
    from guard.workbench.manual.asking import all_questions, listed, open_questions

    settings = load(config, Path.cwd())
    if not request:
        show(listed(all_questions(settings.compile())))
        return
    from guard.assessment import assess, prepare
    from guard.border.document import read

    show(listed(open_questions(assess(read(request), prepare(settings, today(on))).report)))


@app.command("add", epilog=ADD_EXAMPLES)
def add_pack(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A folder, a .zip or .tar.gz, or https.")
    ],
    sha256: Sha256 = "",
    allow_downgrade: AllowDowngrade = False,
    config: Config = None,
) -> None:
    """Take a policy of others, and lock it to the byte in guard.lock.

    From https only if guard.toml names the host under [sources], and only what --sha256 or a
    signature of someone whom allowed_signers names for policies vouches for.
    """
    from guard.workbench.sharing.acts import Asked, add

    asked = Asked(now(), sha256, allow_downgrade)
    for line in add(source, load(config, Path.cwd()), asked):
        show(line)


@app.command("sync", epilog=SYNC_EXAMPLES)
def sync_packs(config: Config = None) -> None:
    """Get the policies of others again as guard.lock has them: those bytes, or none."""
    from guard.workbench.sharing.acts import sync

    for line in sync(load(config, Path.cwd()), now()):
        show(line)


@app.command("update", epilog=UPDATE_EXAMPLES)
def update_packs(
    policies: Annotated[
        list[str] | None, typer.Argument(metavar="[POLICY]...", help="Those to update; or all.")
    ] = None,
    source: Annotated[
        str, typer.Option("--from", metavar="SOURCE", help="Where the new version is.")
    ] = "",
    sha256: Sha256 = "",
    allow_downgrade: AllowDowngrade = False,
    config: Config = None,
) -> None:
    """Take newer versions of policies of others; never older ones, unless asked."""
    from guard.workbench.sharing.acts import Asked, update

    asked = Asked(now(), sha256, allow_downgrade)
    for line in update(policies or (), load(config, Path.cwd()), asked, source):
        show(line)


@app.command("pack", epilog=PACK_EXAMPLES)
def make_pack(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="The policy to share.")],
    to: Annotated[Path, typer.Option(metavar="FILE", help="The archive to make (.zip).")],
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Sign it with this OpenSSH key.")
    ] = None,
    expires: Annotated[
        str, typer.Option(metavar="DATE", help="The last day on which others are to take it.")
    ] = "",
    config: Config = None,
) -> None:
    """Make a pack of a policy and its lists for others, signed or not."""
    from guard.workbench.sharing.packing import pack, write

    signer = person(key, yes=True).signer() if key else None
    last = a_date(expires, "--expires")
    write(pack(policy, load(config, Path.cwd()), signer, last), to)
    show(f"made  {plain(str(to))}\n")


@app.command("impact", epilog=IMPACT_EXAMPLES)
def show_impact(
    new: Annotated[str, typer.Argument(metavar="NEW", help="The version to come.")],
    against: Annotated[str, typer.Option(metavar="OLD", help="The version to compare it with.")],
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="LIST", help="Look through this list too; repeatable."),
    ] = None,
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="Decide as of this date, not today.")
    ] = "",
    allow_past: Annotated[
        bool, typer.Option("--allow-past", help="Let that date be in the past.")
    ] = False,
    output_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or json.")
    ] = "table",
    config: Config = None,
) -> None:
    """Which decisions does a change of policies change, whose, and why?"""
    from guard.workbench.impact.run import Question, impact, unproved

    view = choose("workbench/impact/views", output_format, "a format of an impact")
    asked = Question(new, against, today(""), a_date(as_of, "--as-of"), allow_past, lists or [])
    found = impact(asked, load(config, Path.cwd()), perf_counter)
    show(view.render(found, screen()))
    unproved(found)
    raise typer.Exit(1 if found.changes_decisions else 0)

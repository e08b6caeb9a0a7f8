"""``guard verify``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from guard.approval.evidence import kept
from guard.approval.verification import Verification, verify
from guard.border.file import read_text
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.record.checkpoint import refuse_others
from guard.record.store import open_store
from guard.settings import load
from guard.terminal import Config, now, show

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """Examples:

\b
  guard verify
  guard verify --against checkpoint.txt

Keep a checkpoint (guard ledger checkpoint) outside this machine: only that shows a lost tail.

Exit code: 0 all is as it was signed, 1 something is not, 2 guard could not run.
"""


@app.command("verify", epilog=EXAMPLES)
def verify_command(
    against: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A checkpoint kept elsewhere; repeatable."),
    ] = None,
    redacted: Annotated[
        bool, typer.Option("--redacted", help="A copy without private values: do not miss them.")
    ] = False,
    evidence: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where evidence is kept: find swapped files.")
    ] = None,
    config: Config = None,
) -> None:
    """Verify every record of the ledger.

    Looks at signatures, authority, tree and checkpoints, and computes each decision anew.
    """
    files = load(config, Path.cwd()).ledger()
    authorities = files.authorities()
    given = {str(path): read_text(path) for path in against or []}
    refuse_others(given)
    witnessed = [*given.values()]
    key = files.verifier()
    with open_store(files.ledger, read_only=True) as ledger:
        held = kept(evidence) if evidence else None
        found = verify(ledger, authorities, key, now(), witnessed, evidence=held, redacted=redacted)
    if not found.records and not found.damage:
        what = "the ledger holds no record, so there is nothing to verify"
        remedy = "seal a first record: guard approve"
        raise GuardError(Fault(what, remedy, Place(str(files.ledger))))
    show("".join(_lines(found)))
    raise typer.Exit(1 if found.damage else 0)


def _lines(found: Verification) -> list[str]:
    wrong = {damage.place for damage in found.damage}
    records = [
        f"{'WRONG' if f'entry {r.index}' in wrong else 'ok':5} record {r.index}: "
        f"{plain(r.subject.replace('/', ' ', 1))} {r.event} as {r.role} by {plain(r.principal)}, "
        f"{r.decided_at}\n"
        for r in found.records
    ]
    # Rules that ask for nothing permit everything: whoever relies on a record sees by which it was.
    under: dict[tuple[str, ...], list[str]] = {}
    for record in found.records:
        under.setdefault(record.policies, []).append(str(record.index))
    records += [
        f"under {plain(', '.join(policies))}: {'record' if len(of) == 1 else 'records'} "
        f"{plain(', '.join(of))}\n"
        for policies, of in under.items()
        if policies
    ]
    notes = [f"note  record {n.index}: {plain(n.what)}\n" for n in found.notes]
    return [*records, *notes, *_damage(found), _judgement(found)]


def _damage(found: Verification) -> Iterator[str]:
    for each in found.damage:
        yield f"DAMAGE {each.place}: {plain(each.what)}\n"
        if each.next:
            yield f"  next: {plain(each.next, 1000)}\n"


def _judgement(found: Verification) -> str:
    """What all of it comes to; nothing is damaged that says itself how it is mended."""
    if not all(each.next for each in found.damage):
        return "Do not rely on this ledger; compare it with a checkpoint kept elsewhere.\n"
    if found.damage:
        return "No record was changed. Rely on nothing above that is WRONG until it is mended.\n"
    many = len(found.records)
    each = "1 record is" if many == 1 else f"All {many} records are"
    return f"{each} as signed, and the decisions follow from what was known.\n"

"""``guard ledger``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from guard.approval import custody
from guard.border.file import read_bytes, read_text
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.record.checkpoint import VerifierKey, refuse_others
from guard.record.merkle import leaf_hash
from guard.record.proof import Inclusion, parse
from guard.record.store import open_store
from guard.settings import LedgerFiles, load
from guard.terminal import Config, KeyFile, Reason, Role, Yes, now, person, show

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Keep the ledger: checkpoints, proofs, copies, keys.",
)

CHECKPOINT_EXAMPLES = """Examples:

\b
  guard ledger checkpoint
  guard ledger checkpoint > checkpoint.txt

Keep it outside this machine: only against that can a lost tail or a put-back copy be shown.
"""

PROVE_EXAMPLES = """Examples:

\b
  guard ledger prove 0 > record.tlog-proof
  guard ledger prove --since checkpoint.txt > growth.txt

The first is a C2SP tlog-proof; the second is what a witness (C2SP tlog-witness) asks for.
"""

VERIFY_EXAMPLES = """Examples:

\b
  guard ledger verify --against checkpoint.txt
  guard ledger verify --against checkpoint.txt --proof growth.txt

With --proof, the proof alone is checked; the ledger is not read. guard verify also computes each
decision anew.

Exit code: 0 all is as it was signed, 1 something is not, 2 guard could not run.
"""

EXPORT_EXAMPLES = """Examples:

\b
  guard ledger export --to copy.db
  guard ledger export --to copy-two.db --config guard.toml

To a database: --to postgresql://user@host/database. Name the copy in guard.toml to move there.
"""

TIMESTAMP_EXAMPLES = """Examples:

\b
  guard ledger timestamp --tsr reply.tsr
  guard ledger timestamp --tsr reply.tsr --config guard.toml

How to come by one, over what guard ledger checkpoint prints:

\b
  openssl ts -query -data checkpoint.txt -sha256 -cert -out query.tsq
  curl -H 'Content-Type: application/timestamp-query' --data-binary @query.tsq URL > reply.tsr
"""

ROTATE_EXAMPLES = """Examples:

\b
  guard ledger rotate-key --to keys/log-2.key --role head-of-it --key keys/head-of-it --yes
  guard ledger rotate-key --to keys/log-3.key --role ciso --key keys/ciso --reason "Yearly change."

Then name the new key as log_key in guard.toml. log_public_key stays: who trusts it, trusts this.
"""

Against = Annotated[
    list[Path] | None, typer.Option(metavar="FILE", help="A checkpoint kept elsewhere; repeatable.")
]


@app.command(epilog=CHECKPOINT_EXAMPLES)
def checkpoint(config: Config = None) -> None:
    """Print the ledger's signed head, to be kept outside this machine."""
    with open_store(_files(config).ledger, read_only=True) as ledger:
        show(custody.newest(ledger).note)


@app.command(epilog=PROVE_EXAMPLES)
def prove(
    index: Annotated[
        int | None,
        typer.Argument(metavar="RECORD", help="The record's number, as guard verify shows it."),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A checkpoint: prove that the ledger grew from it."),
    ] = None,
    config: Config = None,
) -> None:
    """Print a proof that a record is in the ledger, or that the ledger only grew."""
    old = read_text(since) if since else ""
    with open_store(_files(config).ledger, read_only=True) as ledger:
        show(custody.prove(ledger, index, old).encode())


@app.command(epilog=VERIFY_EXAMPLES)
def verify(
    against: Against = None,
    proof: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Check this proof, as guard ledger prove prints it."),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The record (record.dsse.json) that the proof is of."),
    ] = None,
    log_key: Annotated[
        str, typer.Option(metavar="VKEY", help="Who signs the proof's head, after a new log key.")
    ] = "",
    config: Config = None,
) -> None:
    """Verify records, tree and checkpoints; with --proof, only that proof."""
    files = _files(config)
    given = {str(path): read_text(path) for path in against or []}
    refuse_others(given)
    notes = [*given.values()]
    if proof:
        later = VerifierKey.parse(log_key) if log_key else files.verifier()
        _check(proof, notes, record, files.verifier(), later)
        return
    with open_store(files.ledger, read_only=True) as ledger:
        looked = custody.look_over(ledger, files, notes)
    show("".join(_lines(looked)))
    raise typer.Exit(1 if looked.damage else 0)


def _check(
    file: Path, notes: list[str], record: Path | None, key: VerifierKey, later: VerifierKey
) -> None:
    """Check one proof, and say what it proves; what does not hold ends with 1."""
    proof = parse(read_text(file))
    if isinstance(proof, Inclusion) is (record is None) or isinstance(proof, Inclusion) is bool(
        notes
    ):
        what = "the proof of a record needs --record, and the proof of growth --against"
        raise GuardError(Fault(what, "name the one, and not the other", Place(str(file))))
    leaf = leaf_hash(read_bytes(record)) if record else b""
    try:
        if isinstance(proof, Inclusion):
            head = proof.check(leaf, later)
            show(f"The record is entry {proof.index} of {head.size}.\n")
        else:
            heads = [proof.check(note, key, later) for note in notes]
            show(f"The ledger grew from {proof.size} to {heads[0].size} records.\n")
    except GuardError as error:
        show(f"DAMAGE {plain(str(file))}: {plain(error.faults[0].what)}\n")
        raise typer.Exit(1) from None


def _lines(looked: custody.Looked) -> Iterator[str]:
    many = "1 record" if looked.size == 1 else f"{looked.size} records"
    yield f"{many}, root {looked.root.hex()}\n"
    for size, at in looked.times:
        yield f"time  {size} records existed at {at.isoformat()}\n"
    for one in looked.witnesses:
        yield f"seen  by {plain(one.witness.name)} at {one.at.isoformat()}\n"
    for note in looked.notes:
        yield f"note  {note}\n"
    for one_wrong in looked.damage:
        yield f"DAMAGE {one_wrong.place}: {plain(one_wrong.what)}\n"
    if looked.damage:
        yield "Do not rely on this ledger; compare it with a checkpoint kept elsewhere.\n"
    else:
        yield "The ledger is as it was signed.\n"


@app.command(epilog=EXPORT_EXAMPLES)
def export(
    to: Annotated[
        str, typer.Option(metavar="NEW", help="A new file, or the URL of an empty database.")
    ],
    config: Config = None,
) -> None:
    """Copy the whole ledger to a new place, with an identical root."""
    files = _files(config)
    with open_store(files.ledger, read_only=True) as ledger:
        head = custody.copy(ledger, to, files.verifier())
    named = "url" if "://" in to else "file"
    show(f"Copied {head.size} records to {plain(to)}; its newest head is the same.\n")
    show(f'To use it from now on, write {named} = "{plain(to)}" under [ledger] in guard.toml.\n')


@app.command(epilog=TIMESTAMP_EXAMPLES)
def timestamp(
    tsr: Annotated[
        Path, typer.Option(metavar="FILE", help="The answer of a time stamp authority (RFC 3161).")
    ],
    config: Config = None,
) -> None:
    """Keep a time stamp of a checkpoint beside it, once it is verified."""
    files = _files(config)
    with open_store(files.ledger) as ledger:
        head, at = custody.keep_stamp(ledger, read_bytes(tsr), files)
    show(f"{head.size} records existed at {at.isoformat()}; the time stamp is kept.\n")


@app.command("rotate-key", epilog=ROTATE_EXAMPLES)
def rotate_key(
    to: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Where the new private key goes; never overwritten."),
    ],
    role: Role,
    key: KeyFile,
    reason: Reason = "",
    yes: Yes = False,
    config: Config = None,
) -> None:
    """Make a new log key, and seal that it signs the heads from then on."""
    from guard.approval.signing import desk

    settings = load(config, Path.cwd())
    someone = person(key, yes)
    at_desk = desk(settings, role, reason, now(), someone)
    custody.rotate(at_desk, someone, settings.ledger(), to)
    show(f'Now write log_key = "{plain(str(to))}" under [ledger] in guard.toml.\n')


def _files(config: Path | None) -> LedgerFiles:
    return load(config, Path.cwd()).ledger()

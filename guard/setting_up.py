"""Setting up a folder for guard: what `guard init` lays down. Nothing is ever overwritten."""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template

from guard.border.document import parse_toml
from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place
from guard.ledgers.sqlite import Ledger
from guard.policy.library import shipped
from guard.record.keys import load_log_key, make_log_key, make_pair
from guard.record.statement import namespace
from guard.request.faults import validated
from guard.request.requester import Organisation

STARTER = Path(__file__).parent / "starter"
ORIGIN = "procurement-guard/ledger"
ROLES = ("head-of-it", "ciso", "siro")
"""The roles for which keys to try with are made."""


def lay_down(folder: Path, name: str, today: dt.date) -> tuple[list[Path], list[Path]]:
    """Make what is missing in ``folder``.

    Returns:
        The paths made, and the paths that were there already and were left alone.

    Raises:
        GuardError: the folder cannot be written to, or guard.toml cannot hold the name.
    """
    validated(Organisation, parse_toml(f'name = "{_toml_text(name)}"', "--name"))
    made: list[Path] = []
    kept: list[Path] = []

    def lay(path: Path, make: Callable[[Path], object]) -> None:
        if path.exists():
            kept.append(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)
        made.append(path)

    try:
        for path, make in _pieces(folder, name, today):
            lay(path, make)
    except OSError as error:
        fault = Fault(
            f"cannot write here: {error.strerror}",
            "choose a folder that you may write to",
            Place(str(folder)),
        )
        raise GuardError(fault) from None
    return made, kept


def _pieces(
    folder: Path, name: str, today: dt.date
) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    """Each thing to make, with how; a later one may read an earlier one."""
    log = folder / "keys" / "log.key"
    yield log, lambda path: make_log_key(path, ORIGIN)
    words = {
        "name": _toml_text(name),
        "log_public_key": str(load_log_key(log).verifier),
        "soon": (today + dt.timedelta(days=30)).isoformat(),
        "year": (today + dt.timedelta(days=394)).isoformat(),
        "review": (today + dt.timedelta(days=330)).isoformat(),
        "recent": (today - dt.timedelta(days=20)).isoformat(),
        "today": today.isoformat(),
    }
    for template in sorted(STARTER.iterdir()):
        yield folder / template.name, _filled(template, words)
    for role in ROLES:
        yield folder / "keys" / role, _key_for(role)
    yield folder / "allowed_signers", lambda path: path.write_text(_signers(folder), "utf-8")
    for source in sorted(shipped().rglob("*.toml")):
        yield folder / "policies" / source.relative_to(shipped()), _copy(source)
    yield folder / "ledger.db", lambda path: Ledger.create(path, load_log_key(log).verifier).close()


def _toml_text(text: str) -> str:
    """``text`` as it stands between quotes in TOML. JSON escapes alike, but for one character."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def _filled(template: Path, words: dict[str, str]) -> Callable[[Path], object]:
    text = Template(template.read_text("utf-8")).substitute(words)
    return lambda path: path.write_text(text, "utf-8")


def _copy(source: Path) -> Callable[[Path], object]:
    return lambda path: shutil.copyfile(source, path)


def _key_for(role: str) -> Callable[[Path], object]:
    return lambda path: make_pair(path, _person(role))


def _person(role: str) -> str:
    return f"{role}@council.example"


def _signers(folder: Path) -> str:
    """The register of authority, with the keys to try with."""
    head = (
        "# Who may sign in which role. These keys were made to try guard with: replace them by\n"
        "# people's own. Any OpenSSH key will do; `guard key new` makes one.\n"
    )
    lines = (
        f'{_person(role)} namespaces="{namespace(role)}" '
        f"{' '.join(read_text(folder / 'keys' / f'{role}.pub').split()[:2])} "
        f"{_person(role)}\n"
        for role in ROLES
    )
    return head + "".join(lines)

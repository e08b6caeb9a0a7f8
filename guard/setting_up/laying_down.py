"""Setting up a folder for guard: what `guard init` lays down. Nothing is ever overwritten."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Template

from guard.border.document import parse_toml
from guard.border.file import read_text
from guard.errors import Fault, GuardError, Place
from guard.policy.choices import written
from guard.record.keys import load_log_key, make_log_key, make_pair
from guard.record.statement import namespace
from guard.record.store import create_store
from guard.request.faults import validated
from guard.request.requester import Organisation
from guard.setting_up.kind import USUAL, Kind, kind

STARTER = Path(__file__).parent / "starter"
ORIGIN = "procurement-guard/ledger"


def lay_down(
    folder: Path, name: str, today: dt.date, of: str = USUAL
) -> tuple[list[Path], list[Path]]:
    """Make what is missing in ``folder``.

    Args:
        folder: where; it need not be there.
        name: what the body is called; empty: as its kind is.
        today: the day from which the example counts.
        of: the kind of body, one of :func:`guard.setting_up.kind.kinds`.

    Returns:
        The paths made, and the paths that were there already and were left alone.

    Raises:
        GuardError: the folder cannot be written to, guard.toml cannot hold the name, or there is
            no such kind of body.
    """
    chosen = kind(of)
    name = name or chosen.name
    validated(Organisation, parse_toml(f'name = "{_toml_text(name)}"', "--name"))
    made: list[Path] = []
    kept: list[Path] = []
    try:
        for path, make in _pieces(folder, name, today, chosen):
            if path.exists():
                kept.append(path)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            make(path)
            made.append(path)
    except OSError as error:
        fault = Fault(
            f"cannot write here: {error.strerror}",
            "choose a folder that you may write to",
            Place(str(folder)),
        )
        raise GuardError(fault) from None
    return made, kept


def _pieces(
    folder: Path, name: str, today: dt.date, chosen: Kind
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
    } | _of_kind(chosen)
    for template in sorted(STARTER.iterdir()):
        yield folder / template.name, _filled(template, words)
    for role in chosen.roles:
        yield folder / "keys" / role, _key_for(role, chosen)
    signers = folder / "allowed_signers"
    yield signers, lambda path: path.write_text(_signers(folder, chosen), "utf-8")
    yield folder / "policies", Path.mkdir
    yield folder / "ledger.db", lambda path: create_store(path, load_log_key(log).verifier).close()


def _toml_text(text: str) -> str:
    """``text`` as it stands between quotes in TOML."""
    return written(text)[1:-1]


def _filled(template: Path, words: dict[str, str]) -> Callable[[Path], object]:
    text = Template(template.read_text("utf-8")).substitute(words)
    return lambda path: path.write_text(text, "utf-8")


def _of_kind(chosen: Kind) -> dict[str, str]:
    """What the templates take from the kind of body."""
    groups = ("application", "data", "local")
    lines = {group: _lines(chosen.request.get(group, {})) for group in groups}
    said = "# In your own currency; your own purchasing rules set these."
    parameters = (
        f"\n{said}\n[parameters.{policy}]\n{_lines(values)}"
        for policy, values in chosen.parameters.items()
    )
    plainly = chosen.model_dump(
        include={"type", "country", "domain", "currency", "scheme", "public", "usual"}
        | {"accessibility", "reason", "team"}
    )
    return {
        **plainly,
        **lines,
        "packs": written(chosen.packs),
        "organisation": _lines(chosen.organisation, " # write false if that is not so"),
        "parameters": "".join(parameters),
        "local": f"\n[local]\n{lines['local']}" if lines["local"] else "",
    }


def _lines(values: Mapping[str, object], comment: str = "") -> str:
    return "".join(f"{key} = {written(value)}{comment}\n" for key, value in values.items())


def _key_for(role: str, chosen: Kind) -> Callable[[Path], object]:
    return lambda path: make_pair(path, _person(role, chosen))


def _person(role: str, chosen: Kind) -> str:
    return f"{role}@{chosen.domain}"


def _signers(folder: Path, chosen: Kind) -> str:
    """The register of authority, with the keys to try with."""
    head = (
        "# Who may sign in which role. These keys were made to try guard with: replace them by\n"
        "# people's own. Any OpenSSH key will do; `guard key new` makes one.\n"
    )
    lines = (
        f'{_person(role, chosen)} namespaces="{namespace(role)}" '
        f"{' '.join(read_text(folder / 'keys' / f'{role}.pub').split()[:2])} "
        f"{_person(role, chosen)}\n"
        for role in chosen.roles
    )
    return head + "".join(lines)

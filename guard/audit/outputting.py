"""Writing an audit to files: all or nothing, in as many formats as were asked for."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from guard.audit.report import AuditReport
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place
from guard.screen import Screen
from guard.seam import choose


def chosen(
    outputs: Sequence[str], read: Iterable[Path | str] = ()
) -> list[tuple[ModuleType, Path]]:
    """The formats and paths of ``--output FORMAT=PATH``, before any work is done.

    Raises:
        GuardError: no such format, no path, one path twice, or that of a file that is ``read``.
    """
    pairs = [_pair(output) for output in outputs]
    taken = {Path(file).resolve(): "an output would replace what is read" for file in read}
    for _, path in pairs:
        if what := taken.get(path.resolve()):
            raise GuardError(Fault(what, "give it a path of its own", Place(plain(str(path)))))
        taken[path.resolve()] = "two outputs go to one file"
    return pairs


def shown_here(name: str) -> ModuleType:
    """The format of ``--format``, which is shown on standard output.

    Raises:
        GuardError: there is no such format, or it is for files only.
    """
    form = choose("outputs", name, "an output of an audit")
    if form.render.__annotations__["return"] is not str:
        remedy = f"write --output {name}=audit.{name}"
        raise GuardError(Fault(f"{name} is for files, and cannot be shown here", remedy))
    return form


def _pair(output: str) -> tuple[ModuleType, Path]:
    name, equals, path = output.partition("=")
    if not equals or not path:
        what = f"--output {plain(output)} does not say where to"
        raise GuardError(Fault(what, f"write --output {plain(name)}=audit.{plain(name)}"))
    if path == "-":
        what = f"--output {plain(output)} would be a file of that name"
        raise GuardError(Fault(what, f"to see it here: --format {plain(name)}"))
    return choose("outputs", name, "an output of an audit"), Path(path)


def write(report: AuditReport, outputs: Sequence[tuple[ModuleType, Path]]) -> None:
    """Write ``report`` to each of ``outputs``; a file is either whole or as it was before."""
    for form, path in outputs:
        content = form.render(report, Screen())
        replace(path, content.encode() if isinstance(content, str) else content)


def replace(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``: the file is either whole or as it was before.

    Raises:
        GuardError: it cannot be written there.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or a device: there is nothing to keep
            path.write_bytes(content)
        else:
            _swap(path.resolve(), content)
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise GuardError(Fault(what, "choose another path", Place(plain(str(path))))) from None


def _swap(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """Who may read the file: as before, or as for any new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

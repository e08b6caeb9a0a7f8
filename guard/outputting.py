"""Writing an audit to files: all or nothing, in as many formats as were asked for."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from guard.audit_report import AuditReport
from guard.errors import Fault, GuardError, Place
from guard.screen import Screen
from guard.seam import choose
from guard.text import plain


def chosen(outputs: Sequence[str]) -> list[tuple[ModuleType, Path]]:
    """The formats and paths of ``--output FORMAT=PATH``, before any work is done.

    Raises:
        GuardError: no such format, no path, or one path twice.
    """
    pairs = [_pair(output) for output in outputs]
    paths = [path for _, path in pairs]
    for path in paths:
        if paths.count(path) > 1:
            raise GuardError(
                Fault("two outputs go to one file", "give each a path of its own", Place(str(path)))
            )
    return pairs


def _pair(output: str) -> tuple[ModuleType, Path]:
    name, equals, path = output.partition("=")
    if not equals or not path:
        what = f"--output {plain(output)} does not say where to"
        raise GuardError(Fault(what, f"write --output {plain(name)}=audit.{plain(name)}"))
    return choose("outputs", name, "an output of an audit"), Path(path)


def write(report: AuditReport, outputs: Sequence[tuple[ModuleType, Path]]) -> None:
    """Write ``report`` to each of ``outputs``; a file is either whole or as it was before."""
    for form, path in outputs:
        content = form.render(report, Screen())
        _replace(path, content.encode() if isinstance(content, str) else content)


def _replace(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        fault = Fault(
            f"cannot be written: {error.strerror}", "choose another path", Place(str(path))
        )
        raise GuardError(fault) from None

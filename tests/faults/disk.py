"""The disk is full, and then it is not: a small file system in memory, or a limit on file size."""

import os
import resource
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from guard.ledgers.sqlite import Ledger
from tests.faults.appending import ROOT, acknowledged, command, judge
from tests.record.acts import LOG

SIZE = 700_000


@dataclass(frozen=True, slots=True)
class Figures:
    """How the disk was limited; records acknowledged before it was full, and of those lost.

    ``told``: the writer said what to do. ``next_index``: of the first record after there was room.
    """

    by: str
    acknowledged: int
    lost: int
    damage: int
    told: bool
    next_index: int


def run(folder: Path) -> Figures:
    """Fill the disk, then make room."""
    mounted = folder / "small"
    mounted.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(mounted)]
    mount = subprocess.run(["mount", *options], capture_output=True, check=False)
    by_mount = mount.returncode == 0
    try:
        return _filled(mounted, folder, "tmpfs" if by_mount else "RLIMIT_FSIZE")
    finally:
        if by_mount:
            subprocess.run(["umount", str(mounted)], check=True)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, SIZE // 2))


def _filled(small: Path, folder: Path, by: str) -> Figures:
    path = small / "ledger"
    Ledger.create(path, LOG.verifier).close()
    done = subprocess.run(
        command(str(path), 0, 10_000),
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=None if by == "tmpfs" else _limit,
    )
    assert done.returncode not in {0, -9}, done.stdout
    told = [*acknowledged(done.stdout)]
    larger = folder / "larger"
    larger.mkdir()
    for file in small.iterdir():
        shutil.copy(file, larger / file.name)
    where = str(larger / "ledger")
    before = judge(where, told)
    after = subprocess.run(
        command(where, 50_000, 1), cwd=ROOT, capture_output=True, check=True, env=os.environ
    )
    ((index, _),) = acknowledged(after.stdout)
    remedy = b"make room" in done.stderr or b"restore it" in done.stderr
    return Figures(by, len(told), before.lost, len(before.damage), remedy, index)

"""Every write system call of one append fails, or is where the writer is killed (strace).

The method is that of Tessera's fault tests: find the calls of a good run, then for each of them
take a fresh copy of the ledger and make that one go wrong. Whatever becomes of the append, the
ledger must be sound, what was acknowledged must be there, and no failure may pass for a success.
"""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from guard.ledgers.sqlite import Ledger
from tests.faults.appending import ROOT, acknowledged, command, judge
from tests.record.acts import LOG, act

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "fallocate")
WAYS = {"EIO": "error=EIO", "ENOSPC": "error=ENOSPC", "KILL": "signal=KILL"}


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it: how often something went wrong, and how often it was sealed all the same.

    ``unsound``: the ledger was damaged or had lost what was acknowledged. ``lied``: a writer
    ended well and had sealed nothing.
    """

    injected: int
    sealed_untold: int
    unsound: int
    lied: int


def usable() -> bool:
    """Whether strace is there and may trace."""
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-qq", "true"], capture_output=True, check=False)
    return done.returncode == 0


def prepared(folder: Path) -> Path:
    """A ledger of five records, with nothing left in its write-ahead log."""
    path = folder / "ledger"
    with Ledger.create(path, LOG.verifier) as ledger:
        for number in range(5):
            one = act(number)
            ledger.append(one.envelope, one.documents, LOG.sign)
    return path


def _traced(path: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    files = [part for end in ("", "-wal", "-journal", "-shm") for part in ("-P", f"{path}{end}")]
    strace = ["strace", "-f", "-qq", "-o", f"{path}.trace", *files, *options]
    words = [*strace, *command(str(path), 5, 1)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, check=False)


def calls_of(path: Path) -> Counter[str]:
    """How often a good append makes each call that writes to the ledger's files."""
    done = _traced(path, "-e", f"trace={','.join(CALLS)}")
    assert done.returncode == 0, done.stderr
    text = Path(f"{path}.trace").read_text()
    return Counter(re.findall(r"^\d+\s+(\w+)\(", text, re.MULTILINE))


def run(folder: Path, every: int = 1) -> Figures:
    """Let one call after the other go wrong; ``every`` n-th one only."""
    if not usable():
        pytest.skip("strace is not installed, or may not trace here")
    whole = prepared(folder)
    counts = calls_of(Path(shutil.copy(whole, folder / "good")))
    places = [(call, n) for call, times in counts.items() for n in range(1, times + 1)]
    assert len(places) > 10
    cases = [(call, n, way) for call, n in places for way in WAYS.values()][::every]
    untold = unsound = lied = 0
    for number, (call, n, way) in enumerate(cases):
        path = folder / f"case-{number}"
        shutil.copy(whole, path)
        done = _traced(path, "-e", f"trace={call}", "-e", f"inject={call}:{way}:when={n}")
        told = [*acknowledged(done.stdout)]
        verdict = judge(str(path), told)
        unsound += not verdict.sound or verdict.records not in {5, 6}
        lied += done.returncode == 0 and not told
        untold += verdict.records == 6 and not told
        for left in folder.glob(f"case-{number}*"):
            left.unlink()
    return Figures(len(cases), untold, unsound, lied)

"""Writers are killed (SIGKILL) at random moments, three at a time, round after round."""

import random
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from guard.ledgers.sqlite import Ledger
from tests.faults.appending import ROOT, acknowledged, command, judge
from tests.record.acts import LOG

WRITERS = 3
MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rounds there were; records acknowledged, sealed but untold, and lost; damage."""

    rounds: int
    acknowledged: int
    untold: int
    lost: int
    damage: int


def run(folder: Path, enough: int) -> Figures:
    """Kill until ``enough`` records are acknowledged."""
    chance = random.Random(11)
    where = str(folder / "ledger")
    Ledger.create(Path(where), LOG.verifier).close()
    told: list[tuple[int, str]] = []
    rounds = 0
    while len(told) < enough:
        firsts = (MANY * (WRITERS * rounds + writer) for writer in range(WRITERS))
        writers = [
            subprocess.Popen(command(where, first, MANY), cwd=ROOT, stdout=subprocess.PIPE)
            for first in firsts
        ]
        # Some are killed as they begin, most in the middle of appending.
        patience = chance.choice((0.5, 1.5, 3.0, 6.0)) if enough > 100 else 1.5
        time.sleep(patience + chance.random())
        for writer in chance.sample(writers, len(writers)):
            time.sleep(chance.random() / 50)
            writer.send_signal(signal.SIGKILL)
        told += [one for writer in writers for one in acknowledged(writer.communicate()[0])]
        rounds += 1
    verdict = judge(where, told)
    untold = verdict.records - len(told)
    return Figures(rounds, len(told), untold, verdict.lost, len(verdict.damage))

"""PostgreSQL is stopped at once (as if the power failed) while four writers append to it."""

import random
import subprocess
import time
from dataclasses import dataclass

from guard.ledgers.postgresql import Ledger
from tests.faults.appending import ROOT, acknowledged, command, judge
from tests.postgres import Server
from tests.record.acts import LOG

WRITERS = 4
MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """How often it was stopped; records acknowledged, sealed but untold, and lost; damage."""

    stops: int
    acknowledged: int
    untold: int
    lost: int
    damage: int


def run(server: Server, stops: int, seconds: float = 3) -> Figures:
    """Stop the server ``stops`` times, each when there was load for some ``seconds``."""
    chance = random.Random(12)
    where = server.database()
    Ledger.create(where, LOG.verifier).close()
    told: list[tuple[int, str]] = []
    for stop in range(stops):
        firsts = (MANY * (WRITERS * stop + writer) for writer in range(WRITERS))
        writers = [
            subprocess.Popen(
                command(where, first, MANY),
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            for first in firsts
        ]
        time.sleep(seconds + chance.random())
        server.stop("immediate")
        told += [one for writer in writers for one in acknowledged(writer.communicate()[0])]
        assert all(writer.returncode == 1 for writer in writers)  # a failure is told as one
        server.start()
    verdict = judge(where, told)
    untold = verdict.records - len(told)
    return Figures(stops, len(told), untold, verdict.lost, len(verdict.damage))

"""One writer, as a process: appends acts until it has done COUNT, and tells each that is sealed.

python -m tests.faults.appending WHERE FIRST COUNT
"""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guard.errors import GuardError
from guard.record.inspection import inspect
from guard.record.store import open_store
from tests.record.acts import LOG, act

ROOT = Path(__file__).parents[2]


def command(where: str, first: int, count: int) -> list[str]:
    """How a writer is started; in the folder :data:`ROOT`."""
    return [sys.executable, "-m", "tests.faults.appending", where, str(first), str(count)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a ledger looks like afterwards: its records, the acknowledged ones lost, the damage."""

    records: int
    lost: int
    damage: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is lost, and nothing wrong."""
        return not self.lost and not self.damage


def judge(where: str, told: Iterable[tuple[int, str]]) -> Verdict:
    """Look over the ledger at ``where``, of which writers have ``told`` (index, event)."""
    with open_store(where) as ledger:
        there = {entry.index: entry.event_id for entry in ledger.entries()}
        damage = tuple(f"{one.place}: {one.what}" for one in inspect(ledger, LOG.verifier))
    lost = sum(1 for index, event_id in told if there.get(index) != event_id)
    return Verdict(len(there), lost, damage)


def acknowledged(said: bytes) -> Iterator[tuple[int, str]]:
    """What a writer told, in whole lines."""
    for line in said.split(b"\n")[:-1]:
        index, event_id = line.decode().split()
        yield int(index), event_id


def main(where: str, first: str, count: str) -> None:
    with open_store(where) as ledger:
        for number in range(int(first), int(first) + int(count)):
            one = act(number)
            done = ledger.append(one.envelope, one.documents, LOG.sign)
            os.write(1, f"{done.index} {one.event_id}\n".encode())


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except GuardError as error:
        sys.exit(str(error))

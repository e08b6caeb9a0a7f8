"""All faults at full size, with their figures:  python -m tests.faults [NAME …]"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults import calls, disk, killed, power
from tests.postgres import server


def _server(folder: Path) -> object:
    from tests.faults import server as stopped

    with server() as running:
        return stopped.run(running, 8, 12)


FAULTS: dict[str, Callable[[Path], object]] = {
    "calls": calls.run,
    "killed": lambda folder: killed.run(folder, 20_000),
    "power": lambda folder: power.run(folder, 750),
    "power-normal": lambda folder: power.run(folder, 150, "NORMAL"),
    "disk": disk.run,
    "server": _server,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or FAULTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="guard-faults-") as folder:
            figures = FAULTS[name](Path(folder))
        print(f"{name}: {figures} in {time.monotonic() - began:.0f} s", flush=True)

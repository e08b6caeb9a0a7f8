"""A PostgreSQL server to throw away, on a socket in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

_TOOLS = Path("/usr/lib/postgresql")


def tool(name: str) -> str | None:
    """Where a program of PostgreSQL is: on the path, or where Debian keeps it."""
    places = sorted(str(place) for place in _TOOLS.glob(f"*/bin/{name}"))
    return shutil.which(name) or (places[-1] if places else None)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; ``nobody`` runs it where the tests are run by root, whom it refuses."""

    folder: Path
    numbers: Iterator[int]

    def run(self, name: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs."""
        as_nobody = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*as_nobody, str(tool(name)), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses="
        log, data = str(self.folder / "log"), str(self.folder / "data")
        self.run("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options)

    def stop(self, how: str) -> None:
        """Stop it; ``immediate`` is as if the power failed, but for the disk's own cache."""
        self.run("pg_ctl", "stop", "-w", "-D", str(self.folder / "data"), "-m", how)

    def url(self, database: str = "postgres", user: str = "owner") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"ledger{next(self.numbers)}"
        with psycopg.connect(self.url(), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}")
        return self.url(name)


@contextmanager
def server() -> Iterator[Server]:
    """A server that runs as long as this; skipped, visibly, where there is none to run."""
    if absent := [name for name in ("initdb", "pg_ctl") if tool(name) is None]:
        pytest.skip(f"PostgreSQL is not installed: {', '.join(absent)}")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL will not run as root, and runuser is not installed")
    folder = Path(tempfile.mkdtemp(prefix="guard-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    running = Server(folder, count())
    try:
        data = str(folder / "data")
        running.run("initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync")
        running.start()
        yield running
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            running.stop("immediate")
        shutil.rmtree(folder)

"""Where ledgers are kept in tests."""

from collections.abc import Iterator

import pytest

from tests.postgres import Server, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for this run; skipped, visibly, where there is none to run."""
    with server() as running:
        yield running

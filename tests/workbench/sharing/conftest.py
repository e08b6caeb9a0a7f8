"""The server, seen under a public name, and trusted by nobody but these tests."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workbench.sharing.server import NAME, Server, serving

HERE = "127.0.0.1"
_LOOK_UP = socket.getaddrinfo


class Names:
    """Which addresses a name has, asked for in turn; what is not here is as it is."""

    def __init__(self) -> None:
        self.addresses: dict[str, list[list[str]]] = {NAME: [[HERE]]}
        self.asked: list[str] = []

    def look_up(self, host: str, port: int, *more: Any, **named: Any) -> list[Any]:
        if host not in self.addresses:
            return list(_LOOK_UP(host, port, *more, **named))
        self.asked.append(host)
        answers = self.addresses[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port)) for a in found
        ]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server; its certificate is trusted in this test, as SSL_CERT_FILE says."""
    (tmp_path / "tls").mkdir()
    with serving(tmp_path / "tls") as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.authority))
        yield running


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """The name server; only guard asks it."""
    known = Names()
    monkeypatch.setattr("guard.workbench.sharing.fetching.socket.getaddrinfo", known.look_up)
    return known

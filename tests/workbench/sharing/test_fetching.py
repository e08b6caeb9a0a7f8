"""Fetching from a real https server: good, and each way of going wrong with its message."""

import os
from pathlib import Path
from typing import Any

import pytest

from guard.policy.sources import SourcesSection
from guard.workbench.sharing.fetching import fetch
from tests.making import told
from tests.workbench.sharing.conftest import HERE, Names
from tests.workbench.sharing.server import NAME, Server, certificate

pytestmark = pytest.mark.usefixtures("names")


def rules(server: Server, **more: Any) -> SourcesSection:
    """What guard.toml would say to let packs come from the server."""
    given: dict[str, Any] = {"hosts": [server.host], "private_addresses": [f"{HERE}/32"]}
    return SourcesSection(**(given | more))


def test_what_the_server_has_is_fetched(server: Server) -> None:
    url = server.gives("/a.zip?v=1", b"data")
    assert fetch(url, rules(server)) == b"data"
    assert server.asked == [("/a.zip?v=1", server.host)]


def test_nothing_is_unpacked_on_the_way(server: Server) -> None:
    url = server.gives("/a.zip", b"\x1f\x8b not unpacked", Content_Encoding="gzip")
    assert fetch(url, rules(server)) == b"\x1f\x8b not unpacked"


@pytest.mark.parametrize("hosts", [[], ["other.example"], [NAME], [f"{NAME}:1"]])
def test_a_host_that_is_not_named_is_never_asked(
    server: Server, names: Names, hosts: list[str]
) -> None:
    said = told(lambda: fetch(server.url("/a.zip"), rules(server, hosts=hosts)))
    assert f"guard.toml does not let packs be fetched from {server.host}" in said
    assert f'add "{server.host}" to hosts under [sources]' in said
    assert (names.asked, server.asked) == ([], [])


@pytest.mark.parametrize(
    "url",
    [
        *("http://policies.example/a.zip", "ftp://policies.example/a.zip", "https:///a.zip"),
        *("https://me:secret@policies.example/a.zip", "https://policies.example:99999/"),
        *("file:///etc/passwd", "https://[::1/a"),
    ],
)
def test_only_plain_https_is_asked(server: Server, names: Names, url: str) -> None:
    said = told(lambda: fetch(url, rules(server, hosts=[NAME])))
    assert "is not a plain https address" in said or "is not an address" in said
    assert names.asked == []


@pytest.mark.parametrize(
    "address", ["10.0.0.5", "169.254.169.254", "::1", "64:ff9b::a9fe:a9fe", "::ffff:10.0.0.5"]
)
def test_a_name_that_leads_to_a_private_address_is_not_followed(
    server: Server, names: Names, address: str
) -> None:
    names.addresses[NAME] = [[address]]
    said = told(lambda: fetch(server.url("/a.zip"), rules(server)))
    assert f"{NAME} leads to {address}, an address of a private network" in said
    assert server.asked == []


def test_a_host_may_be_named_by_its_address(server: Server) -> None:
    server.gives("/a.zip", b"data")
    here = f"{HERE}:{server.port}"
    assert fetch(f"https://{here}/a.zip", rules(server, hosts=[here])) == b"data"
    none = rules(server, hosts=[here], private_addresses=[])
    assert "a private network" in told(lambda: fetch(f"https://{here}/a.zip", none))


def test_where_one_address_does_not_answer_the_next_is_asked(server: Server, names: Names) -> None:
    names.addresses[NAME] = [["127.0.0.2", HERE]]
    near = rules(server, private_addresses=["127.0.0.0/8"])
    assert fetch(server.gives("/a.zip", b"data"), near) == b"data"


@pytest.mark.parametrize("to", ["https://[::1", "https://policies.example:x/", "https://\udcff/"])
def test_a_redirect_that_makes_no_sense_is_told(server: Server, to: str) -> None:
    url = server.sends_on("/a.zip", to.encode("ascii", "backslashreplace").decode())
    assert told(lambda: fetch(url, rules(server)))


def test_one_private_address_among_public_ones_is_enough(server: Server, names: Names) -> None:
    names.addresses[NAME] = [["8.8.8.8", HERE]]
    said = told(lambda: fetch(server.url("/a.zip"), rules(server, private_addresses=[])))
    assert f"leads to {HERE}" in said


def test_a_name_is_looked_up_once_so_a_second_answer_leads_nowhere(
    server: Server, names: Names
) -> None:
    names.addresses[NAME] = [[HERE], ["169.254.169.254"]]
    assert fetch(server.gives("/a.zip", b"data"), rules(server)) == b"data"
    assert names.asked == [NAME]


def test_a_redirect_is_followed_and_looked_at_anew(server: Server, names: Names) -> None:
    server.gives("/c.zip", b"data")
    server.sends_on("/b.zip", "c.zip")
    assert fetch(server.sends_on("/a.zip", server.url("/b.zip")), rules(server)) == b"data"
    assert names.asked == [NAME] * 3


def test_a_redirect_to_a_private_address_is_not_followed(server: Server, names: Names) -> None:
    names.addresses["inside.example"] = [["169.254.169.254"]]
    url = server.sends_on("/a.zip", "https://inside.example/latest/meta-data")
    allowed = rules(server, hosts=[server.host, "inside.example"])
    said = told(lambda: fetch(url, allowed))
    assert "inside.example leads to 169.254.169.254, an address of a private network" in said


@pytest.mark.parametrize(
    ("to", "word"),
    [
        ("https://169.254.169.254/latest", "does not let packs be fetched from 169.254.169.254"),
        ("https://other.example/a.zip", "does not let packs be fetched from other.example"),
        ("http://policies.example/a.zip", "is not a plain https address"),
        ("file:///etc/passwd", "is not a plain https address"),
    ],
)
def test_a_redirect_to_where_nothing_may_come_from_is_not_followed(
    server: Server, to: str, word: str
) -> None:
    assert word in told(lambda: fetch(server.sends_on("/a.zip", to), rules(server)))


def test_redirects_come_to_an_end(server: Server) -> None:
    said = told(lambda: fetch(server.sends_on("/a.zip", "/a.zip"), rules(server)))
    assert "more than 3 redirects" in said
    assert len(server.asked) == 4
    none = rules(server, most_redirects=0)
    assert "more than 0 redirects" in told(lambda: fetch(server.url("/a.zip"), none))


@pytest.mark.parametrize("known", [True, False])
def test_what_is_too_large_is_not_read_to_its_end(server: Server, known: bool) -> None:
    url = server.gives("/a.zip", b"x" * 5_000) if known else server.drips("/a.zip")
    limits = rules(server, most_bytes=1_000)
    if not known:
        limits = limits.model_copy(update={"most_bytes": 5})
    assert f"is larger than {limits.most_bytes:,} bytes" in told(lambda: fetch(url, limits))


@pytest.mark.parametrize("how", ["drips", "stays_silent"])
def test_what_takes_too_long_is_given_up(server: Server, how: str) -> None:
    url = getattr(server, how)("/a.zip")
    said = told(lambda: fetch(url, rules(server, most_seconds=1)))
    assert "took longer than 1 second" in said
    assert "most_seconds under [sources]" in said


@pytest.mark.parametrize("status", [404, 403, 500, 304, 206])
def test_any_other_answer_is_told(server: Server, status: int) -> None:
    url = server.gives("/a.zip", b"", status)
    assert f"answers {status}, not 200" in told(lambda: fetch(url, rules(server)))


def test_a_certificate_that_nobody_vouches_for_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, "someone.else")))
    assert "CERTIFICATE_VERIFY_FAILED" in told(lambda: fetch(server.url("/"), rules(server)))
    assert server.asked == []


def test_a_certificate_of_another_name_is_refused(server: Server, names: Names) -> None:
    names.addresses["other.example"] = [[HERE]]
    other = f"other.example:{server.port}"
    said = told(lambda: fetch(f"https://{other}/a.zip", rules(server, hosts=[other])))
    assert "CERTIFICATE_VERIFY_FAILED" in said


def test_a_server_that_is_not_there_is_told(server: Server) -> None:
    gone = f"{NAME}:1"
    assert "cannot be fetched" in told(
        lambda: fetch(f"https://{gone}/a.zip", rules(server, hosts=[gone]))
    )


def test_proxies_of_the_environment_are_not_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")
    assert fetch(server.gives("/a.zip", b"data"), rules(server)) == b"data"

"""Fetching an archive over https: from hosts that are named, at addresses that were looked at.

A name is resolved once, and the connection goes to the address that was looked at: a second answer
of a name server cannot lead elsewhere. The certificate is checked against the name all the same.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from guard.border.text import plain
from guard.errors import Fault, GuardError
from guard.policy.sources import SourcesSection
from guard.wording import count
from guard.workbench.sharing.addresses import permitted

if TYPE_CHECKING:
    import httpx

_REDIRECTS = {301, 302, 303, 307, 308}
_FOUND = 200
_PORT = 443
_ELSEWHERE = "get the archive by other means, and add the file"


def fetch(url: str, rules: SourcesSection) -> bytes:
    """The bytes at ``url``, within the limits of ``rules``.

    Raises:
        GuardError: the address, the server, the size or the time is not as ``rules`` allow.
    """
    done = _Done()
    # Looking up a name cannot be given a time: so all of it has one, in a thread that may be left.
    worker = threading.Thread(target=_fetch_into, args=(done, url, rules), daemon=True)
    worker.start()
    worker.join(rules.most_seconds)
    if done.error is not None:
        raise done.error
    if done.data is None:
        raise GuardError(_slow(url, rules))
    return done.data


@dataclass(slots=True)
class _Done:
    data: bytes | None = None
    error: BaseException | None = None


def _fetch_into(done: _Done, url: str, rules: SourcesSection) -> None:
    try:
        done.data = _fetch(url, rules)
    except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits)
        done.error = error


def _slow(url: str, rules: SourcesSection) -> Fault:
    what = f"{plain(url, 200)} took longer than {count(rules.most_seconds, 'second')}"
    remedy = "try again later, or set most_seconds under [sources] in guard.toml"
    return Fault(what, remedy)


def _fetch(url: str, rules: SourcesSection) -> bytes:
    import httpx

    until = time.monotonic() + rules.most_seconds
    try:
        # Neither proxies nor passwords from the environment; the certificates are the system's.
        with httpx.Client(
            verify=ssl.create_default_context(), trust_env=False, timeout=rules.most_seconds
        ) as client:
            for _ in range(rules.most_redirects + 1):
                found = _once(client, url, rules, until)
                if isinstance(found, bytes):
                    return found
                url = urljoin(url, found)
    except httpx.TimeoutException:
        raise GuardError(_slow(url, rules)) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        what = f"{plain(url, 200)} cannot be fetched: {plain(str(error) or type(error).__name__)}"
        raise GuardError(
            Fault(what, f"check the address and the network, or {_ELSEWHERE}")
        ) from None
    what = f"more than {rules.most_redirects} redirects, the last to {plain(url, 200)}"
    raise GuardError(Fault(what, "give the address that it leads to"))


def _once(client: "httpx.Client", url: str, rules: SourcesSection, until: float) -> bytes | str:
    """The archive at ``url``, or where it went; from the first of its addresses that answers."""
    import httpx

    parts = _checked(url, rules)
    *others, last = _resolved(parts.hostname or "", parts.port or _PORT, rules)
    for address in others:
        try:
            return _asked(client, parts, address, rules, until)
        except httpx.ConnectError:
            continue
    return _asked(client, parts, last, rules, until)


def _asked(
    client: "httpx.Client", parts: SplitResult, address: str, rules: SourcesSection, until: float
) -> bytes | str:
    url = parts.geturl()
    literal = f"[{address}]" if ":" in address else address
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    with client.stream(
        "GET",
        f"https://{literal}:{parts.port or _PORT}{path}",
        headers={"Host": parts.netloc, "Accept-Encoding": "identity", "User-Agent": "guard"},
        extensions={"sni_hostname": parts.hostname},
    ) as response:
        if response.status_code in _REDIRECTS and response.headers.get("location"):
            return str(response.headers["location"])
        if response.status_code != _FOUND:
            what = f"{plain(url, 200)} answers {response.status_code}, not {_FOUND}"
            raise GuardError(Fault(what, f"check the address, or {_ELSEWHERE}"))
        return b"".join(_bounded(response, url, rules, until))


def _bounded(
    response: "httpx.Response", url: str, rules: SourcesSection, until: float
) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > rules.most_bytes:
            what = f"{plain(url, 200)} is larger than {rules.most_bytes:,} bytes"
            remedy = "check that it is a pack, or set most_bytes under [sources] in guard.toml"
            raise GuardError(Fault(what, remedy))
        if time.monotonic() > until:
            raise GuardError(_slow(url, rules))
        yield chunk


def _checked(url: str, rules: SourcesSection) -> SplitResult:
    """``url`` taken apart, if ``rules`` let it be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORT
    except ValueError:
        raise GuardError(Fault(f"{plain(url, 200)} is not an address", "check it")) from None
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        what = f"{plain(url, 200)} is not a plain https address"
        raise GuardError(Fault(what, f"give one that begins with https://, or {_ELSEWHERE}"))
    named = parts.hostname if port == _PORT else f"{parts.hostname}:{port}"
    if named not in rules.hosts:
        what = f"guard.toml does not let packs be fetched from {plain(named, 200)}"
        remedy = f'if you trust that host, add "{plain(named, 200)}" to hosts under [sources]'
        raise GuardError(Fault(what, remedy))
    return parts


def _resolved(host: str, port: int, rules: SourcesSection) -> list[str]:
    """The addresses of ``host``; refused if any of them may not be asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    for address in addresses:
        if not permitted(address, rules.private_addresses):
            what = f"{plain(host, 200)} leads to {plain(address)}, an address of a private network"
            remedy = "find out why; if it is your own, add its network to private_addresses"
            raise GuardError(Fault(what, f"{remedy} under [sources] in guard.toml"))
    return list(dict.fromkeys(addresses))

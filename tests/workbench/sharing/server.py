"""A real https server on this machine, with a certificate of its own making."""

import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "policies.example"
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """Where it listens, what it answers by path, and what it was asked."""

    port: int
    authority: Path
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return f"{NAME}:{self.port}"

    def url(self, path: str) -> str:
        return f"https://{self.host}{path}"

    def gives(self, path: str, data: bytes, status: int = 200, **headers: str) -> str:
        """Answer ``path`` with these bytes; the address."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)

        self.answers[path] = answer
        return self.url(path)

    def sends_on(self, path: str, to: str) -> str:
        """Answer ``path`` with a redirect; the address."""
        return self.gives(path, b"", 302, Location=to)

    def drips(self, path: str) -> str:
        """Answer ``path`` a byte at a time, and never come to an end; the address."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while not self.stop.wait(0.05):
                handler.wfile.write(b"x")
                handler.wfile.flush()

        self.answers[path] = answer
        return self.url(path)

    def stays_silent(self, path: str) -> str:
        """Never answer ``path`` at all; the address."""

        def answer(_handler: BaseHTTPRequestHandler) -> None:
            self.stop.wait()

        self.answers[path] = answer
        return self.url(path)


def certificate(folder: Path, name: str = NAME) -> Path:
    """A certificate for ``name`` and 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = folder / f"{name}.pem"
    path.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


def _missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server on a free port of 127.0.0.1, until the end of the block."""
    pem = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append((self.path, self.headers.get("Host", "")))
            try:
                state.answers.get(self.path, _missing)(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """A client that breaks off is what is tested here."""

    with Quiet(("127.0.0.1", 0), Handler) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True)
        state = Server(http.server_address[1], pem)
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield state
        state.stop.set()
        http.shutdown()
        thread.join()

"""Who receives what leaves the house: a web server and a mail server, both real, both on this machine."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# Key and certificate for 127.0.0.1, signed by itself, known to everybody: of use to nobody but tests.
CERTIFICATE = Path(__file__).parent.parent / "data" / "mail" / "server.pem"


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    def is_signed_with(self, secret: str) -> bool:
        """As a receiver checks it, written down once more."""
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        return self.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()


@dataclass
class Hook:
    """A receiver of webhooks. *statuses*: of the next answers; then 200. *before_answer*: once it has it all."""

    port: int
    statuses: list[int] = field(default_factory=list)
    answer: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    before_answer: Callable[[], None] = lambda: None
    got: list[Request] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/hook?token=of-the-receiver"


@contextmanager
def hook() -> Iterator[Hook]:
    """A web server that keeps every POST it gets."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            receiver.before_answer()
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.answer)))
            self.end_headers()
            for byte in receiver.answer:
                time.sleep(receiver.slow_s)
                self.wfile.write(bytes([byte]))

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    # A sender that hangs up is what some tests are about.
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    receiver = Hook(server.server_address[1])
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@dataclass
class Mailbox:
    """A mail server. *refuses*: what it says to every recipient instead of taking the mail."""

    port: int = 0
    refuses: str = ""
    password: str = ""
    got: list[EmailMessage] = field(default_factory=list)
    signed_in_as: list[str] = field(default_factory=list)

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _o: list[str]) -> str:
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        return "250 OK"

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.signed_in_as.append(said.login.decode())
        return AuthResult(success=said.password.decode() == self.password)


@contextmanager
def mailbox(password: str = "", security: str = "none") -> Iterator[Mailbox]:
    """A mail server that keeps every mail it gets; with *password*, only of those who know it.

    Args:
        security: `starttls`, `tls` or `none`, as the settings call it; with `CERTIFICATE`, which nobody trusts.
    """
    box = Mailbox(password=password)
    more: dict[str, Any] = {}
    if password:
        more |= {"authenticator": box.check, "auth_required": True, "auth_require_tls": security == "starttls"}
    if security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        more |= (
            {"tls_context": context, "require_starttls": True} if security == "starttls" else {"ssl_context": context}
        )
    with socket.socket() as probe:
        # The controller knocks at its own door and must know the number beforehand.
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **more)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def text_of(message: EmailMessage) -> str:
    """Every header and every line, as the reader sees them."""
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), str(message.get_content())])

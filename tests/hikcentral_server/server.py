# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stand-in as a running HTTPS server."""

from __future__ import annotations

import contextlib
import dataclasses
import http.server
import json
import pathlib
import ssl
import threading
import time
import typing

from simulator import CertificateSpec
from simulator.tls import make_certificate, server_context

from .answers import answer, envelope
from .contents import ACCESS_KEY, SECRET_KEY, Contents, Record
from .doorkeeper import Doorkeeper
from .faults import WEB_PAGE, Faults

ADDRESS = "127.0.0.1"
ROOT = "/artemis/api/"


@dataclasses.dataclass(frozen=True)
class Request:
    """A request as it came in, let in or not."""

    path: str
    headers: dict[str, str]
    body: Record


class RunningServer(http.server.ThreadingHTTPServer):
    """``contents`` and ``faults`` may be changed while it runs; ``requests`` are all that came."""

    daemon_threads = True

    def __init__(self, contents: Contents, faults: Faults, doorkeeper: Doorkeeper) -> None:
        super().__init__((ADDRESS, 0), _Handler)
        self.contents = contents
        self.faults = faults
        self.doorkeeper = doorkeeper
        self.requests: list[Request] = []
        self.ca_path = ""
        self.fingerprint = ""

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def handle_error(self, request: typing.Any, client_address: typing.Any) -> None:
        """A client that goes away early is no news."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RunningServer

    def setup(self) -> None:
        self.request.settimeout(30)
        self.request.do_handshake()  # here, in the thread of this connection: a client may never finish it
        super().setup()

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        body = json.loads(content)
        path = self.path.removeprefix(ROOT)
        self.server.requests.append(Request(path, dict(self.headers.items()), body))
        faults = self.server.faults if self.server.faults.about(path) else Faults()
        time.sleep(faults.seconds)
        if faults.takes_silence():
            self.close_connection = True
        elif faults.web_page:
            self._send(200, "text/html", WEB_PAGE)
        elif faults.status is not None:
            self._send(faults.status, "text/plain", b"")
        elif faults.body is not None:
            self._send(200, "application/json", faults.body)
        else:
            self._send(200, "application/json", self._answer(path, body, faults))

    def _answer(self, path: str, body: Record, faults: Faults) -> bytes:
        complaint = self.server.doorkeeper.complaint(self.path, self.headers)
        if complaint:
            return envelope(complaint.code, complaint.text)
        if faults.takes_busy():
            return envelope(faults.busy_code, "try again later")
        return answer(path, body, self.server.contents, faults)

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_unused: object) -> None:
        """Tests read :attr:`RunningServer.requests`."""


@contextlib.contextmanager
def running_server(
    directory: pathlib.Path,
    *,
    contents: Contents | None = None,
    faults: Faults | None = None,
    key: str = ACCESS_KEY,
    secret: str = SECRET_KEY,
    blank_lines: bool = False,
    certificate: CertificateSpec | None = None,
    tls_maximum: str | None = None,
) -> typing.Iterator[RunningServer]:
    """A server while the block lasts. Its certificate lies in ``directory``, for ``ca_path``."""
    server = RunningServer(contents or Contents(), faults or Faults(), Doorkeeper(key, secret, blank_lines=blank_lines))
    made = make_certificate(certificate or CertificateSpec(subject_alt_name=True), "hikcentral", ADDRESS)
    ca_path = directory / f"server-{server.port}.pem"
    ca_path.write_bytes(made.pem)
    server.ca_path, server.fingerprint = str(ca_path), made.sha256
    context: ssl.SSLContext = server_context(made, tls_maximum)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

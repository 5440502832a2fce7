# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device made of real sockets: what the transport does is only visible on the wire.

::

    def one_read(line: Line) -> None:
        line.request()
        line.answer(200, b"<DeviceInfo/>")

    with LocalDevice(one_read) as device:
        transport = device.transport()

Each conversation serves one TCP connection, in the order of their arrival; a connection beyond them fails the test.
``requests`` holds what was asked, ``connections`` how many connections came.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import socket
import ssl
import struct
import threading
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.tls import TlsPolicy
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.transport import RequestsTransport

_BLOCK = 256 * 1024
_PATIENCE = 10.0


@dataclasses.dataclass(frozen=True, slots=True)
class Heard:
    """One request as it came over the wire. Header names are in lower case; ``digest`` is the body's SHA-256."""

    method: str
    target: str
    headers: dict[str, str]
    length: int
    digest: str

    def has_body(self, body: bytes) -> bool:
        return self.length == len(body) and self.digest == hashlib.sha256(body).hexdigest()


class Line:
    """The device's end of one connection."""

    def __init__(self, connection: socket.socket, requests: list[Heard]) -> None:
        self.connection = connection
        self._requests = requests
        self._left = b""

    def head(self) -> tuple[str, str, dict[str, str]]:
        """Method, target and headers of the next request; its body stays on the wire."""
        while b"\r\n\r\n" not in self._left:
            block = self.connection.recv(_BLOCK)
            if not block:
                raise EOFError("the client closed the connection")
            self._left += block
        text, _unused, self._left = self._left.partition(b"\r\n\r\n")
        first, *rest = text.decode("utf-8").split("\r\n")
        method, target, _version = first.split(" ")
        return (
            method,
            target,
            {name.lower(): value.strip() for name, _unused, value in (row.partition(":") for row in rest)},
        )

    def hears(self) -> bool:
        """Whether anything at all comes before the client hangs up."""
        try:
            self._left += self.connection.recv(1)
        except OSError:
            return False
        return bool(self._left)

    def request(self) -> Heard:
        """The next request with its body, which is counted and digested, not kept."""
        method, target, headers = self.head()
        wanted = int(headers.get("content-length", 0))
        digest, length = hashlib.sha256(), 0
        while length < wanted:
            block = self.some(wanted - length)
            if not block:
                break
            digest.update(block)
            length += len(block)
        heard = Heard(method, target, headers, length, digest.hexdigest())
        self._requests.append(heard)
        return heard

    def some(self, limit: int) -> bytes:
        """At most ``limit`` bytes of a body, as they come."""
        if self._left:
            block, self._left = self._left[:limit], self._left[limit:]
            return block
        return self.connection.recv(min(limit, _BLOCK))

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """A whole answer; header names in Python spelling."""
        fields = {"Content-Length": str(len(body))} | {key.replace("_", "-"): value for key, value in headers.items()}
        rows = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.raw(f"HTTP/1.1 {status} Whatever\r\n{rows}\r\n".encode() + body)

    def raw(self, data: bytes) -> None:
        self.connection.sendall(data)

    def wait_for_hangup(self) -> None:
        """Block until the client closes the connection."""
        with contextlib.suppress(OSError):
            while self.connection.recv(_BLOCK):
                pass

    def reset(self) -> None:
        """Break the connection with RST, as a device that loses power or kills its web server."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if isinstance(self.connection, ssl.SSLSocket):
            self.connection = socket.socket(fileno=self.connection.detach())
        self.connection.close()


Conversation = typing.Callable[[Line], None]


class LocalDevice:
    """A listening socket with a script. ``tls`` makes it speak TLS; ``buffer`` is its receive buffer in bytes."""

    def __init__(
        self,
        *conversations: Conversation,
        tls: ssl.SSLContext | None = None,
        family: socket.AddressFamily = socket.AF_INET,
        buffer: int | None = None,
    ) -> None:
        self.requests: list[Heard] = []
        self.connections = 0
        self._conversations = list(conversations)
        self._tls = tls
        self._errors: list[BaseException] = []
        self._listener = socket.socket(family)
        if buffer is not None:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._listener.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        self._listener.listen()
        self.host, self.port = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> typing.Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(_PATIENCE)
        if error is None:
            assert not self._errors, self._errors
            assert not self._conversations, f"{len(self._conversations)} connections never came"

    def transport(self, policy: TlsPolicy | None = None, *, host: str | None = None) -> RequestsTransport:
        """A transport to this device."""
        encrypted = self._tls is not None
        return RequestsTransport(host or self.host, self.port, encrypted=encrypted, policy=policy or TlsPolicy())

    def _serve(self) -> None:
        while True:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(_PATIENCE)
            self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        if not self._conversations:
            self._errors.append(AssertionError("there was one connection too many"))
            connection.close()
            return
        conversation = self._conversations.pop(0)
        with contextlib.closing(connection):
            try:
                if self._tls is not None:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                conversation(Line(connection, self.requests))
            except (ssl.SSLError, ConnectionError):
                pass  # the client's side of it is what the test looks at
            except (AssertionError, EOFError, OSError) as error:
                self._errors.append(error)
            finally:
                with contextlib.suppress(OSError):
                    connection.close()

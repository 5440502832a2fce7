# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection to one device. The only file that imports requests.

Nothing here knows ISAPI: bytes go out once, an :class:`Answer` comes back, or an error says how far it got.
"""

from __future__ import annotations

import http.cookiejar
import ssl
import typing
import warnings

from . import tls
from .errors import BadAnswer, ConnectionLost, TlsRefused, Unreachable
from .request import MIB, Answer, Body, Request

try:
    import requests
    import requests.adapters
    import urllib3

    if not hasattr(urllib3, "BaseHTTPResponse"):
        raise ImportError("urllib3 before 2.0 takes half an answer for a whole one and knows no certificates for IPs")
except ImportError as error:
    # Reported as a missing library instead of a traceback.
    MISSING_LIBRARY: ImportError | None = error
    _BaseAdapter: typing.Any = object
else:
    MISSING_LIBRARY = None
    _BaseAdapter = requests.adapters.HTTPAdapter

_CONNECT_TIMEOUT = 10.0
_READ_CHUNK = 256 * 1024
_UPLOAD_BLOCK = MIB  # 1 MiB blocks upload at twice the speed of the default 16 KiB, for half the CPU


class Transport(typing.Protocol):
    """What :class:`.client.Client` needs; unit tests script it."""

    encrypted: bool

    def exchange(self, request: Request, headers: typing.Mapping[str, str], timeout: float) -> Answer:
        """Send once and read the answer. Raises :class:`Unreachable`, :class:`ConnectionLost`, :class:`BadAnswer`."""

    def close(self) -> None:
        """Forget the connection; the next exchange opens a new one."""


class _DeviceAdapter(_BaseAdapter):  # type: ignore[misc]  # the base is `object` where requests is absent
    """One pooled connection with our TLS context. Never retries: only the client knows what may be repeated."""

    def __init__(self, policy: tls.TlsPolicy, *, encrypted: bool) -> None:
        self._policy = policy
        self._encrypted = encrypted
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)

    def init_poolmanager(self, *args: typing.Any, **kwargs: typing.Any) -> None:
        if self._encrypted:
            kwargs["ssl_context"] = tls.context(self._policy)
            kwargs["assert_fingerprint"] = self._policy.pin
        super().init_poolmanager(*args, **kwargs)

    def cert_verify(self, conn: typing.Any, url: str, verify: typing.Any, cert: typing.Any) -> None:
        """Keep requests from loading its own bundle of authorities over those of our context."""
        conn.cert_reqs = "CERT_REQUIRED" if self._policy.checks_authority else "CERT_NONE"


class _Outgoing:
    """A body as the HTTP library sees it, which asks for a block when the one before has gone out."""

    def __init__(self, body: Body) -> None:
        self.asked_for = False
        self._gone_out = 0
        self._body = body

    def __len__(self) -> int:
        return len(self._body)

    def read(self, _size: int = -1) -> bytes:
        self.asked_for = True
        self._gone_out = self._body.sent
        return self._body.read(_UPLOAD_BLOCK)

    def settle(self) -> int:
        """Take back the block that was under way when the connection broke; the bytes that had gone out."""
        self._body.sent = self._gone_out
        return self._gone_out


class RequestsTransport:
    """HTTP over requests, with one connection and at most one request in flight."""

    def __init__(self, host: str, port: int, *, encrypted: bool, policy: tls.TlsPolicy) -> None:
        self.encrypted = encrypted
        self._where = f"{_bracketed(host)}:{port}"
        self._base = f"{'https' if encrypted else 'http'}://{self._where}"
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy from the environment would see the cameras' traffic
        self._session.verify = policy.checks_authority
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        # By scheme, because a host name may change its spelling on the way to the adapter.
        self._session.mount("https://" if encrypted else "http://", _DeviceAdapter(policy, encrypted=encrypted))

    def exchange(self, request: Request, headers: typing.Mapping[str, str], timeout: float) -> Answer:
        body = None if request.body is None else _Outgoing(request.body)
        try:
            with warnings.catch_warnings():
                # An unverified certificate is what validate_certs: false asked for; saying so at each request is noise.
                warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
                response = self._send(request, body, headers, timeout)
            with response:
                return Answer(response.status_code, _lower(response), self._read(response, request.limit), str(request))
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            self.close()
            raise self._translated(request, body, _chain(error)) from error

    def _send(
        self, request: Request, body: _Outgoing | None, headers: typing.Mapping[str, str], timeout: float
    ) -> requests.Response:
        fields = {"Accept": "*/*", "Accept-Encoding": "identity", **headers}
        # The first limit holds for connecting and for each block sent. A device that writes to flash meanwhile may
        # leave a block lying for longer than it may take to answer a call.
        first = timeout if body else min(timeout, _CONNECT_TIMEOUT)
        return self._session.request(
            request.method,
            self._base + request.target,
            data=body,
            headers={name: value.encode() for name, value in fields.items()},
            timeout=(first, timeout),
            allow_redirects=False,
            stream=True,
        )

    def _translated(
        self, request: Request, body: _Outgoing | None, chain: list[BaseException]
    ) -> Unreachable | ConnectionLost:
        reason = _reason(chain)
        if any(isinstance(link, urllib3.exceptions.ConnectTimeoutError) for link in chain):
            return Unreachable(f"no connection to {self._where}: {reason}")
        if _is_handshake_failure(chain) and not (body and body.asked_for):
            return TlsRefused(f"TLS with {self._where} failed: {reason}")
        if request.safe:
            return Unreachable(f"no answer from {self._where}: {reason}")
        sent, total = (body.settle(), len(body)) if body else (0, 0)
        return ConnectionLost(f"the connection to {self._where} broke: {reason}", sent=sent, total=total)

    @staticmethod
    def _read(response: typing.Any, limit: int) -> bytes:
        body = bytearray()
        for chunk in response.iter_content(_READ_CHUNK):
            body += chunk
            if len(body) > limit:
                raise BadAnswer(f"the device's answer is larger than {limit} bytes")
        return bytes(body)

    def close(self) -> None:
        self._session.close()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _lower(response: typing.Any) -> dict[str, str]:
    # urllib3 joins repeated headers (several WWW-Authenticate lines) with a comma.
    return {name.lower(): value for name, value in response.headers.items()}


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and those inside it: requests and urllib3 wrap each other up to four deep."""
    links = [error]
    while True:
        inside = [getattr(links[-1], "reason", None), *links[-1].args, links[-1].__cause__]
        inner = next((link for link in inside if isinstance(link, BaseException) and link not in links), None)
        if inner is None:
            return links
        links.append(inner)


def _is_handshake_failure(chain: list[BaseException]) -> bool:
    # A device that drops an established TLS connection shows up as an SSL error, too: as an unexpected end of file.
    if any(isinstance(link, (ssl.SSLEOFError, ssl.SSLZeroReturnError)) for link in chain):
        return False
    return any(isinstance(link, (ssl.SSLError, urllib3.exceptions.SSLError)) for link in chain)


def _reason(chain: list[BaseException]) -> str:
    if any(isinstance(link, (TimeoutError, urllib3.exceptions.ReadTimeoutError)) for link in chain):
        return "timed out"
    refused = next((link for link in chain if isinstance(link, OSError) and link.errno and link.strerror), None)
    if refused is not None and refused.strerror:
        return refused.strerror
    return str(chain[-1]) or type(chain[-1]).__name__

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection to one server. The only file of this side that imports requests.

Nothing here knows the OpenAPI: bytes go out once, an :class:`.call.Answer` comes back, or an error says why not.
"""

from __future__ import annotations

import dataclasses
import http.cookiejar
import re
import ssl
import typing
import warnings

from .call import Answer
from .errors import ArtemisError, BadAnswer, NotReached, TlsRefused

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
_LARGEST_ANSWER = 64 * 1024 * 1024


class Transport(typing.Protocol):
    """What :class:`.client.Client` needs; unit tests script it."""

    def post(self, target: str, headers: typing.Mapping[str, str], content: bytes) -> Answer:
        """Send once and read the answer. Raises :class:`NotReached`, :class:`TlsRefused`, :class:`BadAnswer`."""

    def close(self) -> None: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Trust:
    """How the server proves who it is; a fingerprint (SHA-256) takes the place of the check against authorities."""

    verify: bool = True
    ca_path: str | None = None
    fingerprint: str | None = None

    @property
    def checks_authority(self) -> bool:
        return self.verify and not self.fingerprint

    @property
    def pin(self) -> str | None:
        """The fingerprint in bare lower-case digits. Raises :class:`ValueError` for anything but a SHA-256."""
        if not self.fingerprint:
            return None
        digits = self.fingerprint.rpartition("=")[2].replace(":", "").strip().lower()  # OpenSSL writes a name first
        if not re.fullmatch("[0-9a-f]{64}", digits):
            raise ValueError("tls_fingerprint is the SHA-256 of the certificate, 64 hexadecimal digits")
        return digits

    def context(self) -> ssl.SSLContext:
        """TLS 1.2 or newer. Raises :class:`OSError` when ``ca_path`` can not be used."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        if not self.checks_authority:
            made.check_hostname = False
            made.verify_mode = ssl.CERT_NONE
        elif self.ca_path is None:
            made.load_default_certs()
        else:
            _load(made, self.ca_path)
        return made


def _load(context: ssl.SSLContext, ca_path: str) -> None:
    try:
        context.load_verify_locations(cafile=ca_path)
    except IsADirectoryError:
        context.load_verify_locations(capath=ca_path)
    except OSError as error:
        raise OSError(f"no certificate authorities in {ca_path} ({error.strerror})") from error


class _Adapter(_BaseAdapter):  # type: ignore[misc]  # the base is `object` where requests is absent
    """One pooled connection with our TLS context, which never retries: each attempt needs a signature of its own."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)

    def init_poolmanager(self, *args: typing.Any, **kwargs: typing.Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._trust.context(), assert_fingerprint=self._trust.pin, **kwargs)

    def cert_verify(self, conn: typing.Any, url: str, verify: typing.Any, cert: typing.Any) -> None:
        """Keep requests from loading its own bundle of authorities over those of our context."""
        conn.cert_reqs = "CERT_REQUIRED" if self._trust.checks_authority else "CERT_NONE"


class RequestsTransport:
    """HTTPS over requests. ``timeout`` is in seconds without a sign of life."""

    def __init__(self, host: str, port: int, *, trust: Trust, timeout: float) -> None:
        self.where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False  # neither a proxy nor a .netrc of the environment
        self._session.verify = trust.checks_authority
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self._session.mount("https://", _Adapter(trust))

    def post(self, target: str, headers: typing.Mapping[str, str], content: bytes) -> Answer:
        try:
            with warnings.catch_warnings():
                # An unverified certificate is what validate_certs: false asked for; repeating it at each call is noise.
                warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
                with self._send(target, headers, content) as response:
                    return Answer(response.status_code, _read(response))
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            self.close()
            raise self._translated(_chain(error)) from error

    def _send(self, target: str, headers: typing.Mapping[str, str], content: bytes) -> requests.Response:
        return self._session.post(
            f"https://{self.where}{target}",
            data=content,
            headers={"accept-encoding": "identity", **headers},
            timeout=(min(self._timeout, _CONNECT_TIMEOUT), self._timeout),
            allow_redirects=False,
            stream=True,
        )

    def _translated(self, chain: list[BaseException]) -> ArtemisError:
        if _is_handshake_failure(chain):
            return TlsRefused(f"TLS with {self.where} failed: {_reason(chain)}")
        return NotReached(f"no answer from {self.where}: {_reason(chain)}")

    def close(self) -> None:
        self._session.close()


def _read(response: typing.Any) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_READ_CHUNK):
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise BadAnswer(f"the answer is larger than {_LARGEST_ANSWER} bytes")
    return bytes(body)


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
    # A server that drops an established TLS connection shows up as an SSL error, too: as an unexpected end of file.
    if any(isinstance(link, (ssl.SSLEOFError, ssl.SSLZeroReturnError)) for link in chain):
        return False
    return any(isinstance(link, (ssl.SSLError, urllib3.exceptions.SSLError)) for link in chain)


def _reason(chain: list[BaseException]) -> str:
    if any(isinstance(link, (TimeoutError, urllib3.exceptions.ReadTimeoutError)) for link in chain):
        return "timed out"
    told = next((link for link in chain if isinstance(link, OSError) and link.errno and link.strerror), None)
    if told is not None and told.strerror:
        return told.strerror
    return str(chain[-1]) or type(chain[-1]).__name__

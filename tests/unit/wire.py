# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device on a script: which requests come, in which order, and what each one gets.

::

    def test_a_rejected_package_is_not_sent_twice() -> None:
        with logged_in_client(
            Expect("GET", "/ISAPI/System/upgradeStatus", not_supported()),
            Expect("PUT", "/ISAPI/System/updateFirmware", response_status(4, "badDevType"), body=IMAGE),
        ) as wire:
            with pytest.raises(PackageRefused):
                upload(wire.client, BytesBody(IMAGE, "application/octet-stream"))
        assert wire.clock.slept == []

A request that is not next in the script fails the test at once, a scripted request that never came fails it at the
end of the ``with`` block. The script starts with the login unless the client comes from :func:`client`, which is what
tests of the login itself use. Without any client: ``with ScriptedTransport(...) as transport:``.

What a step can be told:

``target``      path and query exactly as they go over the wire, or a compiled pattern for the whole of it
``answer``      an :class:`Answer`, an exception to raise, or a function of the request that returns one or raises
``body``        the bytes that must have arrived; ``None`` when the test does not care
``authorised``  whether an ``Authorization`` header must (``True``) or must not (``False``) be there; ``None``: either
``seconds``     how long the exchange takes on the test's clock

The clock never sleeps: it notes every pause in ``slept`` and jumps.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import re
import typing
from xml.sax import saxutils

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.authentication import Credentials
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.client import Client
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import ConnectionLost, Unreachable
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger, RefusalLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer, Request

DEVICE = "192.0.2.10:443"
USERNAME = "admin"
PASSWORD = "Wire-canary-1"
USER_CHECK = "/ISAPI/Security/userCheck"

_BLOCK = 4096

Reply = Answer | Exception | typing.Callable[[Request], Answer]


@dataclasses.dataclass(frozen=True, slots=True)
class Expect:
    """One step of a script; see the module's documentation."""

    method: str
    target: str | re.Pattern[str]
    answer: Reply
    body: bytes | None = None
    authorised: bool | None = None
    seconds: float = 0.0

    def __str__(self) -> str:
        target = self.target if isinstance(self.target, str) else f"/{self.target.pattern}/"
        return f"{self.method} {target}"

    def matches(self, request: Request) -> bool:
        if request.method != self.method:
            return False
        if isinstance(self.target, str):
            return request.target == self.target
        return self.target.fullmatch(request.target) is not None


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """One request as the device saw it. ``body`` holds the bytes that arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    timeout: float


class FakeClock:
    """A :class:`Clock` that jumps instead of sleeping. ``slept`` lists the pauses in seconds."""

    def __init__(self, start: str = "2026-03-01T12:00:00+00:00") -> None:
        self.slept: list[float] = []
        self._start = datetime.datetime.fromisoformat(start)
        self._passed = 0.0

    def monotonic(self) -> float:
        return 1000.0 + self._passed

    def utc(self) -> datetime.datetime:
        return self._start + datetime.timedelta(seconds=self._passed)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Let time pass without anybody having slept."""
        self._passed += seconds


class ScriptedTransport:
    """A transport that plays a script. Use it as a context manager: leaving the block checks that nothing is left.

    ``sent`` lists what arrived, ``closes`` counts calls of :meth:`close`.
    """

    def __init__(self, *script: Expect, encrypted: bool = True, clock: FakeClock | None = None) -> None:
        self.encrypted = encrypted
        self.clock = clock or FakeClock()
        self.sent: list[Sent] = []
        self.closes = 0
        self._script = list(script)
        self._active = False
        self._violation: str | None = None

    def __enter__(self) -> typing.Self:
        self._active = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._active = False
        if error is not None:
            return
        # Code under test that swallows the first complaint must not make the test pass.
        assert self._violation is None, self._violation
        missing = ", ".join(str(step) for step in self._script)
        assert not self._script, f"the script still expected: {missing}"

    def exchange(self, request: Request, headers: typing.Mapping[str, str], timeout: float) -> Answer:
        assert self._active, "a ScriptedTransport works inside its `with` block only"
        step = self._next_step(request, headers)
        body = bytearray()
        self.clock.advance(step.seconds)
        try:
            return self._play(step, request, body)
        finally:
            self.sent.append(Sent(request.method, request.target, dict(headers), bytes(body), timeout))

    def close(self) -> None:
        self.closes += 1

    def _next_step(self, request: Request, headers: typing.Mapping[str, str]) -> Expect:
        asked = f"{request.method} {request.target}"
        if not self._script:
            self._fail(f"{asked} was sent, but the script has ended")
        step = self._script[0]
        if not step.matches(request):
            self._fail(f"{asked} was sent, but the script expected {step}")
        authorised = "Authorization" in headers
        if step.authorised is not None and step.authorised != authorised:
            self._fail(f"{asked} was sent {'with' if authorised else 'without'} Authorization")
        return self._script.pop(0)

    def _play(self, step: Expect, request: Request, body: bytearray) -> Answer:
        if isinstance(step.answer, _Break):
            body += _read(request, step.answer.after)
            raise step.answer.error(request)
        body += _read(request, None)
        if step.body is not None and bytes(body) != step.body:
            self._fail(f"{step} came with {len(body)} other bytes than the {len(step.body)} expected")
        if isinstance(step.answer, Exception):
            raise step.answer
        return step.answer if isinstance(step.answer, Answer) else step.answer(request)

    def _fail(self, reason: str) -> typing.NoReturn:
        done = "\n  ".join(f"{sent.method} {sent.target}" for sent in self.sent) or "nothing"
        self._violation = self._violation or f"{reason}; before that came\n  {done}"
        raise AssertionError(self._violation)


def _read(request: Request, limit: int | None) -> bytes:
    """Take the body in blocks as a socket would; at most ``limit`` bytes."""
    if request.body is None:
        return b""
    taken = bytearray()
    while limit is None or len(taken) < limit:
        block = request.body.read(_BLOCK if limit is None else min(_BLOCK, limit - len(taken)))
        if not block:
            break
        taken += block
    return bytes(taken)


@dataclasses.dataclass(frozen=True, slots=True)
class _Break:
    """A reply that ends the connection after ``after`` bytes of the body (``None``: all of it)."""

    after: int | None

    def __call__(self, request: Request) -> Answer:
        raise self.error(request)

    @staticmethod
    def error(request: Request) -> Exception:
        """What the real transport raises there: reads and changes differ."""
        if request.safe:
            return Unreachable(f"no answer from {DEVICE}: connection reset")
        sent, total = (request.body.sent, len(request.body)) if request.body is not None else (0, 0)
        return ConnectionLost(f"the connection to {DEVICE} broke: connection reset", sent=sent, total=total)


def breaks(after: int | None = None) -> Reply:
    """The connection breaks once the device has ``after`` bytes of the body, or all of it."""
    return _Break(after)


# --- answers -----------------------------------------------------------------------------------------------------


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> Answer:
    """Any answer; header names in Python spelling (``content_type``)."""
    data = body.encode() if isinstance(body, str) else body
    return Answer(status, {name.replace("_", "-").lower(): value for name, value in headers.items()}, data)


def xml(text: str, status: int = 200) -> Answer:
    """An XML document; the declaration is added."""
    return answer(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', status, content_type="application/xml")


def as_json(document: object, status: int = 200) -> Answer:
    """A JSON document."""
    return answer(json.dumps(document), status, content_type="application/json")


def web_page(status: int = 200, title: str = "Document Error") -> Answer:
    """What a device's web server says when no ISAPI code has a say."""
    return answer(f"<!DOCTYPE html><html><head><title>{title}</title></head></html>", status, content_type="text/html")


def response_status(
    code: int = 1, sub_status: str = "ok", *, text: str = "", description: str = "", http: int | None = None
) -> Answer:
    """A ResponseStatus in XML. ``http`` is 200 for codes that mean success, else 403 unless given."""
    fields = {"statusCode": str(code), "statusString": text or _STATUS_TEXTS[code], "subStatusCode": sub_status}
    if description:
        fields["description"] = description
    inner = "".join(f"<{name}>{saxutils.escape(value)}</{name}>" for name, value in fields.items())
    root = f'<ResponseStatus version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">{inner}</ResponseStatus>'
    return xml(root, http if http is not None else 200 if code in (0, 1, 7) else 403)


_STATUS_TEXTS = {
    0: "OK",
    1: "OK",
    2: "Device Busy",
    3: "Device Error",
    4: "Invalid Operation",
    5: "Invalid XML Format",
    6: "Invalid XML Content",
    7: "Reboot Required",
}


def not_supported(http: int = 403) -> Answer:
    """How a device says that it has no such function; 200, 400, 403, 404 and 500 occur."""
    return response_status(4, "notSupport", http=http)


def user_check(*, http: int = 200, **fields: object) -> Answer:
    """A ``userCheck`` document: 200 by default, with ``http=401`` the refusal. Extra fields go in as given."""
    values: dict[str, object] = {"statusValue": http, "statusString": "OK" if http == 200 else "Unauthorized", **fields}
    inner = "".join(f"<{name}>{saxutils.escape(str(value))}</{name}>" for name, value in values.items())
    return xml(f"<userCheck>{inner}</userCheck>", http)


def digest_challenge(
    nonce: str = "4e6a593a",
    *,
    realm: str = "IP Camera(83813)",
    stale: bool = False,
    algorithm: str = "",
    **lock: object,
) -> Answer:
    """A 401 that asks for Digest. ``algorithm`` is left out of the header unless given. ``lock``: userCheck fields."""
    named = f', algorithm="{algorithm}"' if algorithm else ""
    offer = f'Digest qop="auth", realm="{realm}", nonce="{nonce}"{named}, stale="{str(stale).upper()}"'
    return dataclasses.replace(user_check(http=401, **lock), headers={"www-authenticate": offer})


def basic_challenge(realm: str = "DS-FB2127") -> Answer:
    """A 401 that asks for Basic and nothing better."""
    return dataclasses.replace(web_page(401, "Unauthorized"), headers={"www-authenticate": f'Basic realm="{realm}"'})


# --- clients -----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class Wire:
    """A client and the world it lives in."""

    client: Client
    transport: ScriptedTransport
    clock: FakeClock


def login(nonce: str = "4e6a593a") -> tuple[Expect, Expect]:
    """The two requests of a good login: the challenge, then the answer to it."""
    return (
        Expect("GET", USER_CHECK, digest_challenge(nonce), authorised=False),
        Expect("GET", USER_CHECK, user_check(), authorised=True),
    )


@contextlib.contextmanager
def client(
    *script: Expect,
    encrypted: bool = True,
    clock: FakeClock | None = None,
    ledger: RefusalLedger | None = None,
    **options: typing.Any,
) -> typing.Iterator[Wire]:
    """A client that has not logged in; ``options`` are those of :class:`Client` (``read_only``, ``allow_basic``...)."""
    with ScriptedTransport(*script, encrypted=encrypted, clock=clock) as transport:
        made = Client(
            transport,
            Credentials(USERNAME, PASSWORD),
            device=DEVICE,
            clock=transport.clock,
            ledger=ledger or MemoryLedger(),
            **options,
        )
        yield Wire(made, transport, transport.clock)


@contextlib.contextmanager
def logged_in_client(*script: Expect, **options: typing.Any) -> typing.Iterator[Wire]:
    """Like :func:`client` with the two login requests before the script. They are sent with the first request."""
    with client(*login(), *script, **options) as wire:
        yield wire

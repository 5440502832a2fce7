# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small model of a device on the test's clock: takes a file, writes it, boots, and remembers what was done to it.

It is a transport, so nothing but the clock and the network is replaced. :class:`.traits.Traits` say what kind of
device it is and what goes wrong; the attributes of :class:`ModelDevice` say what the device saw.
"""

from __future__ import annotations

import hashlib
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.authentication import Credentials
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.client import Client
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    ConnectionLost,
    TlsRefused,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer, Request
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import Firmware, Traits

HEADER_CHECK = (
    "/ISAPI/System/capabilities",
    "/ISAPI/System/updateFirmware/AddPreValidation",
    "/ISAPI/System/updateFirmware/GetPreValidationResults",
)
_BLOCK = 4096
_FIELD = re.compile(r'(\w+)="?([^",]*)"?')


class ModelDevice:
    """The device. Counters are what it would tell a court: nothing is inferred from what the client believes."""

    encrypted = True

    def __init__(self, clock: wire.FakeClock, **traits: typing.Any) -> None:
        self.clock = clock
        self.traits = Traits(**traits)
        self.log: list[tuple[float, str]] = []
        self.uploads: list[bytes] = []
        self.headers: list[bytes] = []
        self.imports: list[bytes] = []
        self.forms: list[tuple[str, str]] = []
        self.reboot_orders: list[float] = []
        self.reboots_while_writing = 0
        self.boots = 0
        self.wrong_passwords = 0
        self.firmware = self.traits.firmware
        self.password = wire.PASSWORD
        self.activated = True
        self.untrusted = False
        self.scheme_answer: typing.Callable[[str], Answer] = wire.digest_challenge
        self._nonce = "nonce0"
        self._booted_at = clock.monotonic() - self.traits.uptime
        self._services_at = clock.monotonic()
        self._written: Firmware | None = None
        self._pending = self.traits.pending
        self._writing_since: float | None = None
        self._wants_reboot = False
        self._failed = False
        self._silent_from: float | None = None
        self._got_all_at: float | None = None
        self._due: list[tuple[float, typing.Callable[[], None]]] = []
        self._reboot_answers = list(self.traits.reboot_answers)

    # --- what the client sees ----------------------------------------------------------------------------------

    def exchange(self, request: Request, headers: typing.Mapping[str, str], timeout: float) -> Answer:
        self.clock.advance(0.02)
        self._catch_up()
        if self._is_silent():
            raise Unreachable(f"no connection to {wire.DEVICE}: connection refused")
        if self.untrusted:
            raise TlsRefused(f"TLS with {wire.DEVICE} failed: fingerprints did not match")
        self.log.append((self.clock.monotonic(), str(request)))
        if self.clock.monotonic() < self._services_at:
            return self.traits.early_answer
        if not self.activated:
            return wire.response_status(4, "notActivated")
        return self._refused_login(request, headers) or self._answer(request)

    def close(self) -> None:
        pass

    def _refused_login(self, request: Request, headers: typing.Mapping[str, str]) -> Answer | None:
        given = dict(_FIELD.findall(headers.get("Authorization", "")))
        if given.get("nonce") != self._nonce:
            return self.scheme_answer(self._nonce)
        if given["response"] == self._expected(request, given):
            return None
        self.wrong_passwords += 1
        return self.scheme_answer(self._nonce)

    def _expected(self, request: Request, given: dict[str, str]) -> str:
        def digest(*words: str) -> str:
            return hashlib.md5(":".join(words).encode()).hexdigest()

        secret = digest(wire.USERNAME, given["realm"], self.password)
        action = digest(request.method, request.target)
        return digest(secret, given["nonce"], given["nc"], given["cnonce"], "auth", action)

    def _answer(self, request: Request) -> Answer:
        match request.method, request.path:
            case "GET", "/ISAPI/Security/userCheck":
                return wire.user_check()
            case "GET", "/ISAPI/System/deviceInfo":
                return self._device_info()
            case "GET", "/ISAPI/System/status" if self.traits.status:
                uptime = int(self.clock.monotonic() - self._booted_at)
                return wire.xml(f"<DeviceStatus><deviceUpTime>{uptime}</deviceUpTime></DeviceStatus>")
            case "GET", "/ISAPI/System/upgradeStatus":
                return self._upgrade_status(request)
            case _unused, path if self.traits.header_length is not None and path in HEADER_CHECK:
                return self._check_header(request)
            case _unused, "/ISAPI/System/updateFirmware":
                return self._take_file(request)
            case "PUT", "/ISAPI/System/configurationData":
                return self._take_configuration(request)
            case "PUT", "/ISAPI/System/reboot":
                return self._order_to_reboot(request)
        return wire.not_supported()

    def _device_info(self) -> Answer:
        version, build = self.firmware
        fields = {
            "deviceType": self.traits.kind,
            "model": self.traits.model,
            "serialNumber": self.traits.serial,
            "firmwareVersion": version,
            "firmwareReleasedDate": build or "",
        }
        inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
        return wire.xml(f"<DeviceInfo>{inner}</DeviceInfo>")

    def _check_header(self, request: Request) -> Answer:
        if request.path == "/ISAPI/System/capabilities":
            told = f"<updateHeaderLength>{self.traits.header_length}</updateHeaderLength>"
            return wire.xml(f"<DeviceCap><updateFirmwarePreValidation>{told}</updateFirmwarePreValidation></DeviceCap>")
        if request.method == "PUT":
            self.headers.append(self._read(request, None))
            return wire.as_json({"statusCode": 1, "statusString": "OK"})
        results = {"upgradeToken": "", "confirmPrompt": "Sure?"}
        return wire.as_json({"status": self.traits.header_verdict, "progress": 50, "results": results})

    def _upgrade_status(self, request: Request) -> Answer:
        if self._failed and self.traits.flash_error is not None:
            return self.traits.flash_error
        if self._is_in(self.traits.report_fails):
            return self.traits.report_failure
        reboot = self._wants_reboot or self._pending == "reported"
        percent = self._percent() if self.is_writing else 100 if reboot else 0
        match self.traits.progress:
            case "json" if request.query.get("format") == "json":
                upgrading = "TRUE" if self.is_writing else "FALSE"
                return wire.as_json(
                    {"statusCode": 1, "subStatusCode": "ok", "upgrading": upgrading, "percent": percent}
                )
            case "xml":
                told = f"<upgrading>{str(self.is_writing).lower()}</upgrading><percent>{percent}</percent>"
                told += f"<reboot>{str(reboot).lower()}</reboot>" if percent == 100 else ""
                return wire.xml(f"<upgradeStatus>{told}</upgradeStatus>")
        return wire.not_supported()

    # --- what happens to it ------------------------------------------------------------------------------------

    @property
    def is_writing(self) -> bool:
        return self._writing_since is not None

    def _percent(self) -> int:
        assert self._writing_since is not None
        percent = int(100 * (self.clock.monotonic() - self._writing_since) / self.traits.writes)
        return min(percent, self.traits.percent_sticks or 99)

    def _take_file(self, request: Request) -> Answer:
        assert request.body is not None
        self.forms.append((request.method, request.body.content_type.partition(";")[0]))
        data = self._read(request, self.traits.takes)
        self.uploads.append(data)
        if self.traits.takes is not None and len(data) >= self.traits.takes:
            if self.traits.power_fails:
                self.go_down()
            raise self._reset(request)
        if self._pending in ("200", "403"):
            return wire.response_status(7, "rebootRequired", http=int(self._pending))
        self._got_all_at = self.clock.monotonic()
        accepted = re.search(rb"<statusCode>[17]<", self.traits.upload_answer.body)
        if (accepted or self.traits.writes_in_spite) and self.traits.starts_writing is not None:
            self._later(self.traits.starts_writing, self._begin_writing)
        if self.traits.hangs_up:
            raise self._reset(request)
        return self.traits.upload_answer

    def _take_configuration(self, request: Request) -> Answer:
        data = self._read(request, self.traits.takes)
        self.imports.append(data)
        if self.traits.takes is not None and len(data) >= self.traits.takes:
            raise self._reset(request)
        if self.traits.import_reboots:
            self._later(1.0, self.go_down)
        if self.traits.import_hangs_up:
            raise self._reset(request)
        return self.traits.import_answer

    @staticmethod
    def _read(request: Request, limit: int | None) -> bytes:
        assert request.body is not None
        data = bytearray()
        while limit is None or len(data) < limit:
            block = request.body.read(_BLOCK if limit is None else min(_BLOCK, limit - len(data)))
            if not block:
                break
            data += block
        return bytes(data)

    @staticmethod
    def _reset(request: Request) -> ConnectionLost:
        assert request.body is not None
        return ConnectionLost("the connection broke: connection reset", sent=request.body.sent, total=len(request.body))

    def _begin_writing(self) -> None:
        self._writing_since = self.clock.monotonic()
        if self.traits.gives_up:
            self._later(self.traits.writes / 2, self._give_up)
        elif self.traits.percent_sticks is None:
            self._later(self.traits.writes, self._finish_writing)

    def _give_up(self) -> None:
        self._writing_since = None
        self._failed = True

    def _finish_writing(self) -> None:
        self._writing_since = None
        self._written = self.traits.writes_firmware
        if self.traits.reboots_itself:
            self._later(self.traits.lingers, self.go_down)
        else:
            self._wants_reboot = True

    def _order_to_reboot(self, request: Request) -> Answer:
        if self._reboot_answers:
            return self._reboot_answers.pop(0)
        self.reboot_orders.append(self.clock.monotonic())
        self.reboots_while_writing += self.is_writing
        if not self.traits.ignores_reboot:
            self._later(self.traits.halts, self.go_down)
        return wire.response_status()

    def go_down(self) -> None:
        """Be silent; come back after a while if that is in its nature."""
        self._silent_from = self.clock.monotonic()
        self._wants_reboot = False
        if self.traits.comes_back:
            self._later(self.traits.down, self._come_up)

    def _come_up(self) -> None:
        self.boots += 1
        self._silent_from = None
        self._booted_at = self.clock.monotonic() - self.traits.down / 2
        self._services_at = self.clock.monotonic() + self.traits.services
        self._nonce = f"nonce{self.boots}"
        if self._pending:
            self._pending = None
            self.firmware = self.traits.pending_firmware or self.firmware
        if self._written and self.boots >= self.traits.boots:
            self.firmware, self._written = self._written, None
        elif self._written:
            self._later(self.traits.up_between, self.go_down)
        self.traits.after_boot(self)

    def _is_silent(self) -> bool:
        return self._silent_from is not None or self._is_in(self.traits.silences)

    def _is_in(self, spans: tuple[tuple[float, float], ...]) -> bool:
        """Whether one of the spans after the last byte lasts now."""
        if self._got_all_at is None:
            return False
        since = self.clock.monotonic() - self._got_all_at
        return any(begin <= since < end for begin, end in spans)

    def _later(self, seconds: float, then: typing.Callable[[], None]) -> None:
        self._due.append((self.clock.monotonic() + seconds, then))

    def _catch_up(self) -> None:
        """Let everything happen that is due by now, in order and at its own time."""
        while due := [entry for entry in self._due if entry[0] <= self.clock.monotonic()]:
            entry = min(due, key=lambda one: one[0])
            self._due.remove(entry)
            now = self.clock.monotonic()
            self.clock.advance(entry[0] - now)
            entry[1]()
            self.clock.advance(now - entry[0])


def client_of(device: ModelDevice, **options: typing.Any) -> Client:
    """A client that has not logged in."""
    return Client(
        device,
        Credentials(wire.USERNAME, wire.PASSWORD),
        device=wire.DEVICE,
        clock=device.clock,
        ledger=MemoryLedger(),
        **options,
    )

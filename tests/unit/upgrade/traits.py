# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model device is like and what goes wrong with it."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Answer
from ansible_collections.surveillance.hikvision.tests.unit import wire

if typing.TYPE_CHECKING:
    from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice

OLD = ("V5.7.15", "build 240201")
NEW = ("V5.7.18", "build 240826")
MODEL = "DS-2CD2146G2-ISU"
SERIAL = "DS-2CD2146G2-ISU20240201AAWRK12345678"

Firmware = tuple[str, str | None]
Happening = typing.Callable[["ModelDevice"], None]


OK = wire.response_status()
SERVER_ERROR = wire.web_page(500)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Traits:
    """The defaults are a camera that is upgraded without trouble.

    Times are in seconds; spans are (begin, end) counted from the last byte of the upload.
    """

    kind: str = "IPCamera"
    model: str = MODEL
    serial: str = SERIAL
    firmware: Firmware = OLD
    status: bool = True  # has System/status
    uptime: int = 864_000
    progress: str | None = "xml"  # or json: how it reports an upgrade; None: not at all

    # its own check of a header
    header_length: int | None = None  # None: it has none
    header_verdict: str = "succ"

    # the upload
    upload_answer: Answer = OK
    writes_in_spite: bool = False  # of an answer that does not accept the file
    takes: int | None = None  # bytes after which it resets the connection
    power_fails: bool = False  # ... because its power fails
    hangs_up: bool = False  # resets the connection after the last byte

    # writing
    starts_writing: float | None = 1.0  # after the last byte; None: never
    writes: float = 60.0
    writes_firmware: Firmware = NEW
    percent_sticks: int | None = None  # the percentage at which it hangs for ever
    gives_up: bool = False  # stops half way
    flash_error: Answer | None = None  # ... and then answers this when it is asked for progress
    report_fails: tuple[tuple[float, float], ...] = ()  # spans in which its report is
    report_failure: Answer = SERVER_ERROR
    silences: tuple[tuple[float, float], ...] = ()  # spans in which the network fails

    # the reboot
    reboots_itself: bool = True
    lingers: float = 0.0  # between writing and its own reboot
    reboot_answers: tuple[Answer, ...] = ()  # to orders that it does not follow; then it follows the next
    ignores_reboot: bool = False
    halts: float = 2.0  # from an order until it is silent
    down: float = 40.0  # until HTTP is back
    comes_back: bool = True
    services: float = 0.0  # until HTTP stops answering
    early_answer: Answer = SERVER_ERROR
    boots: int = 1  # until the new firmware is up
    up_between: float = 15.0
    after_boot: Happening = lambda device: None

    # an earlier change that waits for a reboot
    pending: str | None = None  # "reported" in its report, or told at the upload with HTTP "200" or "403"
    pending_firmware: Firmware | None = None

    # a configuration that is sent back to it
    import_answer: Answer = OK
    import_reboots: bool = True  # by itself
    import_hangs_up: bool = False

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a watch over a device starts from, and what it ends with."""

from __future__ import annotations

import dataclasses
import enum
import typing

from .._device.boot import BootProof
from .._device.identity import Identity
from .._firmware.version import FirmwareVersion


@dataclasses.dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds, and the pace.

    ``flash`` for writing, ``boot`` for being silent, ``own_reboot`` for rebooting by itself when it has written,
    ``reaction`` for going down once it is told to.
    """

    flash: float = 1800.0
    boot: float = 900.0
    own_reboot: float = 60.0
    reaction: float = 120.0
    poll: float = 3.0
    good_reads: int = 3

    @classmethod
    def from_options(cls, options: typing.Mapping[str, typing.Any]) -> Patience:
        """Read the options of the modules that wait for a device; what a module does not have keeps its default.

        A device that is told to reboot has twice as long to begin as it has to reboot by itself.
        """
        default = cls()
        own_reboot = options.get("own_reboot_timeout", default.own_reboot)
        return cls(
            flash=options.get("flash_timeout", default.flash),
            boot=options["boot_timeout"],
            own_reboot=own_reboot,
            reaction=options.get("reaction_timeout", 2 * own_reboot),
            poll=options["poll_interval"],
            good_reads=options["good_reads"],
        )

    def idle(self, *, blind: bool) -> float:
        """How long an idle device is left alone; ``blind`` when it may be writing firmware and reports no progress."""
        return 10 * self.own_reboot if blind else self.own_reboot

    @property
    def rest(self) -> float:
        """The longest that a device which is not writing may take to come to rest: longer than all waits together."""
        return 2 * self.boot + self.idle(blind=True) + 2 * self.own_reboot + 2 * self.reaction


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What is known when the watch begins.

    ``target`` is the firmware that should come up, ``None`` for any. ``may_be_flashing`` is false when the device can
    not have the whole file, ``accepted`` is false when it has not said that it took it. ``reboot_wanted``: it asked
    for a reboot. ``reboot_ordered``: it has been told to. ``looks_back``: it may have booted before it got the file.
    """

    target: FirmwareVersion | None = None
    may_be_flashing: bool = True
    accepted: bool = True
    reboot_wanted: bool = False
    reboot_ordered: bool = False
    looks_back: bool = False


class End(enum.Enum):
    BOOTED = enum.auto()  # up, boot proven, several good reads
    UNTOUCHED = enum.auto()  # up, no boot, not upgrading: nothing happened to it
    STUCK = enum.auto()  # it still says that it is upgrading
    FLASH_FAILED = enum.auto()  # it says that writing failed, and runs on
    RESTLESS = enum.auto()  # it goes up and down, or gives no clear picture, until the last limit
    SILENT = enum.auto()
    SHUT_OUT = enum.auto()  # it is there, but does not let us in


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """What was seen last.

    ``rebooted_by`` is ``device`` or ``us``. ``wrote`` tells whether its progress report ever showed an upgrade, and is
    ``None`` where it has no such report. ``trouble`` is the last thing that went wrong, as a sentence part: why it
    does not let us in, what it said instead of an answer, why it refused the reboot. ``down_at`` is the clock's time
    when the device first went silent or was told to reboot.
    """

    end: End
    identity: Identity | None = None
    proof: BootProof | None = None
    rebooted_by: str | None = None
    percent: int | None = None
    wrote: bool | None = None
    trouble: str = ""
    down_at: float | None = None

    @property
    def running(self) -> FirmwareVersion | None:
        return self.identity.firmware if self.identity else None


def boot_facts(settled: Settled) -> dict[str, typing.Any] | None:
    """For a module result: who rebooted the device and what proves it; ``None`` without a boot."""
    if settled.proof is None or settled.rebooted_by is None:
        return None
    return {"by": settled.rebooted_by, "proof": settled.proof.value}

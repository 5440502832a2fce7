# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After the upload: watch a device until facts decide what became of it.

Nothing the device says ends the wait well; only a boot that is proven, followed by several good reads, does. The
device is rebooted by us at most once, and never while it says that it is upgrading.
"""

from __future__ import annotations

import dataclasses
import enum
import typing

from .._clock import Deadline
from .._device.boot import BootProof, BootWatch, Sighting
from .._device.identity import Identity
from .._device.system import order_reboot
from .._device.upgrade import UpgradeProgress, read_progress
from .._firmware.version import FirmwareVersion
from .._isapi.client import Client
from .._isapi.errors import (
    BadAnswer,
    Busy,
    CredentialsRefused,
    IsapiError,
    NoAcceptableScheme,
    NotActivated,
    Rejected,
    Unreachable,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds: for writing the flash, for being silent, for rebooting by itself when done; and the pace."""

    flash: float = 1800.0
    boot: float = 900.0
    own_reboot: float = 60.0
    poll: float = 3.0
    good_reads: int = 3


class End(enum.Enum):
    BOOTED = enum.auto()  # up, boot proven, several good reads
    UNTOUCHED = enum.auto()  # up, no boot, not upgrading: nothing happened to it
    STUCK = enum.auto()  # it still says that it is upgrading
    FLASH_FAILED = enum.auto()  # it says that writing failed, and runs on
    SILENT = enum.auto()
    LOCKED_OUT = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """What was seen last.

    ``rebooted_by`` is ``device`` or ``us``; ``error`` explains a lock-out or a failed flash; ``down_at`` is the
    clock's time when the device first went silent or was told to reboot.
    """

    end: End
    identity: Identity | None = None
    proof: BootProof | None = None
    rebooted_by: str | None = None
    percent: int | None = None
    error: IsapiError | None = None
    down_at: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What is known when the watch begins.

    ``target`` is the firmware that should come up, ``None`` for any. ``may_be_flashing`` is false when the device can
    not have the whole file, ``accepted`` is false when it has not said that it took it. ``reboot_wanted``: it asked
    for a reboot. ``reboot_ordered``: it has been told to.
    """

    target: FirmwareVersion | None = None
    may_be_flashing: bool = True
    accepted: bool = True
    reboot_wanted: bool = False
    reboot_ordered: bool = False


Report = typing.Callable[[str, int | None, str], None]


class Settling:
    """One watch over one device."""

    def __init__(self, client: Client, watch: BootWatch, patience: Patience, given: Given, report: Report) -> None:
        self._client = client
        self._watch = watch
        self._patience = patience
        self._given = given
        self._reboot_wanted = given.reboot_wanted
        self._report = report
        self._flash_deadline = Deadline(client.clock, patience.flash)
        self._idle_deadline: Deadline | None = None
        self._good_reads = 0
        self._percent: int | None = None
        self._rebooted_by: str | None = "us" if given.reboot_ordered else None
        self._down_at: float | None = None
        self._flash_error: Rejected | None = None

    def wait(self) -> Settled:
        """Watch to the end. Every branch below is bounded by one of the limits in :class:`Patience`."""
        try:
            while True:
                settled = self._step()
                if settled is not None:
                    return settled
                self._client.clock.sleep(self._patience.poll)
        except (CredentialsRefused, NotActivated, NoAcceptableScheme) as error:
            return self._end(End.LOCKED_OUT, error=error)

    def _end(self, end: End, sighting: Sighting | None = None, error: IsapiError | None = None) -> Settled:
        return Settled(
            end,
            identity=sighting.identity if sighting else None,
            proof=sighting.proof if sighting else None,
            rebooted_by=self._rebooted_by,
            percent=self._percent,
            error=error,
            down_at=self._down_at,
        )

    def _step(self) -> Settled | None:
        progress = self._progress()
        if progress is not None and progress.upgrading:
            return self._flashing(progress)
        sighting = self._watch.look()
        if sighting is None:
            return self._silent()
        if sighting.proof is not None:
            return self._booted(sighting)
        return self._idle(sighting, progress)

    def _progress(self) -> UpgradeProgress | None:
        try:
            return read_progress(self._client)
        except (Unreachable, Busy, BadAnswer):
            self._client.forget_session()
        except NotActivated:
            raise
        except Rejected as error:
            self._flash_error = error  # some firmwares report a failed flash in place of the progress
        return None

    def _flashing(self, progress: UpgradeProgress) -> Settled | None:
        self._good_reads, self._idle_deadline = 0, None
        self._percent = progress.percent
        self._report("flash", progress.percent, "")
        if self._flash_deadline.passed:
            return self._end(End.STUCK)
        return None

    def _silent(self) -> Settled | None:
        self._good_reads = 0
        self._goes_down("device")
        self._report("reboot", None, f"no answer for {self._watch.silent_for:.0f} s")
        if self._watch.silent_for > self._patience.boot:
            return self._end(End.SILENT)
        return None

    def _goes_down(self, by: str) -> None:
        self._rebooted_by = self._rebooted_by or by
        if self._down_at is None:
            self._down_at = self._client.clock.monotonic()

    def _booted(self, sighting: Sighting) -> Settled | None:
        self._good_reads += 1
        self._goes_down("device")
        self._report("verify", None, str(sighting.identity.firmware))
        if self._good_reads < self._reads_wanted(sighting):
            return None
        return self._end(End.BOOTED, sighting)

    def _reads_wanted(self, sighting: Sighting) -> int:
        """Some devices boot twice after an upgrade, so a version that is not the target has to persist."""
        running = sighting.identity.firmware
        target = self._given.target
        arrived = target is None or (running is not None and running.same_as(target))
        return self._patience.good_reads * (1 if arrived else 3)

    def _idle(self, sighting: Sighting, progress: UpgradeProgress | None) -> Settled | None:
        """Up, not upgrading, not booted: done and waiting for a reboot, or nothing ever happened."""
        if not self._given.may_be_flashing:
            self._good_reads += 1
            return self._end(End.UNTOUCHED, sighting) if self._good_reads >= self._patience.good_reads else None
        if self._idle_deadline is None:
            self._idle_deadline = self._reboot_deadline(progress)
        if self._flash_error is not None:
            # It may still reboot by itself. It is not told to: what it would boot is unknown.
            return self._end(End.FLASH_FAILED, sighting, self._flash_error) if self._idle_deadline.passed else None
        if self._reboot_is_due(progress, self._idle_deadline):
            self._reboot()
            return None
        return self._end(End.UNTOUCHED, sighting) if self._idle_deadline.passed else None

    def _reboot_deadline(self, progress: UpgradeProgress | None) -> Deadline:
        # A device that reports no progress may still be writing: give it longer before a reboot from us.
        factor = 3 if progress is None and self._rebooted_by is None else 1
        return Deadline(self._client.clock, factor * self._patience.own_reboot)

    def _reboot_is_due(self, progress: UpgradeProgress | None, idle: Deadline) -> bool:
        """Once only, and not by guess: the device asks for it, or has taken the file and does nothing more."""
        if self._rebooted_by == "us":
            return False
        asked = self._reboot_wanted or (progress is not None and progress.reboot_wanted)
        return asked or (self._given.accepted and idle.passed)

    def _reboot(self) -> None:
        self._report("reboot", None, "asking the device to reboot")
        self._rebooted_by = "us"
        self._goes_down("us")
        self._idle_deadline = self._reboot_deadline(None)
        try:
            order_reboot(self._client)
        except (Rejected, Unreachable):
            # Refused or already going down; what it does next decides.
            self._client.forget_session()

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
    SILENT = enum.auto()
    LOCKED_OUT = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """What was seen last. ``rebooted_by`` is ``device`` or ``us``; ``error`` explains a lock-out."""

    end: End
    identity: Identity | None = None
    proof: BootProof | None = None
    rebooted_by: str | None = None
    percent: int | None = None
    error: IsapiError | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What is known when the watch begins.

    ``target`` is the firmware that should come up, ``None`` for any. ``may_be_flashing`` is false when the device can
    not have the whole file. ``reboot_wanted``: it asked for a reboot. ``reboot_ordered``: it has been told to.
    """

    target: FirmwareVersion | None = None
    may_be_flashing: bool = True
    reboot_wanted: bool = False
    reboot_ordered: bool = False


Report = typing.Callable[[str, int | None, str], None]


class Settling:
    """One watch over one device."""

    def __init__(self, client: Client, watch: BootWatch, patience: Patience, given: Given, report: Report) -> None:
        self._client = client
        self._watch = watch
        self._patience = patience
        self._target = given.target
        self._may_be_flashing = given.may_be_flashing
        self._reboot_wanted = given.reboot_wanted
        self._report = report
        self._flash_deadline = Deadline(client.clock, patience.flash)
        self._idle_deadline: Deadline | None = None
        self._good_reads = 0
        self._percent: int | None = None
        self._rebooted_by: str | None = "us" if given.reboot_ordered else None

    def wait(self) -> Settled:
        """Watch to the end. Every branch below is bounded by one of the limits in :class:`Patience`."""
        try:
            while True:
                settled = self._step()
                if settled is not None:
                    return settled
                self._client.clock.sleep(self._patience.poll)
        except (CredentialsRefused, NotActivated, NoAcceptableScheme) as error:
            return Settled(End.LOCKED_OUT, rebooted_by=self._rebooted_by, error=error)

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
        except Rejected as error:
            if isinstance(error, NotActivated):
                raise
        return None

    def _flashing(self, progress: UpgradeProgress) -> Settled | None:
        self._good_reads, self._idle_deadline = 0, None
        self._percent = progress.percent
        self._report("flash", progress.percent, "")
        if self._flash_deadline.passed:
            return Settled(End.STUCK, percent=progress.percent)
        return None

    def _silent(self) -> Settled | None:
        self._good_reads = 0
        self._rebooted_by = self._rebooted_by or "device"
        self._report("reboot", None, f"no answer for {self._watch.silent_for:.0f} s")
        if self._watch.silent_for > self._patience.boot:
            return Settled(End.SILENT, rebooted_by=self._rebooted_by, percent=self._percent)
        return None

    def _booted(self, sighting: Sighting) -> Settled | None:
        self._good_reads += 1
        self._rebooted_by = self._rebooted_by or "device"
        self._report("verify", None, str(sighting.identity.firmware))
        if self._good_reads < self._reads_wanted(sighting):
            return None
        return Settled(End.BOOTED, sighting.identity, sighting.proof, self._rebooted_by, self._percent)

    def _reads_wanted(self, sighting: Sighting) -> int:
        """Some devices boot twice after an upgrade, so a version that is not the target has to persist."""
        running = sighting.identity.firmware
        arrived = self._target is None or (running is not None and running.same_as(self._target))
        return self._patience.good_reads * (1 if arrived else 3)

    def _idle(self, sighting: Sighting, progress: UpgradeProgress | None) -> Settled | None:
        """Up, not upgrading, not booted: done and waiting for a reboot, or nothing ever happened."""
        if self._idle_deadline is None:
            # A device that reports no progress may still be writing: give it longer before a reboot from us.
            factor = 3 if progress is None else 1
            self._idle_deadline = Deadline(self._client.clock, factor * self._patience.own_reboot)
        if not self._may_be_flashing:
            self._good_reads += 1
            enough = self._good_reads >= self._patience.good_reads
            return Settled(End.UNTOUCHED, sighting.identity) if enough else None
        wanted = self._reboot_wanted or (progress is not None and progress.reboot_wanted)
        if not (wanted or self._idle_deadline.passed):
            return None
        if self._rebooted_by == "us":
            # It did not go down for our reboot either; give it one more of its own limits, then call it.
            return Settled(End.UNTOUCHED, sighting.identity) if self._idle_deadline.passed else None
        self._reboot()
        return None

    def _reboot(self) -> None:
        self._report("reboot", None, "asking the device to reboot")
        self._rebooted_by = "us"
        self._reboot_wanted = False
        self._idle_deadline = Deadline(self._client.clock, self._patience.own_reboot)
        try:
            order_reboot(self._client)
        except (Rejected, Unreachable):
            # Refused or already going down; what it does next decides.
            self._client.forget_session()

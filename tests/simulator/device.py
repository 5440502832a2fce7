# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One simulated device: identity, firmware, settings, accounts and what happens to them. No HTTP here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from . import faults as f
from .accounts import ALL_RIGHTS, Account, LoginGuard
from .aftermath import CHANGED_PASSWORD, come_back_with_faults
from .clock import Clock
from .faults import FaultSet, faults_from
from .fleet_spec import DEFAULT_PASSWORD, DEFAULT_USER, DeviceSpec
from .identity import identity_of
from .image_layout import ImageFacts
from .judge import verdict
from .lifecycle import SHORTEST_SHUTDOWN, UNREACHABLE, UPGRADING, DeviceState, Lifecycle
from .record import Record
from .settings import Settings
from .versions import Firmware

TEN_DAYS = 864_000.0


@dataclass(frozen=True, slots=True)
class Progress:
    """What upgradeStatus tells."""

    upgrading: bool = False
    percent: int = 0
    reboot: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PreValidation:
    """What the check of an image's header comes to, and when; ``None``: never."""

    status: str
    prompt: str = ""
    ready_at: float | None = 0.0


class Device:
    """The state of one device. Call ``advance`` before looking at it: time passes between calls."""

    def __init__(self, spec: DeviceSpec, clock: Clock) -> None:
        self.spec = spec
        self.profile = spec.resolved_profile()
        self.clock = clock
        self.identity = identity_of(spec.name, self.profile, spec.serial)
        self.life = Lifecycle(clock)
        self.faults = FaultSet(faults_from(spec.faults))
        self.record = Record()
        self.guard = LoginGuard(self.profile.lock, clock, self._count_lock)
        self.settings = Settings.of_factory(self.profile)
        self.activated = spec.activated
        self.auth_schemes = self.profile.auth.schemes
        self.certificate_generation = 0
        self.failing_requests = 0
        self.reboot_count = 17
        self.firmware = Firmware(self.profile.version, self.profile.build)
        self.written: Firmware | None = None
        self.imported: tuple[Settings, dict[str, Account]] | None = None
        self.service_dead = False
        self.booted_at = -(TEN_DAYS if spec.uptime is None else spec.uptime)
        self.ready_at = self.booted_at
        self.pre_validation = PreValidation("abnormal")
        self.progress_error: str | None = None
        self._writing_seconds = self.profile.timing.flash
        self._stuck: f.StuckPercent | None = None
        self.accounts = {account.name: account for account in (self._administrator(), *spec.users)}
        self.record.history.append(str(self.firmware))
        self._apply_immediate_faults()

    def _administrator(self) -> Account:
        return Account(
            self.spec.username or DEFAULT_USER, self.spec.password or DEFAULT_PASSWORD, "Administrator", ALL_RIGHTS
        )

    def add_fault(self, new: f.Fault) -> None:
        """One more thing that goes wrong."""
        self.faults.add(new)
        self._apply_immediate_faults()

    def _apply_immediate_faults(self) -> None:
        """Faults that change the device as soon as it gets them."""
        if self.faults.take(f.ConnectionRefused):
            self.power_off()
        if locked := self.faults.take(f.Locked):
            self.guard.lock(locked.seconds)
        if wrong := self.faults.take(f.WrongPasswordLock):
            self.guard.attempts = wrong.attempts_left
            self.set_password(CHANGED_PASSWORD)

    def _count_lock(self) -> None:
        self.record.counters.locks += 1

    @property
    def state(self) -> DeviceState:
        return self.life.state

    @property
    def reachable(self) -> bool:
        return self.life.state not in UNREACHABLE

    @property
    def uptime(self) -> int:
        return int(self.clock.now() - self.booted_at)

    @property
    def wall_time(self) -> datetime:
        """What the device's own clock shows, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.spec.clock_offset)

    @property
    def services_up(self) -> bool:
        """Streams, doors and disks work."""
        return not self.service_dead and self.clock.now() >= self.ready_at

    @property
    def reboot_pending(self) -> bool:
        """Something that was accepted waits for a restart."""
        waiting = self.state is DeviceState.WAITING_FOR_REBOOT or self.imported is not None
        return waiting or self.faults.get(f.PendingReboot) is not None

    def channel_online(self, index: int) -> bool:
        """Proxied cameras reconnect one after the other once the recorder is up."""
        if self.service_dead or not self.settings.channel_names[index]:
            return False
        share = (index + 1) / len(self.settings.channel_names)
        late = self.profile.timing.services * (1 - share)
        return self.profile.proxied[index].online and self.clock.now() >= self.ready_at - late

    def progress(self) -> Progress:
        pending = self.faults.get(f.PendingReboot)
        match self.state:
            case DeviceState.RECEIVING | DeviceState.VERIFYING:
                return Progress(True, 0)
            case DeviceState.WRITING:
                return Progress(True, self._percent())
            case DeviceState.WAITING_FOR_REBOOT:
                return Progress(False, 100, True)
        if pending is not None and pending.visible:
            return Progress(False, 100, True)
        return Progress(error=self.progress_error)

    def _percent(self) -> int:
        percent = min(99, int(100 * self.life.elapsed() / self._writing_seconds))
        return percent if self._stuck is None else min(self._stuck.percent, percent)

    def begin_upload(self) -> None:
        self.progress_error = None
        self.life.enter(DeviceState.RECEIVING)

    def begin_verification(self) -> None:
        self.life.enter(DeviceState.VERIFYING)

    def abort_upload(self) -> None:
        """Forget what has arrived, unless something bigger happened meanwhile."""
        if self.state in (DeviceState.RECEIVING, DeviceState.VERIFYING):
            self.life.enter(DeviceState.RUNNING)

    def judge_header(self, image: ImageFacts | None) -> None:
        """Begin to check a header; ``None``: there is nothing readable in it."""
        refused = image is None or verdict(image, self.profile, self.firmware) is not None
        ready_at = None if self.faults.take(f.PreValidationStuck) else self.clock.now() + self.profile.timing.verify
        self.pre_validation = PreValidation("fail" if refused else "succ", ready_at=ready_at)
        if other := self.faults.take(f.PreValidationVerdict):
            self.pre_validation = PreValidation(other.status, other.prompt, ready_at)

    def judge(self, image: ImageFacts) -> str | None:
        """Sub status of a refusal, or None."""
        if refused := self.faults.take(f.RefusePackage):
            return refused.sub_status
        return verdict(image, self.profile, self.firmware)

    def write(self, image: ImageFacts) -> None:
        """Begin writing an accepted image to the spare slot."""
        self.record.counters.flashes += 1
        seconds = self._writing_seconds = self.profile.timing.flash
        self.life.enter(DeviceState.WRITING)
        self._stuck = self.faults.take(f.StuckPercent)
        if failing := self.faults.take(f.FlashError):
            self._later(DeviceState.WRITING, seconds * failing.percent / 100, lambda: self._writing_failed(failing))
        elif cut := self.faults.take(f.PowerCut):
            self._later(DeviceState.WRITING, seconds * cut.percent / 100, lambda: self.power_cut(cut.seconds))
        elif self._stuck is None or self._stuck.finishes:
            self._later(DeviceState.WRITING, seconds, lambda: self._written(Firmware(image.version, image.build)))

    def _written(self, firmware: Firmware) -> None:
        if other := self.faults.take(f.BackWithOtherVersion):
            firmware = Firmware(other.version, other.build)
        self.written = None if self.faults.take(f.BackWithOldVersion) else firmware
        if self.profile.upload.reboot == "manual":
            self.life.enter(DeviceState.WAITING_FOR_REBOOT)
        else:
            self._shut_down()

    def _writing_failed(self, failing: f.FlashError) -> None:
        self.progress_error = failing.sub_status
        if failing.restarts:
            self._shut_down()
        else:
            self.life.enter(DeviceState.RUNNING)

    def restart(self) -> None:
        """Restart in an orderly way."""
        if self.state not in (DeviceState.SHUTTING_DOWN, *UNREACHABLE):
            self._shut_down()

    def _shut_down(self) -> None:
        seconds = max(self.profile.timing.shutdown, self.clock.real(SHORTEST_SHUTDOWN))
        self._later(DeviceState.SHUTTING_DOWN, seconds, self._go_down)

    def _go_down(self) -> None:
        if self.faults.take(f.NeverBack):
            self.power_off()
            return
        late = self.faults.take(f.BackLate)
        seconds = self.profile.timing.restart + (late.seconds if late else 0)
        self._later(DeviceState.RESTARTING, seconds, self._come_up)

    def power_off(self) -> None:
        """No power until ``power_on``."""
        self.life.enter(DeviceState.OFF)

    def power_cut(self, seconds: float = 20.0) -> None:
        """Power fails and returns; a device that was writing its only slot does not."""
        dead = self.state is DeviceState.WRITING and self.profile.upload.slots == 1
        self.life.enter(DeviceState.OFF)
        if not dead:
            self._later(DeviceState.OFF, seconds + self.profile.timing.restart, self._come_up)

    def power_on(self) -> None:
        """Power returns after ``power_off``, or the cable is plugged in again after ``never_back``."""
        if self.state is DeviceState.OFF:
            self._later(DeviceState.RESTARTING, self.profile.timing.restart, self._come_up)

    def _come_up(self) -> None:
        self.booted_at = self.life.moment
        self.reboot_count += 1
        self.record.counters.reboots += 1
        if self.written is not None:
            self.firmware, self.written = self.written, None
        if self.imported is not None:
            (self.settings, self.accounts), self.imported = self.imported, None
        self.guard.unlock()
        self.service_dead = False
        come_back_with_faults(self)
        self.record.history.append(str(self.firmware))
        self.ready_at = self.booted_at + self.profile.timing.boot + self.profile.timing.services
        self._later(DeviceState.BOOTING, self.profile.timing.boot, lambda: self.life.enter(DeviceState.RUNNING))

    def advance(self) -> None:
        """Catch up with the clock."""
        self.life.advance()

    def _later(self, state: DeviceState, seconds: float, then: Callable[[], None]) -> None:
        self.life.enter(state, seconds, then)

    @property
    def upgrading(self) -> bool:
        return self.state in UPGRADING

    def take_over(self, settings: Settings, accounts: dict[str, Account]) -> None:
        """Use an imported configuration from the next start on."""
        self.record.counters.imports += 1
        self.imported = (settings, accounts)

    def set_password(self, password: str) -> None:
        """Change the administrator's password."""
        name = self.spec.username or DEFAULT_USER
        self.accounts[name] = Account(name, password, "Administrator", ALL_RIGHTS)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rollout has decided for one device when it began: the host fact ``firmware_upgrade_rollout``.

Everything in it was checked then, so that nobody has to ask again in the middle of a night. Without the fact, the role
and the modules work as they do on their own: no journal, no admission.
"""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import DeviceHistory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Holder, Leases
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory

FACT: typing.Final = "firmware_upgrade_rollout"

Mapping = typing.Mapping[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """How many uploads at once, in ``all`` and at a ``site``, and how many bytes a second at a site; ``None``: any."""

    all: int | None = None
    site: int | None = None
    bytes_per_second: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RolloutContext:
    """One device in one run of a rollout.

    ``directory`` is that of the rollout, ``rollout`` the digest of its plan, ``run`` the name of this run and
    ``process`` its main process. ``lease`` is the key of the device's lease. ``variety`` is model, platform, firmware
    and site that a canary stands for, and ``canaries`` are the hosts that stand for this device, none for a canary.
    ``package`` is the one that the plan ends with. ``expected_seconds`` is for all of its steps. ``windows`` and
    ``power`` are plain values of which ``_control.window.windows_of`` and ``_control.power.power_of`` make theirs.
    """

    directory: str
    run: str
    rollout: str
    host: str
    wave: int
    canary: bool
    lease: str
    process: Process
    site: str | None = None
    package: str | None = None
    variety: tuple[str | None, ...] = ()
    canaries: tuple[str, ...] = ()
    expected_seconds: float
    windows: tuple[Mapping, ...] = ()
    power: Mapping | None = None
    uploads: Uploads = dataclasses.field(default_factory=Uploads)
    breaker: Limits = dataclasses.field(default_factory=Limits)

    @classmethod
    def from_variables(cls, variables: Mapping) -> RolloutContext | None:
        """The fact among the variables of a task; ``None`` where the role or a module is used on its own."""
        told = variables.get(FACT)
        return cls.read(plain(told)) if told else None

    @classmethod
    def read(cls, told: Mapping) -> RolloutContext:
        """The counterpart of :meth:`as_fact`, from plain values."""
        lists = {name: tuple(told[name]) for name in ("variety", "canaries", "windows")}
        values = {
            "process": Process.read(told["process"]),
            "uploads": Uploads(**told["uploads"]),
            "breaker": Limits.read(told["breaker"]),
        }
        return cls(**{**told, **lists, **values})

    def as_fact(self) -> dict[str, typing.Any]:
        """Plain values."""
        told = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        lists = {name: list(told[name]) for name in ("variety", "canaries", "windows")}
        values = {
            "process": self.process.as_result(),
            "uploads": dataclasses.asdict(self.uploads),
            "breaker": self.breaker.as_fact(),
        }
        return {**told, **lists, **values}

    @property
    def place(self) -> RolloutDirectory:
        return RolloutDirectory(pathlib.Path(self.directory))

    @property
    def shared_directory(self) -> pathlib.Path:
        """What all rollouts here share: leases, slots, the kill switch for all."""
        return self.place.shared

    @property
    def stop_files(self) -> tuple[pathlib.Path, pathlib.Path]:
        """The places of the kill switches that hold for this device."""
        return self.place.stop_files

    @property
    def journal(self) -> Journal:
        """To write to, as this run."""
        return Journal(self.place.journal, self.run)

    @property
    def leases(self) -> Leases:
        return Leases(self.place.leases)

    @property
    def holder(self) -> Holder:
        """Who takes the lease: this run, for this host."""
        return Holder(process=self.process, rollout=self.rollout, run=self.run, host=self.host)

    @property
    def model(self) -> str | None:
        return self.variety[0] if self.variety else None

    @property
    def slots_directory(self) -> pathlib.Path:
        return self.place.slots

    def history(self) -> History:
        """What the journal knows by now. Raises :class:`JournalError`."""
        return History.of(read(self.place.journal).events, self.run)

    def device_history(self) -> DeviceHistory:
        """What the journal knows of this device, which is much less to read. Raises :class:`JournalError`."""
        return History.of(read(self.place.journal, self.host).events, self.run).device(self.host)

    def began_details(self, attempt: int) -> dict[str, typing.Any]:
        """Details of the event ``began``, of which estimates are learned."""
        return {"wave": self.wave, "attempt": attempt, "model": self.model, "package": self.package}

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan says about one device: the steps to its target, or why it is left out."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit

# Seconds of a step of which the catalogue does not tell how long it takes: upload, flash, restart and proof of the
# slowest recorders. What the plan shows is what a maintenance window must have room for.
USUAL_DURATION: typing.Final = 1800


class State(enum.StrEnum):
    """Why a device is left out. The set is closed: programs rely on these words."""

    CURRENT = "current"  # it runs its target
    REFUSED = "refused"  # a package is meant for it, and something keeps it from being installed
    NO_PACKAGE = "no_package"
    AMBIGUOUS = "ambiguous"  # several packages fit
    UNKNOWN = "unknown"  # it did not tell enough, or the inventory can not be used for it
    UNREACHABLE = "unreachable"
    LOCKED = "locked"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A device that the plan knows and does not touch. ``advice`` is empty where nothing is to be done."""

    host: str
    state: State
    reason: str
    advice: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding that does not stop the upgrade, because it is a warning or because it was allowed."""

    code: str
    severity: str
    sentence: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The package that a device ends up with, by its name, and the firmware that it brings."""

    package: str
    version: str
    build: str | None

    @property
    def firmware(self) -> FirmwareVersion:
        return FirmwareVersion(self.version, self.build)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One installation. ``package`` has the digest of its file, whoever gave it.

    ``allow`` is what the operator allows for it. ``status`` is that of the catalogue's entry, ``None`` for a package
    of a list. ``size`` is in bytes, of the image that is sent; ``expected_duration`` in seconds, ``None`` where nobody
    knows.
    """

    package: Package
    allow: tuple[str, ...]
    status: str | None
    size: int
    expected_duration: float | None
    config_reset: bool

    @property
    def duration(self) -> float:
        return USUAL_DURATION if self.expected_duration is None else self.expected_duration

    def as_options(self) -> dict[str, typing.Any]:
        """Options of the module ``firmware``."""
        return {**self.package.as_options(), "allow": list(self.allow)}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDevice:
    """A device that is upgraded. ``wave`` counts from 1; it is 0 as long as no waves have been computed.

    ``before`` is what it ran when the plan was made. ``areas`` are the places that it watches or guards, ``parent`` is
    the host that it reaches the network through, or that records it.
    """

    host: str
    kind: str
    model: str
    serial: str | None
    platform: str | None
    before: FirmwareVersion
    target: Target
    steps: tuple[PlannedStep, ...]
    findings: tuple[Remark, ...] = ()
    site: str | None = None
    areas: tuple[str, ...] = ()
    parent: str | None = None
    wave: int = 0
    canary: bool = False

    @property
    def expected_duration(self) -> float:
        """Seconds for all steps, with :data:`USUAL_DURATION` for those of which nobody knows."""
        return sum(step.duration for step in self.steps)

    @property
    def path(self) -> tuple[FirmwareVersion, ...]:
        """What it runs now, and after each step."""
        return self.before, *(step.package.firmware for step in self.steps)

    @property
    def unit(self) -> Unit:
        """The device as the planner sees it."""
        return Unit(
            host=self.host,
            kind=self.kind,
            model=self.model,
            platform=self.platform,
            firmware=str(self.before),
            site=self.site,
            areas=self.areas,
            parent=self.parent,
            duration=self.expected_duration,
        )

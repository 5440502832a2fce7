# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the upgrade of one device, as a value: the fact ``firmware_upgrade_outcome``.

Facts travel through Ansible as plain values, so a record is read from one and written to one.
"""

from __future__ import annotations

import dataclasses
import enum
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import GOOD, State

Mapping = typing.Mapping[str, typing.Any]
_NOT_FOR_THE_MODULE = ("expected_duration", "config_reset")


class StepState(enum.StrEnum):
    """How far a step has come. A step that failed has an outcome of ``surveillance.hikvision.firmware`` or FAILED."""

    PENDING = "pending"
    WOULD_UPGRADE = "would_upgrade"
    FLASHED = "flashed"  # version and build were read back, the health is still to be compared
    UNCHANGED = "unchanged"
    UPGRADED = "upgraded"
    FAILED = "failed"


_DONE = frozenset({StepState.UNCHANGED, StepState.UPGRADED})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One installation on the way. ``package`` are the options of the module ``firmware``, ``src`` being absolute.

    ``before`` and ``after`` are what the device ran around it, ``backup`` is the path of the one that was made for it,
    and ``expected_duration`` is in seconds.
    """

    package: Mapping
    state: str = StepState.PENDING
    before: Mapping | None = None
    after: Mapping | None = None
    backup: str | None = None
    expected_duration: float | None = None
    config_reset: bool = False

    @classmethod
    def of(cls, chosen: Mapping, directory: str) -> Step:
        """A step of the filter ``select_firmware``; a relative ``src`` counts from ``directory``."""
        return cls(
            package=installable(chosen, directory),
            expected_duration=chosen.get("expected_duration"),
            config_reset=bool(chosen.get("config_reset")),
        )

    @property
    def firmware(self) -> str:
        """``V5.7.18 build 240826``."""
        return firmware_text(self.package)

    @property
    def is_done(self) -> bool:
        return self.state in _DONE


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """The backup that a device is brought back to, and the package, if any, that brings back its firmware."""

    backup: str
    created: str
    firmware: Mapping | None
    package: Mapping | None
    reasons: typing.Sequence[str] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The upgrade of one device so far.

    ``state`` is a word of :class:`State` or an outcome of the module ``firmware``. ``target`` names the package that
    is meant and ``steps`` lead there. ``return_to`` is the backup to go back to when a step has left the device with
    a firmware that does not do, and ``going_back`` tells about that way. ``source`` is the catalogue.
    """

    state: str = State.STARTED
    reason: str = ""
    advice: str = ""
    model: str | None = None
    kind: str | None = None
    before: Mapping | None = None
    after: Mapping | None = None
    target: Mapping | None = None
    backup: str | None = None
    steps: tuple[Step, ...] = ()
    findings: tuple[Mapping, ...] = ()
    source: Mapping | None = None
    release_notes: Mapping | None = None
    return_to: str | None = None
    going_back: Return | None = None

    @classmethod
    def read(cls, told: Mapping | None) -> Record:
        """Read the fact. Keys that are not of a record are left out, those that are not told have no value."""
        told = told or {}
        known = {field.name: told[field.name] for field in dataclasses.fields(cls) if field.name in told}
        going_back = known.get("going_back")
        return cls(
            **known
            | {
                "steps": tuple(Step(**step) for step in known.get("steps", ())),
                "findings": tuple(known.get("findings", ())),
                "going_back": Return(**going_back) if going_back else None,
            }
        )

    def as_fact(self) -> dict[str, typing.Any]:
        """The counterpart of :meth:`read`, with sums that playbooks would have to do otherwise."""
        return _plain(self) | {
            "steps": [_plain(step) for step in self.steps],
            "findings": list(self.findings),
            "going_back": _plain(self.going_back) if self.going_back else None,
            "steps_done": sum(step.is_done for step in self.steps),
            "steps_total": len(self.steps),
            "path": self.path,
            "in_order": self.state in GOOD,
        }

    @property
    def path(self) -> str:
        """``V5.5.0 build 170725 -> V5.6.0 build 190115 -> V5.7.18 build 240826``; empty where nothing is to be done."""
        if not self.steps:
            return ""
        return " -> ".join([firmware_text(self.before), *(step.firmware for step in self.steps)])

    @property
    def current(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    def with_current(self, **changes: typing.Any) -> Record:
        """The record with its current step changed; without one, as it is."""
        current = self.current
        steps = [dataclasses.replace(step, **changes) if step is current else step for step in self.steps]
        return dataclasses.replace(self, steps=tuple(steps))

    def of_step(self, sentence: str) -> str:
        """A sentence about the current step, which it names where there are several."""
        if len(self.steps) < 2 or self.current is None:
            return sentence
        number = self.steps.index(self.current) + 1
        return f"step {number} of {len(self.steps)}, to {self.current.firmware}: {sentence}"


def _plain(value: Record | Step | Return) -> dict[str, typing.Any]:
    """The fields of a value, in lists and words that any reader of facts understands."""
    told = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    lists = {name: list(part) for name, part in told.items() if isinstance(part, tuple)}
    words = {name: str(part) for name, part in told.items() if isinstance(part, enum.StrEnum)}
    return told | lists | words


def installable(chosen: Mapping, directory: str) -> dict[str, typing.Any]:
    """The options of the module ``firmware`` for a package that was chosen."""
    options = {name: value for name, value in chosen.items() if name not in _NOT_FOR_THE_MODULE}
    return options | {"src": str(pathlib.Path(directory) / pathlib.Path(chosen["src"]).expanduser())}


def firmware_text(told: Mapping | None) -> str:
    """A firmware that is written as ``version`` and ``build``."""
    return str(FirmwareVersion.from_result(told) or "an untold firmware")

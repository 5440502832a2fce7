# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout in a directory of its own, with one device in it."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import Undertaking
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.flight import Flight, Notes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.held_signals import HeldSignals
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.turn import Turn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext

HOST = "cam-01"
UNDERTAKING = Undertaking(
    package="g5-5.7.18",
    target=FirmwareVersion("V5.7.18", "240826"),
    before=FirmwareVersion("V5.7.15", "240201"),
    size=1000,
    sha256="ab" * 32,
)


@dataclasses.dataclass
class Rollout:
    """``variables`` are those of a task of its device; ``told`` and ``warned`` what a flight had to say."""

    context: RolloutContext
    told: list[str] = dataclasses.field(default_factory=list)
    warned: list[str] = dataclasses.field(default_factory=list)

    @property
    def variables(self) -> dict[str, typing.Any]:
        return {"firmware_upgrade_rollout": self.context.as_fact(), "firmware_upgrade_step": 0}

    @property
    def turn(self) -> Turn:
        turn = Turn.of(self.variables)
        assert turn is not None
        return turn

    def flight(self, **turn: typing.Any) -> Flight:
        notes = Notes(self.told.append, self.warned.append)
        return Flight(dataclasses.replace(self.turn, **turn), UNDERTAKING, HeldSignals(), notes)

    def events(self) -> list[Event]:
        return [event for event in read(self.context.place.journal).events if event.kind is not Kind.BEGAN]

    def kinds(self) -> list[Kind]:
        return [event.kind for event in self.events()]

    def with_context(self, **changes: typing.Any) -> Rollout:
        return Rollout(dataclasses.replace(self.context, **changes))

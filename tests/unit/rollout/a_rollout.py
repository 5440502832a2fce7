# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout on disk, as far as a test needs one: its directory, its journal, and the contexts of its devices."""

from __future__ import annotations

import datetime
import pathlib

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory

PLAN = "0f" * 32
FIRST, SECOND = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


class Rollout:
    """A rollout whose time stands still, unless somebody moves it."""

    def __init__(self, shared: pathlib.Path) -> None:
        self.place = RolloutDirectory.of(shared, PLAN)
        self.place.make()
        self.now = NOON
        self.run = FIRST

    def begin(self, run: str = FIRST) -> None:
        """A run begins."""
        self.run = run
        self.write(Kind.RUN_BEGAN, plan=PLAN)

    def write(self, kind: Kind, host: str | None = None, **details: object) -> None:
        Journal(self.place.journal, self.run, lambda: self.now).append(kind, host, **details)

    def turn(self, host: str, state: str | None, wave: int = 1, reason: str = "") -> None:
        """The turn of a device, from its beginning to its end; without ``state`` it does not end."""
        self.write(Kind.BEGAN, host, wave=wave, attempt=1)
        if state == "upgraded":
            self.write(Kind.BASELINE, host, path=f"baselines/{host}.json")
            self.write(Kind.WRITING, host, step=0)
            self.write(Kind.FLASHED, host, step=0, outcome="upgraded", whole=True)
        if state is not None:
            self.write(Kind.ENDED, host, state=state, reason=reason, wave=wave)

    def events(self, *kinds: Kind) -> list[tuple[str, dict[str, object]]]:
        """What the journal has of these kinds: host or empty, and details."""
        found = read(self.place.journal).events
        return [(event.host or "", dict(event.details)) for event in found if event.kind in kinds]

    def context(self, host: str = "c", wave: int = 2, **limits: object) -> RolloutContext:
        return RolloutContext(
            directory=str(self.place.path),
            run=self.run,
            rollout=PLAN,
            host=host,
            wave=wave,
            canary=False,
            lease=host,
            process=Process(controller="controller", pid=1),
            expected_seconds=600,
            breaker=Limits(**limits),
        )

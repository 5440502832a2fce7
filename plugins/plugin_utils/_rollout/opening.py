# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The beginning of a run: nobody else is at this rollout, its directory is there, and the journal says who began."""

from __future__ import annotations

import dataclasses
import datetime
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Leases
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import Reading, read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.beginning import Beginning, lease_key
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import write_private
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.other_runs import (
    at_work,
    left_behind,
    one_begins,
    refuse_second_run,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.run_details import of_this_controller
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.unfinished import unfinished
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted

Tell = typing.Callable[[str], None]

_PAUSE: typing.Final = 1.0  # seconds between looks at what a killed run left behind


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """``core`` is the version of ansible-core. ``known_dead`` is a run that the operator knows to be dead.

    ``patience`` is how many seconds to wait for workers of a run that was killed: each follows its device to the end.
    """

    beginning: Beginning
    core: str
    known_dead: str | None = None
    patience: float = 0.0
    tell: Tell = print

    def begin(self) -> Reading:
        """Make the directory, keep the plan, and write that the run began. Returns the journal as it is then.

        Raises :class:`JournalError`, above all :class:`RunGoesOn`.
        """
        place = self.beginning.place
        place.make()
        self._wait_for_workers()
        with one_begins(place):
            history = History.of(read(place.journal).events)
            refuse_second_run(
                history, self.beginning.process, datetime.datetime.now(datetime.UTC), known_dead=self.known_dead
            )
            self._keep_plan()
            self._journal()
        return read(place.journal)

    def _wait_for_workers(self) -> None:
        place, leases = self.beginning.place, Leases(self.beginning.place.leases)
        history = History.of(read(place.journal).events)
        refuse_second_run(
            history, self.beginning.process, datetime.datetime.now(datetime.UTC), known_dead=self.known_dead
        )
        keys = {device.host: lease_key(device) for device in self.beginning.application.plan.devices}
        end, told = time.monotonic() + self.patience, False
        while found := at_work(history, leases, keys):
            if time.monotonic() >= end:
                raise left_behind(found)
            if not told:
                self.tell(f"{left_behind(found)} Waiting for them, up to {self.patience:g} seconds.")
                told = True
            time.sleep(_PAUSE)
            history = History.of(read(place.journal).events)

    def _keep_plan(self) -> None:
        """The one that was verified; a later run compares nothing but the digest that names the directory."""
        application, path = self.beginning.application, self.beginning.place.plan
        data = document.to_bytes(application.plan)
        if not path.exists():
            write_private(path, data)
        elif path.read_bytes() != data:
            raise JournalError(f"{path} is not the plan {application.digest}, although its directory has that name.")

    def _journal(self) -> None:
        beginning = self.beginning
        journal = Journal(beginning.place.journal, beginning.run)
        journal.append(
            Kind.RUN_BEGAN,
            **of_this_controller(beginning.process, self.core),
            plan=beginning.application.digest,
            devices=len(beginning.devices),
            waves=len({device.wave for device in beginning.devices}),
        )
        if beginning.knobs.set_aside:
            journal.append(Kind.SET_ASIDE, hosts=sorted(beginning.knobs.set_aside))


def told(beginning: Beginning, reading: Reading) -> dict[str, typing.Any]:
    """The result of the module: what a playbook needs to go through the devices, and where each of them stands."""
    history = History.of(reading.events, beginning.run)
    application, contexts = beginning.application, beginning.contexts()
    verified = application.as_result()
    standings = {host: history.standing(host) for host in contexts}
    waves = ({**wave, "hosts": [host for host in wave["hosts"] if host in contexts]} for wave in verified["waves"])
    return {
        **verified,
        "directory": str(beginning.place.path),
        "journal": str(beginning.place.journal),
        "run": beginning.run,
        "waves": [wave for wave in waves if wave["hosts"]],
        "devices": [
            {
                **device,
                "context": contexts[device["host"]].as_fact(),
                "standing": standings[device["host"]].value,
                "unproven": unfinished(history.device(device["host"])),
                "baseline": history.device(device["host"]).baseline,
            }
            for device in verified["devices"]
            if device["host"] in contexts
        ],
        "set_aside": sorted(beginning.knobs.set_aside),
        "knobs": beginning.knobs.of_waves(),
        "unproven": [host for host, standing in standings.items() if standing is Standing.UNPROVEN],
        "finished": all(standing is Standing.DONE for standing in standings.values()),
        "torn": list(reading.torn),
        "msg": _sentence(beginning, standings),
    }


def _sentence(beginning: Beginning, standings: typing.Mapping[str, Standing]) -> str:
    digest, place = beginning.application.digest, beginning.place.path
    if not standings:
        return f"The plan {digest} holds, and upgrades none of the hosts of this run."
    waves = counted(len({device.wave for device in beginning.devices}), "wave")
    sentence = f"Run {beginning.run} of the plan {digest}: {counted(len(standings), 'device')} in {waves}, in {place}."
    numbers = {
        "done": sum(standing is Standing.DONE for standing in standings.values()),
        "to be proven first": sum(standing is Standing.UNPROVEN for standing in standings.values()),
        "in trouble before": sum(standing is Standing.TROUBLED for standing in standings.values()),
        "set aside": len(beginning.knobs.set_aside),
    }
    parts = ", ".join(f"{number} {what}" for what, number in numbers.items() if number)
    return f"{sentence} {parts[:1].upper()}{parts[1:]}." if parts else sentence

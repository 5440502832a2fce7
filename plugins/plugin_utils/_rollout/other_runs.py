# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether this rollout is already being run by somebody, and whether what a killed run left behind is still at work."""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import os
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NotDurable, RunGoesOn
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History, Run
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Held, Leases
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Fate, Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory

QUIET: typing.Final = datetime.timedelta(minutes=15)
"""After so long without an event, a run on another controller that nobody has ended is taken for dead."""

Keys = typing.Mapping[str, str]


@contextlib.contextmanager
def one_begins(place: RolloutDirectory) -> typing.Iterator[None]:
    """No other run of this rollout begins meanwhile. Raises :class:`NotDurable`."""
    path = place.path / ".begin"
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NotDurable.of(error, path) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def refuse_second_run(history: History, own: Process, now: datetime.datetime, *, known_dead: str | None = None) -> None:
    """Raises :class:`RunGoesOn` if another run of this rollout has not ended and is not known to be dead.

    ``known_dead`` is a run of which the operator knows it. A run of the same process is no other one.
    """
    for run in history.open_runs:
        process = _process(run)
        if run.name == known_dead or process == own:
            continue
        fate = process.fate if process else Fate.UNKNOWN
        if fate is Fate.ALIVE:
            raise RunGoesOn(f"{_introduced(run, process)} It still runs.")
        if fate is Fate.UNKNOWN and now < run.last.at + QUIET:
            raise RunGoesOn(
                f"{_introduced(run, process)} Whether it still runs can not be seen from here; its last event is of "
                f"{_told(run.last.at)}. From {_told(run.last.at + QUIET)} on it is taken for dead, or at once with "
                f"rollout_dead_run={run.name}."
            )


def at_work(history: History, leases: Leases, keys: Keys) -> dict[str, Held]:
    """Hosts that a worker of an earlier run is at right now: it follows its device also when its run was killed.

    ``keys`` maps each host to the key of its lease. Raises :class:`JournalError`.
    """
    found: dict[str, Held] = {}
    for host, device in history.devices.items():
        if (device.is_open or not device.is_proven) and host in keys:
            held = leases.held(keys[host])
            if held is not None and held.at_work:
                found[host] = held
    return found


def left_behind(found: typing.Mapping[str, Held]) -> RunGoesOn:
    """The error for workers that are still there when nobody wants to wait any longer."""
    named = "; ".join(str(held) for held in found.values())
    return RunGoesOn(f"Workers of an earlier run are still at their devices: {named}.")


def _process(run: Run) -> Process | None:
    try:
        return Process.read(run.began.details)
    except (KeyError, TypeError, ValueError):
        return None


def _introduced(run: Run, process: Process | None) -> str:
    user = run.began.details.get("user", "somebody")
    where = str(process) if process else "an unknown process"
    return f"Run {run.name} of this rollout was begun by {user} at {_told(run.began.at)}, as {where}."


def _told(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC"

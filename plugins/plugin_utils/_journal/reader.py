# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a journal, whatever a crash has left of it."""

from __future__ import annotations

import dataclasses
import fcntl
import json
import pathlib

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NotAnEvent, Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """The events in the order in which they were written, and the numbers (from 1) of the lines that are none."""

    events: tuple[Event, ...] = ()
    torn: tuple[int, ...] = ()


def read(path: pathlib.Path, host: str | None = None) -> Reading:
    """Read the journal at ``path``; one that is not there is empty. With ``host``, nothing but the events of that one.

    What was half written when its writer was killed was never relied upon: a writer goes on only after its line is on
    the disk. Such lines are named and skipped. Raises :class:`.error.Unreadable` and :class:`.error.NewerSchema`.
    """
    try:
        data = _content(path)
    except FileNotFoundError:
        return Reading()
    except OSError as error:
        raise Unreadable.of(error, path) from error
    # As a writer writes it. Most of a journal is about others, and need not be understood to be left out.
    wanted = b"" if host is None else b'"host":' + json.dumps(host).encode()
    events: list[Event] = []
    torn: list[int] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line or wanted not in line:
            continue
        try:
            events.append(Event.read(line.decode()))
        except (NotAnEvent, UnicodeDecodeError):
            torn.append(number)
    return Reading(tuple(events), tuple(torn))


def _content(path: pathlib.Path) -> bytes:
    """Everything, at a moment when nobody is in the middle of a line."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        return file.read()

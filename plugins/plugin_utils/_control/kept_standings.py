# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The standings of a rollout from its journal, reading no more of it than what was added lately.

Each device asks for them before each step, in a process of its own. Beside the journal lies a file with the standings
up to some place in it. That file is never needed: it is made anew from the journal whenever it does not fit, and any
process may replace it, because the beginning of a journal never changes.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import atomic_file
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.standings import Standings
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NotAnEvent, Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Ending

SCHEMA: typing.Final = "hikvision-rollout-standings/2"

_FAR_BEHIND: typing.Final = 64 * 1024  # bytes of the journal, a few milliseconds
_MARK: typing.Final = 4096  # bytes before the place, by which the journal is known again


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """The standings after the first ``offset`` bytes of the journal; ``mark`` is the digest of the last of them."""

    offset: int
    mark: str
    standings: Standings


def current_standings(journal: pathlib.Path) -> Standings:
    """The standings by the journal at that path.

    Raises :class:`.error.Unreadable`, also where there is no journal, and :class:`.error.NewerSchema`.
    """
    beside = journal.with_name(f"{journal.stem}.standings.json")
    try:
        with open(journal, "rb") as file:
            known = _known(beside, file.fileno()) or _Place(0, "", Standings())
            file.seek(known.offset)
            added = file.read()
            whole = added[: added.rfind(b"\n") + 1]  # somebody may be in the middle of the last line
            standings = known.standings.after(_events(whole))
            if len(whole) > _FAR_BEHIND:
                offset = known.offset + len(whole)
                _keep(beside, _Place(offset, _mark(file.fileno(), offset), standings.compact()))
    except OSError as error:
        raise Unreadable.of(error, journal) from error
    return standings


def _events(lines: bytes) -> typing.Iterator[Event]:
    for line in lines.splitlines():
        try:
            yield Event.read(line.decode())
        except (NotAnEvent, UnicodeDecodeError):
            continue  # torn by a writer that was killed; nobody relied on it


def _mark(journal: int, offset: int) -> str:
    start = max(0, offset - _MARK)
    return hashlib.sha256(os.pread(journal, offset - start, start)).hexdigest()


def _known(path: pathlib.Path, journal: int) -> _Place | None:
    """What the file beside the journal tells, if it is there and about this journal."""
    try:
        told = json.loads(path.read_bytes())
        place = _Place(int(told["offset"]), str(told["mark"]), _read(told))
    except (OSError, KeyError, TypeError, ValueError):
        return None
    fits = told["schema"] == SCHEMA and place.mark == _mark(journal, place.offset)
    return place if fits else None


def _read(told: dict[str, typing.Any]) -> Standings:
    return Standings(
        endings=tuple(
            Ending(host, state, run, on_purpose=on_purpose) for host, state, run, on_purpose in told["endings"]
        ),
        pending=told["pending"],
        attempts=told["attempts"],
        under_way=told["under_way"],
        set_aside=frozenset(told["set_aside"]),
        rollouts=frozenset(told["rollouts"]),
    )


def _keep(path: pathlib.Path, place: _Place) -> None:
    """Where this is not possible, the next one reads the journal from an earlier place."""
    told = {
        "schema": SCHEMA,
        "offset": place.offset,
        "mark": place.mark,
        "endings": [[ending.host, ending.state, ending.run, ending.on_purpose] for ending in place.standings.endings],
        "pending": dict(place.standings.pending),
        "attempts": dict(place.standings.attempts),
        "under_way": dict(place.standings.under_way),
        "set_aside": sorted(place.standings.set_aside),
        "rollouts": sorted(place.standings.rollouts),
    }
    with contextlib.suppress(OSError):
        atomic_file.replace(path, json.dumps(told, separators=(",", ":")).encode())

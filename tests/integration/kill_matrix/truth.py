# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journal says, held against what the devices saw."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from simulator import Firmware, RunningDevice

UNHARMED = ("refused", "failed_before_write", "unreachable")
OPEN_ENDED = ("failed_unknown", "not_back", "lost_access")
"""States that say: nobody knows what it runs."""


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """What the journal says in the end."""

    events: tuple[Event, ...]
    history: History

    @classmethod
    def of(cls, journal: pathlib.Path) -> Account:
        events = read(journal).events
        return cls(events, History.of(events))

    def state(self, host: str) -> str:
        device = self.history.device(host)
        return str(device.state) if device.state else str(device.standing)

    def lies(self, device: RunningDevice, target: Firmware) -> typing.Iterator[str]:
        """Everything in which the journal and the device do not agree; nothing when all is well."""
        yield from self._outcome(device, target)
        yield from self._second_flash(device)
        yield from self._backup(device)

    def _outcome(self, device: RunningDevice, target: Firmware) -> typing.Iterator[str]:
        state, is_new = self.state(device.name), device.firmware == target
        if self.history.device(device.name).is_open:
            yield "its turn never ended"
        if state in ("upgraded", "unchanged") and not (is_new and device.state == "running"):
            yield f"{state}, and it is {device.state} with {device.firmware}"
        if state in UNHARMED and is_new:
            yield f"{state}, and it runs the new firmware"
        if state == "wrong_version" and is_new:
            yield "wrong_version, and it runs the right one"
        if state == "untouched" and device.record.uploads:
            yield "untouched, and it got a file"

    def _second_flash(self, device: RunningDevice) -> typing.Iterator[str]:
        """A file goes out again only after the proof that the device runs something else and waits for nothing."""
        of_device = [event for event in self.events if event.host == device.name]
        begun = [number for number, event in enumerate(of_device) if event.kind is Kind.WRITING]
        for first, second in itertools.pairwise(begun):
            between = of_device[first:second]
            proofs = [event for event in between if event.kind in (Kind.FLASHED, Kind.SETTLED)]
            if not proofs or proofs[-1].details["outcome"] in ("upgraded", *OPEN_ENDED):
                yield "a file was sent again without a proof that the first one had done nothing"
        whole = sum(upload.outcome == "accepted" for upload in device.record.uploads)
        if whole > len(begun):
            yield f"it took {whole} files and the journal knows of {len(begun)}"
        for_nothing = sum(_did_nothing(of_device[first:last]) for first, last in itertools.pairwise([*begun, None]))
        written = device.record.counters.flashes
        if written > len(begun) - for_nothing:
            yield f"it wrote {written} files, and {for_nothing} of the {len(begun)} that it got are told as not written"

    def _backup(self, device: RunningDevice) -> typing.Iterator[str]:
        kept: Event | None = None
        for event in self.events:
            if event.host != device.name:
                continue
            if event.kind is Kind.BACKED_UP:
                kept = event
            if event.kind is Kind.WRITING and (kept is None or not _is_whole(kept)):
                yield "it was written to without a good backup"
        paths = [(request.path, request.status) for request in list(device.record.requests)]
        sent = next((number for number, (path, _status) in enumerate(paths) if "updateFirmware" in path), None)
        if sent is not None and not any("configurationData" in path and status == 200 for path, status in paths[:sent]):
            yield "it got a file before it had exported its configuration"


def _did_nothing(since_writing: typing.Sequence[Event]) -> bool:
    """Whether the journal's last word on an upload is that nothing was written."""
    proofs = [event for event in since_writing if event.kind in (Kind.FLASHED, Kind.SETTLED)]
    return bool(proofs) and proofs[-1].details["outcome"] in ("refused", "failed_before_write")


def _is_whole(backup: Event) -> bool:
    path = pathlib.Path(str(backup.details["path"]))
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == backup.details["sha256"]

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a rollout keeps what it remembers.

::

    <rollout_dir>/              shared by all rollouts, and by all controllers that can write there
    ├── stop                    kill switch for all of them: its existence; its text is the reason
    ├── leases/                 who works on which device
    ├── slots/                  uploads at once and their pace
    └── <first 12 digits of the plan's digest>/     one rollout, found again by a later run of the same plan
        ├── plan.json           a copy
        ├── journal.jsonl
        ├── stop                kill switch of this rollout
        ├── approvals/          wave-<n>.request.json, wave-<n>.approved
        ├── baselines/          <host>.json: health before the first step
        └── runbooks/           <host>.md: for a device that did not come back

Directories are for their owner only, and so are the files.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NoRollout, NotDurable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.file_name import file_name

DIGITS: typing.Final = 12
"""How many digits of its plan's digest name a rollout."""

_DIGEST = re.compile(r"[0-9a-f]{12,64}", re.ASCII)
_ONLY_OWNER: typing.Final = 0o700


@dataclasses.dataclass(frozen=True, slots=True)
class RolloutDirectory:
    """The directory of one rollout, which is ``path``."""

    path: pathlib.Path

    @classmethod
    def of(cls, shared: pathlib.Path, digest: str) -> RolloutDirectory:
        """The one for a plan with this digest, whether it is there or not."""
        return cls(shared / digest[:DIGITS])

    @classmethod
    def find(cls, named: str, shared: pathlib.Path) -> RolloutDirectory:
        """The rollout that somebody has named: by its directory, or by the digest of its plan or the first digits.

        Raises :class:`.error.NoRollout`.
        """
        places = [pathlib.Path(named).expanduser(), shared / named]
        if _DIGEST.fullmatch(named.strip().casefold()):
            places.append(shared / named.strip().casefold()[:DIGITS])
        for place in places:
            if (place / "plan.json").is_file() or (place / "journal.jsonl").is_file():
                return cls(place.resolve())
        raise NoRollout(f"There is no rollout {named}, neither as a directory nor below {shared}.")

    @property
    def shared(self) -> pathlib.Path:
        return self.path.parent

    @property
    def plan(self) -> pathlib.Path:
        return self.path / "plan.json"

    @property
    def journal(self) -> pathlib.Path:
        return self.path / "journal.jsonl"

    @property
    def stop_files(self) -> tuple[pathlib.Path, pathlib.Path]:
        """The kill switch of all rollouts here, and that of this one."""
        return self.shared / "stop", self.path / "stop"

    @property
    def leases(self) -> pathlib.Path:
        return self.shared / "leases"

    @property
    def slots(self) -> pathlib.Path:
        return self.shared / "slots"

    @property
    def approvals(self) -> pathlib.Path:
        return self.path / "approvals"

    def approval_request(self, wave: int) -> pathlib.Path:
        return self.approvals / f"wave-{wave}.request.json"

    def approval(self, wave: int) -> pathlib.Path:
        return self.approvals / f"wave-{wave}.approved"

    def baseline(self, host: str) -> pathlib.Path:
        return self.path / "baselines" / f"{file_name(host)}.json"

    def runbook(self, host: str) -> pathlib.Path:
        return self.path / "runbooks" / f"{file_name(host)}.md"

    def make(self) -> None:
        """Make what is not there of all this. Raises :class:`.error.NotDurable`."""
        for path in (self.path, self.leases, self.slots, self.approvals, self.baseline("").parent):
            _make(path)
        _make(self.runbook("").parent)


def _make(path: pathlib.Path) -> None:
    """A directory, and those above it that are missing, so that they outlast a crash."""
    if path.is_dir():
        return
    _make(path.parent)
    try:
        path.mkdir(mode=_ONLY_OWNER, exist_ok=True)
        above = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(above)
        finally:
            os.close(above)
    except OSError as error:
        raise NotDurable.of(error, path) from error


def write_private(path: pathlib.Path, content: bytes) -> None:
    """Put a file there in one step, for its owner only. Raises :class:`.error.NotDurable`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(file, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(file)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise NotDurable.of(error, path) from error

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory of a run: its state, its lock, and the files that its steps pass on."""

from __future__ import annotations

import json
import os
import pathlib
import re
import secrets
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.document import LARGEST, read, to_bytes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import (
    NoRun,
    NotAllowed,
    RunUnusable,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Procedure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.run import ProcedureRun

_RECORD = re.compile(r"\w[\w.-]*", re.ASCII)


class RunDirectory:
    """What lies in ``<run directory>/<host>``. Only the owner may look into it."""

    def __init__(self, run_directory: pathlib.Path, host: str, procedures: typing.Mapping[str, Procedure]) -> None:
        """Raises :class:`RunUnusable` for a host whose name is no name of a directory."""
        if not host or host.startswith(".") or "/" in host or not host.isprintable():
            raise RunUnusable(f"The host {host!r} can not have a directory of its own: its name is no name of a file.")
        self.top = run_directory / host
        self._procedures = procedures

    @property
    def state(self) -> pathlib.Path:
        """The file of the run."""
        return self.top / "state.json"

    @property
    def lock(self) -> pathlib.Path:
        """The file that says who works with the run."""
        return self.top / "lock.json"

    @property
    def evidence(self) -> pathlib.Path:
        """Where operators put files."""
        return self.top / "evidence"

    @property
    def records(self) -> pathlib.Path:
        """Where steps leave lists of files and the like."""
        return self.top / "records"

    def make(self) -> None:
        """Make the directories that are missing. Raises :class:`OSError`, :class:`RunUnusable`."""
        for directory in (self.top, self.evidence, self.records):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if directory.is_symlink():
                raise RunUnusable(f"{directory} is a link. A run keeps its files in directories of its own.")

    def keep(self, contents: typing.Mapping[str, typing.Any]) -> None:
        """Write values as records, by name, as JSON. Raises :class:`NotAllowed`, :class:`OSError`."""
        for name, value in contents.items():
            if not _RECORD.fullmatch(name):
                raise NotAllowed(f"{name!r} can not be the name of a record.")
            write_private(self.records / name, json.dumps(value, ensure_ascii=False).encode())

    def load(self) -> ProcedureRun | None:
        """The run, ``None`` where none has begun. Raises :class:`RunUnusable`, :class:`OSError`."""
        try:
            with self.state.open("rb") as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError:
            return None
        if len(data) > LARGEST:
            raise RunUnusable(f"{self.state} is larger than {LARGEST >> 20} MiB.")
        return read(data, self._procedures, str(self.state))

    def existing(self) -> ProcedureRun:
        """The run. Raises :class:`NoRun` where none has begun, and what :meth:`load` raises."""
        run = self.load()
        if run is None:
            raise NoRun(f"There is no run in {self.top}.")
        return run

    def save(self, run: ProcedureRun) -> None:
        """Put the run in the place of what was there, so that a reader sees one or the other, whole.

        Raises :class:`OSError`; what was there is then untouched.
        """
        write_private(self.state, to_bytes(run))


def write_private(path: pathlib.Path, data: bytes) -> None:
    """Write a file that only its owner may read, in one step. Raises :class:`OSError`."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _keep_name(path.parent)


def _keep_name(directory: pathlib.Path) -> None:
    """A power cut must not bring back the old file: the new name has to be on disk, too."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

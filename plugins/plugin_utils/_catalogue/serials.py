# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The highest serial number seen of each catalogue, so that nobody passes off an old issue as the current one.

The memory is a JSON file of the user's own: ``{"example": {"serial": 7, "digest": "..."}}``.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import atomic_file
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import (
    BelowMinimum,
    MemoryUnusable,
    Reissued,
    RolledBack,
)


class Seen(typing.NamedTuple):
    """The newest issue of a catalogue so far; ``digest`` is the SHA-256 of the file."""

    serial: int
    digest: str


def check_minimum(catalogue: Catalogue, minimum: int | None) -> None:
    """Raises :class:`BelowMinimum`."""
    if minimum is not None and catalogue.serial < minimum:
        raise BelowMinimum(f"{catalogue.id} has the serial number {catalogue.serial}; {minimum} is the least wanted.")


class SerialMemory:
    """The memory in a file that need not exist yet."""

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path

    def check(self, catalogue: Catalogue) -> None:
        """Compare and write nothing. Raises :class:`RolledBack`, :class:`Reissued`, :class:`MemoryUnusable`."""
        with self._errors():
            _compare(catalogue, self._read().get(catalogue.id))

    def check_and_remember(self, catalogue: Catalogue) -> None:
        """As :meth:`check`; an issue that is newer than all before becomes the newest."""
        with self._errors():
            if self._read().get(catalogue.id) == _seen(catalogue):
                return  # nothing to write: a lasting memory on a disk that is read-only will do
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._locked():
                known = self._read()
                _compare(catalogue, known.get(catalogue.id))
                self._write({**known, catalogue.id: _seen(catalogue)})

    @contextlib.contextmanager
    def _errors(self) -> typing.Iterator[None]:
        try:
            yield
        except OSError as error:
            raise MemoryUnusable(
                f"The serial numbers seen so far, {self._path}, can not be used: {error.strerror}."
            ) from error

    @contextlib.contextmanager
    def _locked(self) -> typing.Iterator[None]:
        """Other runs wait. The lock is a file of its own, because the memory is replaced as a whole."""
        lock = self._path.with_name(self._path.name + ".lock")
        lock.touch(mode=0o600)
        with open(lock, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _read(self) -> dict[str, Seen]:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        try:
            told = json.loads(data) if data else {}
            return {name: Seen(int(seen["serial"]), str(seen["digest"])) for name, seen in told.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MemoryUnusable(f"{self._path} does not hold serial numbers of catalogues.") from error

    def _write(self, known: dict[str, Seen]) -> None:
        self._path.touch(mode=0o600)  # a file that exists keeps its mode
        told = {name: seen._asdict() for name, seen in sorted(known.items())}
        atomic_file.replace(self._path, json.dumps(told, indent=2).encode() + b"\n")


def _seen(catalogue: Catalogue) -> Seen:
    return Seen(catalogue.serial, catalogue.digest)


def _compare(catalogue: Catalogue, newest: Seen | None) -> None:
    if newest is None or catalogue.serial > newest.serial:
        return
    if catalogue.serial < newest.serial:
        raise RolledBack(
            f"{catalogue.id} has the serial number {catalogue.serial}, but number {newest.serial} has been seen here."
        )
    if catalogue.digest != newest.digest:
        raise Reissued(
            f"{catalogue.id} with the serial number {catalogue.serial} is not the file that was seen under this "
            f"number: its sha256 is {catalogue.digest}, not {newest.digest}."
        )

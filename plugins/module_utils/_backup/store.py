# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Configuration backups in a directory: atomic, private, described, a limited number of them.

A backup is a file and its sidecar. The sidecar is written last, so a file without one is not a backup.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import os
import pathlib
import re
import tempfile

from .sidecar import SUFFIX, BadSidecar, Sidecar, read_sidecar

_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")  # models contain / ( ) and blanks


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """The backup that stands for the device's configuration now; ``removed`` are paths that made room for it."""

    changed: bool
    path: pathlib.Path
    sidecar: Sidecar
    removed: tuple[pathlib.Path, ...] = ()


class Store:
    """The backups of one device."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._directory = directory

    def newest_first(self) -> list[Sidecar]:
        """All complete backups. Files that are something else are left alone."""
        found = []
        for path in self._directory.glob(f"*{SUFFIX}"):
            try:
                sidecar = read_sidecar(path)
            except BadSidecar:
                continue
            # A name that leads elsewhere must not decide what is removed.
            if path.name == sidecar.file + SUFFIX and (self._directory / sidecar.file).is_file():
                found.append(sidecar)
        return sorted(found, key=lambda sidecar: (sidecar.created, sidecar.file), reverse=True)

    def current(self, new: Sidecar, max_age: datetime.timedelta | None) -> Kept | None:
        """The backup that makes ``new`` unnecessary.

        ``None`` when ``new`` is due: its content or firmware is new, or the newest backup is damaged or too old.
        Raises :class:`OSError`.
        """
        newest = next(iter(self.newest_first()), None)
        if newest is None or newest.sha256 != new.sha256 or not newest.same_device_state(new):
            return None
        if max_age is not None and new.made - newest.made >= max_age:
            return None
        return Kept(False, self._directory / newest.file, newest) if self._intact(newest) else None

    def would_keep(self, new: Sidecar, max_age: datetime.timedelta | None) -> Kept:
        """What :meth:`keep` would answer, without keeping or removing anything."""
        return self.current(new, max_age) or Kept(True, self._directory / new.file, new)

    def keep(self, data: bytes, new: Sidecar, *, limit: int, max_age: datetime.timedelta | None = None) -> Kept:
        """Keep ``data`` if it is due, then remove the oldest beyond ``limit`` (0: none). Raises :class:`OSError`."""
        current = self.current(new, max_age)
        if current is not None:
            return current
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._directory / new.file
        self._write(path, data)
        self._write(path.with_name(path.name + SUFFIX), new.as_json().encode())
        return Kept(True, path, new, tuple(self._prune(limit, new)))

    def _intact(self, sidecar: Sidecar) -> bool:
        return hashlib.sha256((self._directory / sidecar.file).read_bytes()).hexdigest() == sidecar.sha256

    def _prune(self, limit: int, new: Sidecar) -> list[pathlib.Path]:
        """Remove the oldest. ``new`` stays even if a clock that went wrong has dated others after it."""
        if limit <= 0:
            return []
        others = [old for old in self.newest_first() if old.file != new.file]
        paths = [self._directory / old.file for old in others[limit - 1 :]]
        for path in paths:
            path.with_name(path.name + SUFFIX).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        return paths

    def _write(self, path: pathlib.Path, data: bytes) -> None:
        """Write so that the name appears with the whole content or not at all; mode 0600 from the first byte."""
        handle, name = tempfile.mkstemp(dir=self._directory, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            pathlib.Path(name).replace(path)
        except BaseException:
            pathlib.Path(name).unlink(missing_ok=True)
            raise


def file_name(model: str, version: str | None, created: datetime.datetime) -> str:
    """A name that sorts by time and is safe on any file system."""
    words = [created.strftime("%Y%m%dT%H%M%S.%f")[:-3] + "Z", model, version or "unknown"]
    return "_".join(_UNSAFE.sub("-", word).strip("-") for word in words) + ".cfg"

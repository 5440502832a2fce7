# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files as evidence: read once, whole, and only where they are what they seem."""

from __future__ import annotations

import dataclasses
import datetime
import fnmatch
import hashlib
import os
import pathlib
import stat
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import Evidence, Origin, moment

_CHUNK = 1 << 20


class NoEvidence(Exception):
    """A file does not count; ``str(error)`` is a sentence about it."""


@dataclasses.dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was found. ``path`` is what a record of it says."""

    path: str
    size: int
    sha256: str
    mtime: datetime.datetime
    origin: Origin

    def as_evidence(self) -> Evidence:
        """For a record."""
        return Evidence(self.path, self.size, self.sha256, moment(self.mtime), self.origin)


def look_at(path: pathlib.Path, top: pathlib.Path) -> SeenFile:
    """A file somewhere below ``top``, the directory of the run. Raises :class:`NoEvidence`."""
    name = _name_below(path, top)
    try:
        # Neither a link, which could lead to anything, nor a pipe, which could wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        why = "it is a link" if path.is_symlink() else error.strerror
        raise NoEvidence(f"{name} can not be read: {why}.") from error
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise NoEvidence(f"{name} is no file.")
        digest = _digest(handle)
        after = os.fstat(handle)
    except OSError as error:
        raise NoEvidence(f"{name} can not be read: {error.strerror}.") from error
    finally:
        os.close(handle)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise NoEvidence(f"{name} is still being written.")
    mtime = datetime.datetime.fromtimestamp(before.st_mtime, datetime.UTC)
    return SeenFile(name, before.st_size, digest, mtime, Origin.CONTROLLER)


def matching(directory: pathlib.Path, pattern: str) -> list[pathlib.Path]:
    """What lies directly in a directory under a name of this pattern, in any case of letters, by name."""
    wanted = pattern.casefold()
    try:
        found = [path for path in directory.iterdir() if fnmatch.fnmatchcase(path.name.casefold(), wanted)]
    except OSError:
        return []
    return sorted(path for path in found if not path.name.startswith("."))


def changed_since(evidence: typing.Iterable[Evidence], top: pathlib.Path) -> list[str]:
    """Sentences about files that are gone or are not what they were."""
    sentences = []
    for each in evidence:
        try:
            found = look_at(top / each.path, top)
        except NoEvidence as error:
            sentences.append(f"What a step passed on has changed: {error}")
            continue
        if found.sha256 != each.sha256:
            sentences.append(
                f"What a step passed on has changed: {each.path} has another content than at {each.mtime}."
            )
    return sentences


def _name_below(path: pathlib.Path, top: pathlib.Path) -> str:
    """The name relative to the run. A directory on the way that is a link leads outside."""
    whole = path.parent.resolve() / path.name
    if not whole.is_relative_to(top.resolve()):
        raise NoEvidence(f"{path} does not lie in the directory of the run.")
    return str(whole.relative_to(top.resolve()))


def _digest(handle: int) -> str:
    digest = hashlib.sha256()
    while chunk := os.read(handle, _CHUNK):
        digest.update(chunk)
    return digest.hexdigest()

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random access to an open file, or to a stretch of it, in pieces of bounded size."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import io
import os
import stat
import typing

BLOCK: typing.Final = 256 * 1024
_ARCHIVE_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class Readable(typing.Protocol):
    """What has to be known of a binary stream. ``read`` returns nothing at its end only."""

    def read(self, size: int, /) -> bytes | None: ...

    def seek(self, offset: int, whence: int = ..., /) -> int: ...


@contextlib.contextmanager
def open_regular(path: str | os.PathLike[str]) -> typing.Iterator[typing.BinaryIO]:
    """Open a file for reading. Raises :class:`OSError`, also for a pipe or device, which would never end."""
    with open(path, "rb", buffering=0, opener=_open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "Not a regular file", os.fspath(path))
        yield typing.cast(typing.BinaryIO, file)


def _open_at_once(path: str, flags: int) -> int:
    """Opening a pipe waits for its other end, which may never come."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """``size`` bytes of ``file`` from ``start`` on. Offsets count from the start of the span.

    Reading stops at the end of the span, whatever is asked for. Raises :class:`OSError` when the file can not be read
    or has become shorter.
    """

    file: Readable
    start: int
    size: int

    @classmethod
    def of(cls, file: Readable) -> Span:
        return cls(file, 0, file.seek(0, io.SEEK_END))

    def part(self, offset: int, size: int) -> Span:
        """A stretch of this one, cut where this one ends."""
        offset = min(offset, self.size)
        return Span(self.file, self.start + offset, min(size, self.size - offset))

    def holds(self, offset: int, size: int) -> bool:
        return offset + size <= self.size

    def read(self, offset: int, size: int) -> bytes:
        """At most :data:`BLOCK` bytes; fewer where the span ends."""
        part = self.part(offset, min(size, BLOCK))
        return b"".join(part.blocks())

    def blocks(self) -> typing.Iterator[bytes]:
        """All bytes, in blocks of at most :data:`BLOCK`."""
        if not self.size:
            return
        self.file.seek(self.start)
        missing = self.size
        while missing:
            block = self.file.read(min(BLOCK, missing))
            if not block:
                raise OSError(errno.EIO, "the file became shorter while it was read")
            missing -= len(block)
            yield block


def is_archive(span: Span) -> bool:
    """Whether this starts as a zip archive does."""
    return span.read(0, 4) in _ARCHIVE_STARTS

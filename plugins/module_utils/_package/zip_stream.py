# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The standard zip reader, kept within bounds: hostile archives end in one kind of error, and none fills the memory."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import struct
import typing
import zipfile
import zlib

from .names import printable
from .reading import BLOCK

if typing.TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_READ: typing.Final = 1 << 20

# What the reader raises for archives that are cut, inconsistent, or use what it does not know. RuntimeError covers
# encrypted and unimplemented, ValueError undecodable names and negative positions.
_TOLD_BY_READER = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
)


class UnusableArchive(OSError):
    """The archive, or a file in it, is damaged or is none that we read; ``strerror`` says why.

    An OSError, because to whoever reads the stream it is what a bad disk would be.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EIO, reason)


@contextlib.contextmanager
def told_as_unusable() -> typing.Iterator[None]:
    try:
        yield
    except _TOLD_BY_READER as error:
        raise UnusableArchive(printable(str(error)) or type(error).__name__) from error


class BoundedReads:
    """The file as the zip reader sees it. The reader loads the directory at once, whatever size that claims to be."""

    def __init__(self, file: typing.BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, io.SEEK_END)
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        rest = max(self._size - self._position, 0)
        wanted = rest if size < 0 else min(size, rest)
        if wanted > LARGEST_READ:
            raise UnusableArchive(f"its directory would take {wanted} bytes")
        self._file.seek(self._position)
        data = self._file.read(wanted)
        self._position += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if not 0 <= position <= self._size:
            raise UnusableArchive("it points outside of the file")
        self._position = position
        return position

    def tell(self) -> int:
        return self._position

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """The file belongs to whoever opened it."""


class ZippedFile(io.RawIOBase):
    """A file in an archive, as a stream that can start again. ``size`` in bytes.

    Reading raises :class:`UnusableArchive` when the data is damaged; its check sum is compared at the end.
    """

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        super().__init__()
        self.size = info.file_size
        self._archive, self._info = archive, info
        self._position = 0
        self._resources = contextlib.ExitStack()
        self._stream: typing.IO[bytes] = io.BytesIO()
        self._stream = self._begin()

    def _begin(self) -> typing.IO[bytes]:
        with told_as_unusable():
            return self._archive.open(self._info)

    def own(self, resources: contextlib.ExitStack) -> None:
        """Close these along with the stream."""
        self._resources = resources

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._stream.close()
            self._resources.close()

    def sha256(self) -> str:
        """The digest of the whole file; its check sum is compared on the way."""
        digest = hashlib.sha256()
        self.seek(0)
        while block := self.read(BLOCK):
            digest.update(block)
        return digest.hexdigest()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        self._checkClosed()
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), BLOCK, self.size - self._position)
        with told_as_unusable():
            data = self._stream.read(wanted)
        if wanted and not data:
            raise UnusableArchive(f"it ends after {self._position} of {self.size} bytes")
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Forward by unpacking what lies between, backward by starting again."""
        target = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        target = min(max(target, 0), self.size)
        if target < self._position:
            self._stream.close()
            self._stream, self._position = self._begin(), 0
        while self._position < target:
            self.read(min(BLOCK, target - self._position))
        return target

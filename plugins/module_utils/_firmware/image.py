# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firmware file on its way to a device: opened, streamed once, never held in memory."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import os
import secrets
import typing

from .._clock import Clock, Deadline
from .._isapi.errors import DeadlineExceeded
from .pace import FULL_SPEED, Pace

OCTET_STREAM = "application/octet-stream"
Watcher = typing.Callable[[int, int], None]


class Stream(typing.Protocol):
    """Bytes to be read once, in order."""

    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


Source = typing.Callable[[], Stream]


@dataclasses.dataclass(frozen=True, slots=True)
class ImageFile:
    """A firmware image. ``size`` in bytes; ``source`` opens it where it is not simply the file at ``path``."""

    path: str
    size: int
    source: Source | None = dataclasses.field(default=None, compare=False)

    @classmethod
    def at(cls, path: str) -> ImageFile:
        """Look at the file; raises :class:`OSError` when it can not be read."""
        with open(path, "rb") as file:
            return cls(path, os.fstat(file.fileno()).st_size)

    def open(self) -> Stream:
        """The image from its first byte on. Raises :class:`OSError`."""
        return self.source() if self.source else open(self.path, "rb", buffering=0)

    def head(self, length: int) -> bytes:
        """At most ``length`` bytes of the beginning. Raises :class:`OSError`."""
        data = b""
        with contextlib.closing(self.open()) as file:
            while len(data) < length and (more := file.read(length - len(data))):
                data += more
        return data


def sha256_of(path: str) -> str:
    """The file's digest, read in blocks. Raises :class:`OSError`."""
    with open(path, "rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class ImageBody:
    """The request body of an upload: optional multipart framing around the image.

    ``sent`` counts the bytes handed to the connection, framing included. ``read`` raises :class:`DeadlineExceeded`
    when the upload takes longer than ``seconds``, and :class:`OSError` when the file is no longer ``size`` bytes long:
    exactly that many have been announced. ``watch(sent, total)`` is called for each block before it goes out. Waiting
    for the ``pace`` takes none of the ``seconds``.
    """

    def __init__(
        self,
        image: ImageFile,
        *,
        multipart: bool,
        clock: Clock,
        seconds: float,
        watch: Watcher,
        pace: Pace = FULL_SPEED,
    ) -> None:
        self.content_type = OCTET_STREAM
        self.sent = 0
        self._image = image
        self._file = image.open()
        self._size = image.size
        self._head, self._tail = b"", b""
        if multipart:
            self._frame()
        self._length = len(self._head) + image.size + len(self._tail)
        self._position = 0
        self._deadline = Deadline(clock, seconds)
        self._watch = watch
        self._pace = pace

    def _frame(self) -> None:
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        disposition = 'Content-Disposition: form-data; name="updateFile"; filename="digicap.dav"'
        self._head = f"--{boundary}\r\n{disposition}\r\nContent-Type: {OCTET_STREAM}\r\n\r\n".encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        if self._position == self._length:
            return b""
        if self._deadline.passed:
            raise DeadlineExceeded(
                f"the upload stood at {self.sent} of {self._length} bytes when its {self._deadline.seconds:.0f} s ended"
            )
        chunk = self._next(min(size, self._pace.block) if size >= 0 else self._pace.block)
        self._deadline.postpone(self._pace.wait(len(chunk)))
        self._position += len(chunk)
        self.sent = self._position
        self._watch(self.sent, self._length)
        return chunk

    def _next(self, wanted: int) -> bytes:
        """The next bytes, from one of head, file and tail."""
        in_file = self._position - len(self._head)
        if in_file < 0:
            return self._head[self._position :][:wanted]
        if in_file >= self._size:
            return self._tail[in_file - self._size :][:wanted]
        chunk = self._file.read(min(wanted, self._size - in_file))
        if not chunk and wanted:
            raise OSError(errno.EIO, "the firmware file became shorter while it was sent")
        return chunk

    def close(self) -> None:
        self._file.close()

    def rewind(self) -> None:
        # An archive's member can not go back.
        self.close()
        self._file = self._image.open()
        self._position = self.sent = 0


@contextlib.contextmanager
def opened(
    image: ImageFile, *, multipart: bool, clock: Clock, seconds: float, watch: Watcher, pace: Pace = FULL_SPEED
) -> typing.Iterator[ImageBody]:
    """The body of one upload of ``image``; the file is closed afterwards. Raises :class:`OSError`."""
    body = ImageBody(image, multipart=multipart, clock=clock, seconds=seconds, watch=watch, pace=pace)
    with contextlib.closing(body):
        yield body

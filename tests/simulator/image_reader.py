# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device's view of an image: read as it arrives, verified without keeping it."""

from __future__ import annotations

import struct
from typing import BinaryIO

from .image_layout import ImageError, ImageFacts
from .image_steps import Pass, image_steps


class ImageReader:
    """Feed it the bytes of an image; ``finish`` tells what it was or raises ImageError."""

    def __init__(self) -> None:
        self.received = 0
        self.announced: ImageFacts | None = None
        """What the image says, known long before its end and not verified yet."""
        self._steps = image_steps(self._announce)
        self._kept = bytearray()
        self._facts: ImageFacts | None = None
        self._error: ImageError | None = None
        self._want = next(self._steps)

    def feed(self, data: bytes) -> None:
        """Take the next bytes. Damage is remembered and raised by ``finish``: a device reads to the end, too."""
        self.received += len(data)
        view = memoryview(data)
        while view and self._error is None:
            if self._facts is not None:
                self._error = ImageError("bytes after the end of the image")
                return
            view = self._consume(view)

    def finish(self) -> ImageFacts:
        """Facts about a whole and sound image. Raises ImageError otherwise."""
        if self._error is not None:
            raise self._error
        if self._facts is None:
            raise ImageError(f"the image ends too early, after {self.received} bytes")
        return self._facts

    def _announce(self, facts: ImageFacts) -> None:
        self.announced = facts

    def _consume(self, view: memoryview) -> memoryview:
        want = self._want
        if isinstance(want, Pass):
            piece, view = view[: want.count], view[want.count :]
            want.sink(piece)
            want.count -= len(piece)
            if want.count == 0:
                self._advance(b"")
        else:
            missing = want.count - len(self._kept)
            self._kept += view[:missing]
            view = view[missing:]
            if len(self._kept) == want.count:
                taken, self._kept = bytes(self._kept), bytearray()
                self._advance(taken)
        return view

    def _advance(self, data: bytes) -> None:
        try:
            self._want = self._steps.send(data)
            while self._want.count == 0:
                self._want = self._steps.send(b"")
        except StopIteration as end:
            self._facts = end.value
        except ImageError as error:
            self._error = error
        except (struct.error, UnicodeDecodeError, KeyError, ValueError) as error:
            self._error = ImageError(f"unreadable: {error}")


def read_image(stream: BinaryIO) -> ImageFacts:
    """Read and verify a whole image from an open file. Raises ImageError."""
    reader = ImageReader()
    while chunk := stream.read(1 << 20):
        reader.feed(chunk)
    return reader.finish()

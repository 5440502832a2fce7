# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which reader a firmware image is for, told by its first four bytes."""

from __future__ import annotations

import typing

from . import hk20, hk30, hksu, hkws
from .contents import Container, Contents
from .magic import container_of, decoded_magic, opaque
from .reading import Span

SMALLEST: typing.Final = 64
LARGEST_HEADER: typing.Final = 64 * 1024  # bytes; the largest that a reader believes is half as long
READERS: typing.Final[dict[Container, typing.Callable[[Span, str], Contents]]] = {
    Container.HKWS: hkws.read,
    Container.HK20: hk20.read,
    Container.HK30: hk30.read,
    Container.HKSU: hksu.read,
}


def read_contents(span: Span, name: str) -> Contents:
    """Read an image's headers and tables. Any bytes will do; raises :class:`OSError` when they can not be read."""
    reader = READERS.get(container_of(decoded_magic(span.read(0, 4))))
    if reader is None or span.size < SMALLEST:
        return opaque(span, name)
    return reader(span, name)


def bears_known_magic(start: bytes) -> bool:
    """Whether these first bytes are those of firmware, of a newer generation perhaps."""
    return container_of(decoded_magic(start)) is not Container.UNKNOWN

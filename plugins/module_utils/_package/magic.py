# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first four bytes of an image, and images about which they say all that is known."""

from __future__ import annotations

import re
import typing

from .contents import Container, Contents
from .obfuscation import reveal
from .reading import Span

MAGICS: typing.Final = {
    b"SWKH": Container.HKWS,
    b"02KH": Container.HK20,
    b"03KH": Container.HK30,
    b"HKSU": Container.HKSU,
}
_NEWER = re.compile(rb"\d\dKH")
_KEPT_OF_START = 512


def decoded_magic(start: bytes) -> bytes:
    return reveal(start[:4])


def container_of(magic: bytes) -> Container:
    """NEWER when it is made like those of the generations 20 and 30."""
    return MAGICS.get(magic) or (Container.NEWER if _NEWER.fullmatch(magic) else Container.UNKNOWN)


def opaque(span: Span, name: str) -> Contents:
    """An image of which nothing but the first bytes is known, or that is not where its kind belongs."""
    start = span.read(0, _KEPT_OF_START)
    magic = decoded_magic(start)
    container = container_of(magic)
    return Contents(
        name=name,
        size=span.size,
        container=container,
        magic=start[:4].hex(" ") if container is Container.UNKNOWN else magic.decode("ascii"),
        start=start,
        opaque=(name,),
    )

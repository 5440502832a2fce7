# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known about a firmware image: frozen values, filled in by the readers and judged by the checks."""

from __future__ import annotations

import dataclasses
import enum
import typing

from .._firmware.version import FirmwareVersion
from .upgrade_code import UpgradeCode

LANGUAGE_WORDS: typing.Final = {1: "EN", 2: "CN"}
LANGUAGE_TAGS: typing.Final = {"en": "EN", "zh-Hans": "CN"}


class Container(enum.StrEnum):
    """The vendor's formats. NEWER bears a vendor's magic of a generation that is not known here, UNKNOWN none."""

    HKWS = "HKWS"
    HK20 = "HK20"
    HK30 = "HK30"
    HKSU = "HKSU"
    NEWER = "newer"
    UNKNOWN = "unknown"


class Style(enum.StrEnum):
    """What an HKWS header keeps in its words from 0x20 to 0x3F, which differs by product line."""

    CAMERA = "camera"  # total, build and version, then the upgrade code
    OLD = "old"  # the upgrade code alone
    RECORDER = "recorder"  # a date in binary-coded decimal
    LOCK = "lock"  # version and date in the last two words
    UNKNOWN = "unknown"  # nothing is claimed


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header says about itself. ``length`` counts the table that follows; ``count`` its entries.

    ``expected_length`` is the length that belongs to ``count``, ``most`` the largest ``count`` that is believed.
    ``computed`` is the checksum of the bytes as they are, and ``None`` where it can not be known: the header is cut
    short, or its kind has no checksum over readable bytes. ``total`` is the size of the whole image where told.
    """

    length: int
    count: int
    expected_length: int
    most: int
    checksum: int | None = None
    computed: int | None = None
    total: int | None = None

    @property
    def consistent(self) -> bool:
        return 1 <= self.count <= self.most and self.length == self.expected_length

    def summed(self, computed: int) -> Header:
        return dataclasses.replace(self, computed=computed)

    def as_result(self) -> dict[str, typing.Any]:
        return {
            "length": self.length,
            "count": self.count,
            "checksum": self.checksum,
            "computed": self.computed,
            "total": self.total,
        }


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry of the table: a file, or a section of HK20. ``offset`` counts from the start of its header.

    ``checksum`` is told and ``computed`` found in the data: the sum of the bytes in decimal, or a SHA-256 for HKSU.
    Either is ``None`` where it is not known; sums are computed on request only. ``kind`` is told by HKSU alone.
    ``trick`` says why the name must not be used as a path.
    """

    name: str
    offset: int
    length: int
    checksum: str | None
    computed: str | None = None
    kind: str | None = None
    trick: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def intact(self) -> bool | None:
        return None if None in (self.checksum, self.computed) else self.checksum == self.computed

    def as_result(self) -> dict[str, typing.Any]:
        names = ("name", "kind", "offset", "length", "checksum", "computed", "intact")
        return {name: getattr(self, name) for name in names}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """An image, or a section of one. ``None`` and empty mean that it does not tell, or that it can not be read.

    ``size`` and ``tail`` are bytes; the tail is what follows the last member. ``language_word`` is the header's
    number, ``languages`` are the tags that HKSU lists. ``opaque`` names the parts that are encrypted or of a kind
    that is not known. ``sections`` are the images inside HK20; what they agree on is told for the whole.
    """

    name: str
    size: int
    container: Container
    magic: str
    start: bytes = dataclasses.field(default=b"", repr=False)
    header: Header | None = None
    style: Style | None = None
    language_word: int | None = None
    languages: tuple[str, ...] = ()
    device_class: int | None = None
    oem_code: int | None = None
    version: str | None = None
    build: str | None = None
    upgrade_code: UpgradeCode | None = None
    members: tuple[Member, ...] = ()
    sections: tuple[Contents, ...] = ()
    tail: int | None = None
    signature_offset: int | None = None
    opaque: tuple[str, ...] = ()

    @property
    def firmware(self) -> FirmwareVersion | None:
        """Version and build; ``None`` without a version. Some recorders tell the build alone."""
        return FirmwareVersion(self.version, self.build) if self.version else None

    @property
    def language(self) -> str | None:
        """EN or CN, when all that tell it agree. EN is also what firmware in several languages says.

        HKSU lists languages; it is for one of these two only when it lists no other.
        """
        told = {LANGUAGE_WORDS.get(self.language_word or 0), self.upgrade_code and self.upgrade_code.language}
        if len(self.languages) == 1:
            told.add(LANGUAGE_TAGS.get(self.languages[0]))
        known = sorted(word for word in told if word)
        return known[0] if len(known) == 1 else None

    @property
    def has_table(self) -> bool:
        """Whether the table of members could be read."""
        return bool(self.members)

    def as_result(self) -> dict[str, typing.Any]:
        """For module results: plain values."""
        return {
            "name": self.name,
            "size": self.size,
            "container": self.container.value,
            "magic": self.magic,
            "style": self.style.value if self.style else None,
            "language": self.language,
            "languages": list(self.languages),
            "device_class": self.device_class,
            "oem_code": self.oem_code,
            "version": self.version,
            "build": self.build,
            "upgrade_code": self.upgrade_code.as_result() if self.upgrade_code else None,
            "header": self.header.as_result() if self.header else None,
            "members": [member.as_result() for member in self.members],
            "sections": [section.as_result() for section in self.sections],
            "tail": self.tail,
            "opaque": list(self.opaque),
        }

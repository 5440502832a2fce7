# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the name of a firmware file says: a hint for people. Names come from people and web sites, often wrong."""

from __future__ import annotations

import dataclasses
import re
import typing

from .._firmware.version import FirmwareVersion

_LANGUAGES: typing.Final = ("EN", "ML", "CN", "GML", "GM")
_EDITIONS: typing.Final = ("STD", "NEU", "GM")
_SEPARATOR = re.compile(r"[_\- ]+")
_MATERIAL = re.compile(r"S\d{9,}", re.ASCII)
_LONGEST = 255


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NameHint:
    """``firmware``, and the words for language, edition and delivery (``_Net``, ``_Serial``) where the name has them.

    ``material`` is the vendor's number of the package, which new names carry instead of platform and language.
    """

    firmware: FirmwareVersion | None = None
    language: str | None = None
    edition: str | None = None
    delivery: str | None = None
    material: str | None = None

    @classmethod
    def of(cls, name: str) -> NameHint:
        """Read names such as ``IPC_G1_EN_STD_5.5.83_190221.zip`` and ``Firmware__V4.84.100_250918_S3000597013.zip``."""
        stem = name[:_LONGEST].rpartition(".")[0] or name[:_LONGEST]
        words = [word for word in _SEPARATOR.split(stem) if word]
        language = _first(words, _LANGUAGES)
        after_language = words[words.index(language) + 1 :] if language else words
        return cls(
            firmware=FirmwareVersion.parse(stem),
            language=language,
            edition=_first(after_language, _EDITIONS),
            delivery=_first(words, ("Net", "Serial")),
            material=next((word for word in words if _MATERIAL.fullmatch(word)), None),
        )

    def as_result(self) -> dict[str, typing.Any]:
        told = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return told | {"firmware": self.firmware.as_result() if self.firmware else None}


def _first(words: list[str], wanted: tuple[str, ...]) -> str | None:
    return next((word for word in words if word in wanted), None)

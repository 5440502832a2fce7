# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The upgrade code in a header: six groups of three digits that tell what hardware an image is for."""

from __future__ import annotations

import dataclasses
import re
import typing

_CODE = re.compile(rb"\d{18,19}")
GROUPS: typing.Final = ("platform", "flash", "memory", "major", "minor", "language")
LANGUAGES: typing.Final = {"001": "EN", "002": "CN"}


@dataclasses.dataclass(frozen=True, slots=True)
class UpgradeCode:
    """``text`` has 18 or 19 digits; what the 19th means is not known."""

    text: str

    @classmethod
    def parse(cls, field: bytes) -> UpgradeCode | None:
        """Read a header field, which ends at its first NUL; ``None`` when that is no code."""
        found = _CODE.fullmatch(field.partition(b"\0")[0])
        return cls(found.group().decode("ascii")) if found else None

    @property
    def groups(self) -> dict[str, str]:
        """The three digits of each group, by its meaning."""
        return {name: self.text[index * 3 : index * 3 + 3] for index, name in enumerate(GROUPS)}

    @property
    def platform(self) -> str:
        """Three digits: ``114`` is R0 and ``120`` R6, as far as images of both have been seen."""
        return self.text[:3]

    @property
    def language(self) -> str | None:
        """EN, CN or ``None`` for a group that is not known."""
        return LANGUAGES.get(self.text[15:18])

    def as_result(self) -> dict[str, str]:
        return {"code": self.text, **self.groups}

    def __str__(self) -> str:
        return self.text

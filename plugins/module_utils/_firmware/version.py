# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware versions: what runs on a device, and whether two of them are the same.

A version alone does not identify a firmware (one version exists with several build dates), and neither numbers nor
dates order the upgrade path. So equality needs both parts, and "older" is used for one question only: would this be a
downgrade that the operator has not asked for?
"""

from __future__ import annotations

import dataclasses
import re
import typing

# At most nine digits a part: Python refuses to convert thousands of them, and no version has them.
_NUMBERS = re.compile(r"(?<!\d)(\d{1,9}(?:\.\d{1,9})+)(?!\d)", re.ASCII)
# V5.7.15 build 240201, V5.5.82build 190910, V1.4.0_build221212, V5.7.13_230822, 20251013 are all in use.
_BUILD = re.compile(r"(?:build|_)[\s_:.-]*((?:20)?\d{6})(?!\d)", re.IGNORECASE | re.ASCII)
_BARE_BUILD = re.compile(r"\A\s*((?:20)?\d{6})\s*\Z", re.ASCII)
_ISO_DATE = re.compile(r"(20\d\d)-(\d\d)-(\d\d)", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class FirmwareVersion:
    """``numbers`` as sent (``V5.7.18``, leading zeros kept) and ``build`` as six digits ``yymmdd``, or ``None``."""

    numbers: str
    build: str | None = None

    @classmethod
    def parse(cls, version: str, build: str | None = None) -> FirmwareVersion | None:
        """Read the two fields of ``deviceInfo``, or one string that holds both; ``None`` without a version number.

        >>> FirmwareVersion.parse("V5.7.15 build 240201")
        FirmwareVersion(numbers='V5.7.15', build='240201')
        """
        found = _NUMBERS.search(version)
        if found is None:
            return None
        rest = version[found.end() :]
        return cls("V" + found.group(1), parse_build(build) or parse_build(rest))

    @classmethod
    def from_result(cls, told: typing.Mapping[str, typing.Any] | None) -> FirmwareVersion | None:
        """A firmware as module results and backups write it: ``{"version": "V5.7.18", "build": "240826"}``."""
        return cls.parse(str(told.get("version") or ""), told.get("build")) if told else None

    def as_result(self) -> dict[str, str | None]:
        """The counterpart of :meth:`from_result`."""
        return {"version": self.numbers, "build": self.build}

    @property
    def tuple(self) -> tuple[int, ...]:
        """The numbers for comparison; ``V4.61.025`` equals ``V4.61.25``."""
        return tuple(int(part) for part in self.numbers.removeprefix("V").split("."))

    def same_as(self, other: FirmwareVersion) -> bool:
        """Version and build agree. A build that one side does not tell is no agreement."""
        return self.tuple == other.tuple and self.build is not None and self.build == other.build

    def older_than(self, other: FirmwareVersion) -> bool:
        """Lower numbers; for equal numbers the earlier build, as far as both are known."""
        if self.tuple != other.tuple:
            return self.tuple < other.tuple
        return bool(self.build and other.build and self.build < other.build)

    def __str__(self) -> str:
        return f"{self.numbers} build {self.build}" if self.build else self.numbers


def parse_build(text: str | None) -> str | None:
    """The build date ``yymmdd`` in ``build 240826``, ``build180228``, ``_230822``, ``240826`` or ``2024-08-26``."""
    if not text:
        return None
    text = _ISO_DATE.sub(r"\1\2\3", text)
    found = _BUILD.search(text) or _BARE_BUILD.match(text)
    return found.group(1)[-6:] if found else None

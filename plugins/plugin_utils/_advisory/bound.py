# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The range of firmware that a rule calls affected, and where a device's firmware lies to it."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import itertools
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion

Mapping = typing.Mapping[str, typing.Any]


class Place(enum.StrEnum):
    """Where a firmware lies. ``UNTOLD``: the device does not tell what the bound is about."""

    BEFORE = "before"
    WITHIN = "within"
    AFTER = "after"
    UNTOLD = "untold"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One end of a range: a version, a build date ``yymmdd``, or a version whose builds count as well."""

    version: FirmwareVersion | None = None
    build: str | None = None
    inclusive: bool

    @classmethod
    def read(cls, told: Mapping) -> Bound:
        """Read a bound from a document in which nothing is wrong."""
        version = FirmwareVersion.parse(told["version"]) if "version" in told else None
        return cls(version=version, build=told.get("build"), inclusive=told["inclusive"])

    def compare(self, firmware: FirmwareVersion) -> int | None:
        """Negative, zero or positive: ``firmware`` is earlier, equal or later. ``None`` without a needed build.

        Versions compare as numbers. The build is looked at where the bound has no version or the versions are equal.
        """
        if self.version is not None:
            difference = _order(firmware.tuple, self.version.tuple)
            if difference or self.build is None:
                return difference
        mine, theirs = day_of(self.build), day_of(firmware.build)
        if mine is None or theirs is None:
            return None
        return (theirs - mine).days

    def __str__(self) -> str:
        parts = (self.version and self.version.numbers, self.build and f"build {self.build}")
        return " ".join(part for part in parts if part)


@dataclasses.dataclass(frozen=True, slots=True)
class Range:
    """Affected firmware. An end that is ``None`` is open."""

    start: Bound | None = None
    end: Bound | None = None

    def place(self, firmware: FirmwareVersion | None) -> Place:
        """Where ``firmware`` lies. One that is both before the start and after the end is before the start."""
        before, after = self._before(firmware), self._after(firmware)
        if before or (before is None and after):
            return Place.BEFORE if before else Place.UNTOLD
        if after:
            return Place.AFTER
        return Place.UNTOLD if None in (before, after) else Place.WITHIN

    def _before(self, firmware: FirmwareVersion | None) -> bool | None:
        if self.start is None:
            return False
        difference = self.start.compare(firmware) if firmware else None
        return None if difference is None else difference < 0 or (difference == 0 and not self.start.inclusive)

    def _after(self, firmware: FirmwareVersion | None) -> bool | None:
        if self.end is None:
            return False
        difference = self.end.compare(firmware) if firmware else None
        return None if difference is None else difference > 0 or (difference == 0 and not self.end.inclusive)

    @property
    def is_reversed(self) -> bool:
        """Whether the end lies before the start, as far as the two can be compared."""
        if self.start is None or self.end is None or (self.start.version is None) != (self.end.version is None):
            return False
        numbers = self.end.version.numbers if self.end.version else ""
        difference = self.start.compare(FirmwareVersion(numbers, self.end.build))
        return difference is not None and difference < 0

    @property
    def fixed_in(self) -> str | None:
        """The first firmware beyond the range, in words; ``None`` where no fix is known."""
        if self.end is None:
            return None
        return f"later than {self.end}" if self.end.inclusive else f"{self.end} or later"

    def __str__(self) -> str:
        start = self.start and f"{'from' if self.start.inclusive else 'after'} {self.start}"
        end = self.end and f"{'up to and including' if self.end.inclusive else 'before'} {self.end}"
        return " ".join(words for words in (start, end) if words) or "of every version"


def day_of(build: str | None) -> datetime.date | None:
    """The day of a build ``yymmdd``; ``None`` also for six digits that are no date."""
    if build is None:
        return None
    try:
        return datetime.date(2000 + int(build[:2]), int(build[2:4]), int(build[4:]))
    except ValueError:
        return None


def _order(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    """Compares number by number; one that is missing counts as 0, so V5.7 equals V5.7.0."""
    pairs = itertools.zip_longest(left, right, fillvalue=0)
    return next((mine - theirs for mine, theirs in pairs if mine != theirs), 0)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device as the planner sees it: what it is, what it runs, where it stands, and what it depends on."""

from __future__ import annotations

import dataclasses
import re
import typing

_DIGITS = re.compile(r"([0-9]+)")

Name = tuple[tuple[int, int, str], ...]


class Variety(typing.NamedTuple):
    """What one canary can stand for: devices that an upgrade treats alike, at one site."""

    model: str
    platform: str | None
    firmware: str
    site: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One device of a rollout.

    ``kind`` is a word of ``DeviceKind``. ``firmware`` is what runs now. ``areas`` are the places that it watches or
    guards. ``parent`` is the host that it reaches the network through, or that records it. ``duration`` is what its
    upgrade is expected to take, in seconds; ``None`` where nobody knows.
    """

    host: str
    kind: str
    model: str
    platform: str | None = None
    firmware: str
    site: str | None = None
    areas: tuple[str, ...] = ()
    parent: str | None = None
    duration: float | None = None

    @property
    def variety(self) -> Variety:
        return Variety(self.model, self.platform, self.firmware, self.site)


def by_name(host: str) -> tuple[Name, str]:
    """The key that sorts hosts: ``cam-2`` before ``cam-10``."""
    return tuple(_part(part) for part in _DIGITS.split(host)), host


def _part(part: str) -> tuple[int, int, str]:
    """A number by its value, which is its length and then its digits, so that no number is too long."""
    if not part.isdecimal():
        return 0, 0, part
    digits = part.lstrip("0")
    return 1, len(digits), digits

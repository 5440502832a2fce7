# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps devices out of the same wave. All devices of a wave may be down at once, so each is about one wave."""

from __future__ import annotations

import collections
import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit


@dataclasses.dataclass(frozen=True, slots=True)
class Constraint:
    """Of the devices of one ``group``, at most ``limit`` are in one wave."""

    group: str
    limit: int


Constraints = typing.Mapping[str, tuple[Constraint, ...]]


def constraints_of(units: typing.Sequence[Unit], limits: Limits) -> dict[str, tuple[Constraint, ...]]:
    """The constraints that each host is under.

    Two doors of one area are never open to chance together, so what ``limits`` allow an area is not for doors.
    """
    devices = collections.Counter(area for unit in units for area in set(unit.areas))
    per_area = {
        area: Constraint(f"area {area}", limits.of_area(area, devices=count)) for area, count in devices.items()
    }
    return {unit.host: tuple(_of(unit, per_area, limits.per_site)) for unit in units}


def _of(unit: Unit, per_area: typing.Mapping[str, Constraint], per_site: int | None) -> typing.Iterator[Constraint]:
    if per_site is not None and unit.site is not None:
        yield Constraint(f"site {unit.site}", per_site)
    for area in dict.fromkeys(unit.areas):
        yield per_area[area]
        if unit.kind == DeviceKind.ACCESS_CONTROL:
            yield Constraint(f"doors of area {area}", 1)

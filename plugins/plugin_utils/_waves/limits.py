# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many devices may be down at once: what an operator sets for a rollout, and for single areas."""

from __future__ import annotations

import dataclasses
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import shown

_AMOUNT = re.compile(r"(?P<number>[1-9][0-9]{0,8})(?P<percent>%?)")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_AREAS_WANTED = "a dictionary of areas and their limits ({lobby: 2})"


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """A part of the devices that are meant, in percent from 1 to 100. It is at least one device."""

    percent: int

    def rounded_up(self, devices: int) -> int:
        return max(1, -(-devices * self.percent // 100))

    def rounded_down(self, devices: int) -> int:
        return max(1, devices * self.percent // 100)

    def __str__(self) -> str:
        return f"{self.percent}%"


Amount = int | Share


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one rollout.

    ``sizes`` are those of the waves after the canaries, the last one repeated; a share is one of the devices that are
    not canaries, rounded up. ``canaries`` is the number for each variety, 0 for none. ``per_area`` is how many devices
    of an area may be down at once; a share is one of its devices in this rollout, rounded down. ``areas`` holds other
    limits for single areas. ``per_site`` is how many devices of a site may be down at once, ``None`` for any number.
    """

    sizes: tuple[Amount, ...] = (1, Share(10), Share(50), Share(100))
    canaries: int = 1
    per_area: Amount = 1
    per_site: int | None = None
    areas: typing.Mapping[str, Amount] = dataclasses.field(default_factory=dict)

    @classmethod
    def read(cls, told: object) -> Limits:
        """Read plain values, keyed like the fields. Those that are missing or ``None`` keep their default.

        Raises :class:`PlanError`, which names the key and shows a good value.
        """
        if told is None:
            return cls()
        if not isinstance(told, typing.Mapping):
            raise PlanError(f"limits must be a dictionary ({{per_area: 1}}), not {shown(told)}")
        if unknown := sorted(str(key) for key in told if key not in _READERS):
            raise PlanError(f"limits do not know {', '.join(unknown)}; they know {', '.join(_READERS)}")
        return cls(**{key: read(key, told[key]) for key, read in _READERS.items() if told.get(key) is not None})

    def wave_sizes(self, devices: int) -> tuple[int, ...]:
        """The sizes of the waves of that many devices, the last one repeated."""
        return tuple(size.rounded_up(devices) if isinstance(size, Share) else size for size in self.sizes)

    def of_area(self, area: str, devices: int) -> int:
        """How many of the devices of an area may be down at once."""
        limit = self.areas.get(area, self.per_area)
        return limit.rounded_down(devices) if isinstance(limit, Share) else limit

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values, from which :meth:`read` makes the same limits."""
        return {
            "sizes": [_plain(size) for size in self.sizes],
            "canaries": self.canaries,
            "per_area": _plain(self.per_area),
            "per_site": self.per_site,
            "areas": {area: _plain(limit) for area, limit in self.areas.items()},
        }


def _sizes(key: str, told: object) -> tuple[Amount, ...]:
    sizes = told if isinstance(told, typing.Sequence) and not isinstance(told, (str, bytes)) else [told]
    if not sizes:
        raise PlanError(f'{key} must name at least one size ([1, "10%", "50%"])')
    return tuple(_amount(key, size) for size in sizes)


def _areas(key: str, told: object) -> dict[str, Amount]:
    if not isinstance(told, typing.Mapping):
        raise PlanError(f"{key} must be {_AREAS_WANTED}, not {shown(told)}")
    if any(isinstance(area, bool) or not isinstance(area, (str, int)) for area in told):
        raise PlanError(f"{key} must be {_AREAS_WANTED}; the name of an area is a word or a number")
    return {str(area): _amount(f"{key}[{area}]", limit) for area, limit in told.items()}


def _amount(key: str, told: object) -> Amount:
    if isinstance(told, int) and not isinstance(told, bool) and told >= 1:
        return told
    match = _AMOUNT.fullmatch(told.strip()) if isinstance(told, str) else None
    if match and not match["percent"]:
        return int(match["number"])
    if match and int(match["number"]) <= 100:
        return Share(int(match["number"]))
    raise PlanError(f'{key} takes a number of devices (3) or a share from 1% to 100% ("50%"), not {shown(told)}')


def _canaries(key: str, told: object) -> int:
    count = _whole(told)
    if count is None or count < 0:
        raise PlanError(f"{key} takes a number of devices for each variety (1), 0 for none, not {shown(told)}")
    return count


def _per_site(key: str, told: object) -> int:
    count = _whole(told)
    if count is None or count < 1:
        raise PlanError(f"{key} takes a number of devices of a site (10), not {shown(told)}")
    return count


def _whole(told: object) -> int | None:
    """A whole number, also where a command line made a text of it."""
    if isinstance(told, int) and not isinstance(told, bool):
        return told
    if isinstance(told, str) and _WHOLE.fullmatch(told.strip()):
        return int(told)
    return None


_READERS: typing.Final[typing.Mapping[str, typing.Callable[[str, object], typing.Any]]] = {
    "sizes": _sizes,
    "canaries": _canaries,
    "per_area": _amount,
    "per_site": _per_site,
    "areas": _areas,
}


def _plain(amount: Amount) -> int | str:
    return str(amount) if isinstance(amount, Share) else amount

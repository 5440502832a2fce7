# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a rollout stops itself: its limits, and what counts against them.

What counts is what is known of each device last, over the whole rollout and over all of its runs. Trouble that a
device of this run had in an earlier one does not count until it has ended again, also while it waits: it is still to be
tried; otherwise a rollout that has stopped could never go on. A device that somebody brought back on purpose, and
states that say nothing for or against a rollout, never count.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import (
    GOOD,
    PENDING,
    State,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import shown

BREAKER_SAYS: typing.Final = "The rollout stops: "
"""How the reason of a device begins that was kept from beginning by a limit."""

SMALLEST_SAMPLE: typing.Final = 10
"""From how many devices on a share is looked at, unless the operator says otherwise."""

_SILENT: typing.Final[frozenset[str]] = frozenset({*PENDING, State.SET_ASIDE})
_WHOLE = re.compile(r"\s*(0|[1-9][0-9]{0,8})\s*", re.ASCII)
_SHARE = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*%\s*", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much trouble is allowed; ``None`` for any. What is more than that stops the rollout.

    ``failures`` is a number of devices, ``share`` one in percent of those that began, looked at from ``minimum`` of
    them on, ``consecutive`` a number of devices in a row.
    """

    failures: int | None = 0
    share: float | None = None
    consecutive: int | None = None
    minimum: int = SMALLEST_SAMPLE

    @classmethod
    def read(cls, told: typing.Mapping[str, object]) -> Limits:
        """Read plain values, keyed like the fields. Without any limit, no failure is allowed.

        Raises :class:`ControlError`, which names the variable and shows a good value.
        """
        share = _share(told.get("share"))
        consecutive = _whole("rollout_max_consecutive", told.get("consecutive"))
        failures = _whole("rollout_max_failures", told.get("failures"))
        if failures is None and share is None and consecutive is None:
            failures = 0
        minimum = _whole("rollout_minimum_sample", told.get("minimum"))
        return cls(
            failures=failures,
            share=share,
            consecutive=consecutive,
            minimum=SMALLEST_SAMPLE if minimum is None else minimum,
        )

    def as_fact(self) -> dict[str, int | str | None]:
        """Plain values, from which :meth:`read` makes the same limits."""
        share = None if self.share is None else f"{self.share:g}%"
        return {
            "failures": self.failures,
            "share": share,
            "consecutive": self.consecutive,
            "minimum": self.minimum,
        }

    def __str__(self) -> str:
        """``1 allowed``, ``5% from 10 devices on allowed``."""
        parts = (
            None if self.failures is None else str(self.failures),
            None if self.share is None else f"{self.share:g}% from {self.minimum} devices on",
            None if self.consecutive is None else f"{self.consecutive} in a row",
        )
        return f"{', '.join(part for part in parts if part)} allowed"


@dataclasses.dataclass(frozen=True, slots=True)
class Ending:
    """What became of a device in a run.

    ``state`` is a word of ``State``, ``REGRESSED``, or any other one, which speaks against the device. ``STARTED`` is
    that of a device that left the run without an outcome. ``on_purpose``: somebody wanted it to be brought back.
    """

    host: str
    state: str
    run: str = ""
    reason: str = ""
    on_purpose: bool = False

    @property
    def is_good(self) -> bool:
        return self.state in GOOD

    @property
    def is_trouble(self) -> bool:
        return not (self.is_good or self.on_purpose or self.state in _SILENT)


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """What is known of the devices that count: ``known`` in the order in which it became known, the oldest first."""

    known: tuple[Ending, ...]

    @property
    def troubled(self) -> tuple[Ending, ...]:
        return tuple(ending for ending in self.known if ending.is_trouble)

    @property
    def in_a_row(self) -> int:
        """The longest row of devices in trouble. A good outcome after it does not undo that there was one."""
        rows = itertools.groupby(self.known, key=lambda ending: ending.is_trouble)
        return max((len(list(row)) for is_trouble, row in rows if is_trouble), default=0)


def tally(
    endings: typing.Iterable[Ending],
    *,
    run: str = "",
    hosts: typing.Collection[str] | None = None,
    set_aside: typing.Collection[str] = (),
) -> Tally:
    """Count ``endings`` of all runs, which are in the order of their time.

    ``run`` is this run, and ``hosts`` are all of it; ``None`` for all devices.
    """
    counting = (ending for ending in latest(endings) if ending.host not in set_aside and not ending.on_purpose)
    return Tally(tuple(ending for ending in counting if not _is_tried_again(ending, run, hosts)))


def latest(endings: typing.Iterable[Ending]) -> tuple[Ending, ...]:
    """What is known of each device last. One that is proven once more to be in order says nothing new."""
    known: dict[str, Ending] = {}
    for ending in endings:
        if ending.state in _SILENT:
            continue
        before = known.get(ending.host)
        if not (before and before.is_good and ending.is_good):
            known.pop(ending.host, None)
            known[ending.host] = ending
    return tuple(known.values())


def tripped(limits: Limits, counted: Tally) -> str | None:
    """Which limit is exceeded, in words that go on after "the rollout stops:"; ``None`` for none."""
    troubled, began = len(counted.troubled), len(counted.known)
    if limits.failures is not None and troubled > limits.failures:
        return f"{troubled} in trouble of {began} tried, {limits.failures} allowed"
    if limits.share is not None and began >= limits.minimum and troubled * 100 > limits.share * began:
        return f"{troubled} in trouble of {began} tried, {limits.share:g}% allowed"
    if limits.consecutive is not None and counted.in_a_row > limits.consecutive:
        return f"{devices(counted.in_a_row)} in a row in trouble, {limits.consecutive} allowed"
    return None


def _is_tried_again(ending: Ending, run: str, hosts: typing.Collection[str] | None) -> bool:
    if not ending.is_trouble or ending.run == run:
        return False
    return hosts is None or ending.host in hosts


def _whole(name: str, told: object) -> int | None:
    """A whole number, also where a command line made a text of it."""
    if told is None or told == "":
        return None
    if isinstance(told, int) and not isinstance(told, bool) and told >= 0:
        return told
    match = _WHOLE.fullmatch(told) if isinstance(told, str) else None
    if match is None:
        raise ControlError(f"{name} can not be {shown(told)}.", "Give a number of devices, 3 for example.")
    return int(match[1])


def _share(told: object) -> float | None:
    if told is None or told == "":
        return None
    match = _SHARE.fullmatch(told) if isinstance(told, str) else None
    if match is None or float(match[1]) > 100:
        raise ControlError(
            f"rollout_max_failure_share can not be {shown(told)}.", 'Give a share from 0% to 100%, "5%" for example.'
        )
    return float(match[1])


def devices(count: int) -> str:
    """``1 device``, ``20 devices``."""
    return "1 device" if count == 1 else f"{count} devices"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a rollout goes on after a wave.

The judgement counts over all waves so far. A device counts as soon as it is marked as started, so that one that drops
out of the play without a word counts against the rollout like one that failed.
"""

from __future__ import annotations

import dataclasses
import textwrap
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import GOOD, State

Record = typing.Mapping[str, typing.Any]

_WORTH_READING = 240  # letters of each reason in the sentence; the rest stands in the device's own message
_VANISHED = "it left the play without an outcome"


@dataclasses.dataclass(frozen=True, slots=True)
class Trouble:
    """A device that counts against the rollout."""

    host: str
    state: str
    reason: str

    @classmethod
    def of(cls, host: str, record: Record) -> Trouble:
        """Read the record of a device whose state is not a good one."""
        if record["state"] == State.STARTED:
            return cls(host, "vanished", _VANISHED)
        return cls(host, str(record["state"]).replace("_", " "), str(record.get("reason") or "no reason given"))

    def __str__(self) -> str:
        return f"{self.host} {self.state}: {self.reason.rstrip('.')}"


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement after a wave. ``touched`` counts devices that were started, ``untouched`` those still to come."""

    stop: bool
    troubles: tuple[Trouble, ...]
    touched: int
    untouched: int
    max_failures: int

    @property
    def sentence(self) -> str:
        """The whole judgement for the operator."""
        if not self.troubles:
            return f"{_devices(self.touched)} through, {self.untouched} to come, none in trouble."
        listed = "; ".join(textwrap.shorten(str(trouble), _WORTH_READING) for trouble in self.troubles)
        counted = f"{len(self.troubles)} of {_devices(self.touched)} so far in trouble ({self.max_failures} allowed)"
        if not self.stop:
            return f"The rollout goes on with {counted}: {listed}."
        if not self.untouched:
            return f"The rollout ends with {counted}: {listed}."
        return f"The rollout stops before the next {_devices(self.untouched)}, with {counted}: {listed}."


def judge(
    hosts: typing.Sequence[str],
    records: typing.Mapping[str, Record],
    *,
    wave: typing.Collection[str],
    max_failures: int,
) -> Verdict:
    """Judge after a wave.

    ``hosts`` are all of the rollout in their order, ``records`` the outcomes of those that were started, ``wave`` the
    hosts of this wave that are still in the play. A wave without any good outcome proves nothing for the next one and
    stops the rollout whatever ``max_failures`` allows.
    """
    started = [host for host in hosts if host in records]
    troubles = tuple(Trouble.of(host, records[host]) for host in started if records[host]["state"] not in GOOD)
    in_trouble = {trouble.host for trouble in troubles}
    barren = bool(in_trouble) and in_trouble.issuperset(wave)
    return Verdict(
        stop=len(troubles) > max_failures or barren,
        troubles=troubles,
        touched=len(started),
        untouched=len(hosts) - len(started),
        max_failures=max_failures,
    )


def messages(verdict: Verdict, wave: typing.Collection[str]) -> dict[str, str]:
    """What each troubled host of the wave fails with; where the rollout stops, the first one says it all."""
    own = [trouble for trouble in verdict.troubles if trouble.host in wave]
    said = {trouble.host: f"{trouble}." for trouble in own}
    if verdict.stop and own:
        said[own[0].host] = verdict.sentence
    return said


def _devices(count: int) -> str:
    return "1 device" if count == 1 else f"{count} devices"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a rollout goes on after a wave.

A device counts as soon as it is marked as started, so that one that drops out of the play without a word counts against
the rollout like one that failed.
"""

from __future__ import annotations

import dataclasses
import textwrap
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import (
    Ending,
    Limits,
    Tally,
    tripped,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State

_WORTH_READING = 240  # letters of each reason in the sentence; the rest stands in the device's own message
_MOST_NAMED = 20  # devices in the sentence
_VANISHED = "it left the play without an outcome"


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement after a wave.

    ``wave`` is what became of the devices of this wave. ``barren`` says that there is trouble among them and nothing
    that speaks for going on; ``stopped`` are those that were kept from beginning, by the breaker or the kill switch.
    ``untouched`` counts the devices of later waves.
    """

    limits: Limits
    counted: Tally
    wave: tuple[Ending, ...]
    untouched: int

    @property
    def barren(self) -> bool:
        return any(ending.is_trouble for ending in self.wave) and not any(ending.is_good for ending in self.wave)

    @property
    def stopped(self) -> tuple[Ending, ...]:
        return tuple(ending for ending in self.wave if ending.state == State.STOPPED)

    @property
    def stop(self) -> bool:
        return self.barren or bool(self.stopped) or tripped(self.limits, self.counted) is not None

    @property
    def troubles(self) -> tuple[Ending, ...]:
        return self.counted.troubled

    @property
    def sentence(self) -> str:
        """The whole judgement for the operator."""
        touched = _devices(len(self.counted.known))
        if not (self.troubles or self.stop):
            return f"{touched} through, {self.untouched} to come, none in trouble."
        counted = f"{len(self.troubles)} of {touched} so far in trouble"
        if self.troubles:
            counted += f" ({self._held_against}): {listed(self.troubles)}"
        if self.stopped:
            counted += f". {_devices(len(self.stopped))} of this wave did not begin: {listed(self.stopped)}"
        if not self.stop:
            return f"The rollout goes on with {counted}."
        if not self.untouched:
            return f"The rollout ends with {counted}."
        return f"The rollout stops before the next {_devices(self.untouched)}, with {counted}."

    def messages(self, alive: typing.Collection[str]) -> dict[str, str]:
        """What each troubled host of the wave that is still in the play, ``alive``, fails with.

        Where the rollout stops, the first one says it all.
        """
        own = [ending for ending in self.wave if ending.is_trouble and ending.host in alive]
        said = {ending.host: f"{told(ending)}." for ending in own}
        if self.stop and own:
            said[own[0].host] = self.sentence
        return said

    @property
    def _held_against(self) -> str:
        reason = tripped(self.limits, self.counted)
        if self.barren and not reason:
            return f"{self.limits}, but nothing in this wave speaks for going on"
        in_a_row = f"{self.counted.in_a_row} of them in a row, " if reason and "in a row" in reason else ""
        return f"{in_a_row}{self.limits}"


def told(ending: Ending) -> str:
    """``cam-01 rolled back: the reason``."""
    if ending.state == State.STARTED:
        return f"{ending.host} vanished: {_VANISHED}"
    reason = ending.reason.rstrip(".") or "no reason given"
    return f"{ending.host} {ending.state.replace('_', ' ')}: {reason}"


def listed(endings: typing.Sequence[Ending]) -> str:
    """Each with its reason, as far as they are worth reading in one sentence."""
    named = [textwrap.shorten(told(ending), _WORTH_READING) for ending in endings[:_MOST_NAMED]]
    more = len(endings) - len(named)
    return "; ".join([*named, f"and {more} more"] if more else named)


def _devices(count: int) -> str:
    return "1 device" if count == 1 else f"{count} devices"

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
    BREAKER_SAYS,
    Ending,
    Limits,
    Tally,
    devices,
    tripped,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State

_WORTH_READING = 240  # letters of each reason in the sentence; the rest stands in the device's own message
_MOST_NAMED = 20  # devices in the sentence
_VANISHED = "it left the play without an outcome"


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement after a wave.

    ``wave`` is what became of the devices of this wave. ``barren`` says that there is trouble among them and nothing
    that speaks for going on; ``stopped`` are those that were kept from beginning, by the breaker or the kill switch.
    ``progress`` is how far the run has come.
    """

    limits: Limits
    counted: Tally
    wave: tuple[Ending, ...]
    progress: Progress

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
        if not (self.troubles or self.stop):
            return f"{self.progress}, none in trouble."
        if not self.stop:
            opening = "The rollout goes on"
        elif self.progress.to_come:
            opening = f"The rollout stops before the next {devices(self.progress.to_come)}"
        else:
            opening = "The rollout ends"
        # The cause comes first: a kill switch, or the limit because of which the others did not begin.
        if self._is_killed:
            return ". ".join(filter(None, (opening, self._not_begun, self._in_trouble))) + "."
        comma = "," if self.stop and self.progress.to_come else ""
        begun = f"{opening}{comma} with {self._in_trouble}" if self._in_trouble else opening
        return ". ".join(filter(None, (begun, self._not_begun))) + "."

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
    def _is_killed(self) -> bool:
        return any(not ending.reason.startswith(BREAKER_SAYS) for ending in self.stopped)

    @property
    def _in_trouble(self) -> str:
        if not self.troubles:
            return ""
        waiting = f", {self.progress.waiting} waiting" if self.progress.waiting else ""
        tried = f"{len(self.troubles)} in trouble of {len(self.counted.known)} tried{waiting}"
        return f"{tried} ({self._held_against}): {listed(self.troubles)}"

    @property
    def _not_begun(self) -> str:
        if not self.stopped:
            return ""
        return f"{devices(len(self.stopped))} of this wave did not begin: {listed(self.stopped)}"

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

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of each device last: what the breaker counts, and what canaries are asked for.

This is a small part of what a journal tells, and it can be had from any earlier one and the events since.
"""

from __future__ import annotations

import dataclasses
import types
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.purpose import (
    begins_rollout,
    is_on_purpose,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import (
    Ending,
    Tally,
    latest,
    tally,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import PENDING, REGRESSED, State

_NONE: typing.Final[typing.Mapping[str, typing.Any]] = types.MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """The devices of a rollout, over all of its runs.

    ``endings`` are those that may count for the breaker, in the order of their times. ``pending`` has the states of
    those that wait since. ``attempts`` tells how often the turn of a device has begun, ``under_way`` the run in which
    it has and nothing tells how it ended. ``set_aside`` are those that the last run goes on without.
    ``rollouts`` are the runs that have begun to upgrade devices.
    """

    endings: tuple[Ending, ...] = ()
    pending: typing.Mapping[str, str] = dataclasses.field(default_factory=lambda: _NONE)
    attempts: typing.Mapping[str, int] = dataclasses.field(default_factory=lambda: _NONE)
    under_way: typing.Mapping[str, str] = dataclasses.field(default_factory=lambda: _NONE)
    set_aside: frozenset[str] = frozenset()
    rollouts: frozenset[str] = frozenset()

    def after(self, events: typing.Iterable[Event]) -> Standings:
        """What is known after more events of the same journal, in their order."""
        account = _Account(self)
        for event in events:
            account.take(event)
        return account.standings()

    def compact(self) -> Standings:
        """The same with no more endings than count: one for each device."""
        return dataclasses.replace(self, endings=latest(self.endings))

    def states(self, hosts: typing.Collection[str]) -> dict[str, str]:
        """The last state of each of those devices of which there is one."""
        ended = {ending.host: ending.state for ending in self.endings if ending.host in hosts}
        return ended | {host: self.pending[host] for host in hosts if host in self.pending}

    def counted(self, run: str, hosts: typing.Collection[str] | None) -> Tally:
        """What the breaker counts while ``run`` goes on, as :func:`~._rollout.breaker.tally` has it.

        A device of this run whose turn goes on does not count; one whose turn ended with an earlier run was lost.
        """
        lost = (Ending(host, State.STARTED, began) for host, began in self.under_way.items() if began != run)
        return tally((*self.endings, *lost), run=run, hosts=hosts, set_aside=self.set_aside)


class _Account:
    """Standings in the making."""

    def __init__(self, known: Standings) -> None:
        self._endings = list(known.endings)
        self._pending = dict(known.pending)
        self._attempts = dict(known.attempts)
        self._under_way = dict(known.under_way)
        self._set_aside = set(known.set_aside)
        self._rollouts = set(known.rollouts)
        last = {ending.host: ending.state for ending in known.endings}
        self._regressed = {host for host, state in last.items() if state == REGRESSED}

    def take(self, event: Event) -> None:
        if event.host is not None:
            self._of_device(event, event.host)
        elif begins_rollout(event):
            self._rollouts.add(event.run)
            self._set_aside.clear()  # each run says anew what it goes on without
        elif event.kind is Kind.SET_ASIDE:
            self._set_aside.update(event.details.get("hosts", ()))

    def standings(self) -> Standings:
        return Standings(
            endings=tuple(self._endings),
            pending=types.MappingProxyType(self._pending),
            attempts=types.MappingProxyType(self._attempts),
            under_way=types.MappingProxyType(self._under_way),
            set_aside=frozenset(self._set_aside),
            rollouts=frozenset(self._rollouts),
        )

    def _of_device(self, event: Event, host: str) -> None:
        match event.kind:
            case Kind.BEGAN:
                self._attempts[host] = self._attempts.get(host, 0) + 1
                self._under_way[host] = event.run
            case Kind.DEFERRED:
                self._end(event, host, State.DEFERRED)
            case Kind.ENDED:
                self._end(event, host, str(event.details.get("state", State.FAILED)))
            case Kind.REGRESSED:
                self._end(event, host, REGRESSED)
            case Kind.ROLLED_BACK:
                self._end(event, host, str(event.details.get("state", State.ROLLED_BACK)))
            case Kind.PROVEN if host in self._regressed:  # as healthy as it was, once more
                self._end(event, host, State.UPGRADED)

    def _end(self, event: Event, host: str, state: str) -> None:
        self._under_way.pop(host, None)
        self._pending.pop(host, None)
        if state in PENDING:
            self._pending[host] = str(state)
            return
        on_purpose = is_on_purpose(event, self._rollouts)
        self._endings.append(Ending(host, str(state), event.run, on_purpose=on_purpose))
        self._regressed.discard(host)
        if state == REGRESSED:
            self._regressed.add(host)

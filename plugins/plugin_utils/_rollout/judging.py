# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge a rollout: by its journal, or by the facts of this run where there is none."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import (
    Ending,
    Limits,
    tally,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import RolloutContext
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.experience import (
    Record,
    endings_of,
    of_facts,
    of_wave,
    still_to_come,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.progress import Progress
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import REGRESSED
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.verdict import Verdict

Hosts = typing.Sequence[str]
Records = typing.Mapping[str, Record]
Look = typing.Mapping[str, typing.Any]


def by_facts(hosts: Hosts, batch: Hosts, records: Records, limits: Limits) -> Verdict:
    """Judge after a wave. ``hosts`` are all of the run in their order, ``batch`` those of the wave that are still here.

    Devices that have left the play count for the wave as well: nobody else can say which wave was theirs.
    """
    endings = of_facts(hosts, records)
    counted, coming = tally(endings), frozenset(hosts).difference(records)
    return Verdict(
        limits=limits,
        counted=counted,
        wave=tuple(ending for ending in endings if ending.host in batch),
        progress=Progress.of(hosts, coming, counted),
    )


def by_journal(context: RolloutContext, hosts: Hosts, wave: Hosts, records: Records) -> Verdict:
    """Judge after the wave whose hosts are ``wave``, and write the judgement down.

    Raises :class:`JournalError`, after which nobody may go on.
    """
    history = context.history()
    of_this_wave = of_wave(wave, history, context.run, records)
    coming = still_to_come(hosts, history, context.run)
    verdict = _verdict(context, history, hosts, coming, of_this_wave)
    journal = context.journal
    journal.append(Kind.WAVE_JUDGED, wave=context.wave, stop=verdict.stop, sentence=verdict.sentence)
    _end(context, verdict, coming)
    return verdict


def hosts_of_wave(context: RolloutContext) -> tuple[str, ...]:
    """The hosts with which the wave has begun. Raises :class:`ControlError` where the journal does not know that."""
    began = context.history().waves.get(context.wave)
    if began is None or began.run != context.run:
        raise ControlError(
            f"The journal {context.place.journal} does not know that wave {context.wave} has begun in this run.",
            "Find out who moved or changed the journal; without it nobody can tell how the rollout stands.",
        )
    return tuple(str(host) for host in began.details.get("hosts", ()))


def after_looks(
    context: RolloutContext, hosts: Hosts, wanted: typing.Iterable[str], looks: typing.Iterable[Look]
) -> Verdict:
    """Judge between two waves, after another look at the devices of earlier ones, and write down what got worse.

    ``wanted`` are the devices that were to be looked at, ``looks`` results of the module ``health``, whose ``item`` has
    the ``host``. Raises :class:`JournalError`, and :class:`ControlError` like :func:`hosts_of_wave`.
    """
    history = context.history()
    seen = {str(look["item"]["host"]): look for look in looks}
    for host in wanted:
        problems = _problems(seen.get(host, {}))
        if problems:
            context.journal.append(Kind.REGRESSED, host, problems=problems)
        elif history.device(host).state == REGRESSED:
            context.journal.append(Kind.PROVEN, host, msg="It is as healthy as it was, once more.")
    history = context.history()
    # The wave has begun, but none of its devices has.
    coming = still_to_come(hosts, history, context.run).union(hosts_of_wave(context))
    verdict = _verdict(context, history, hosts, coming)
    _end(context, verdict, coming)
    return verdict


def _problems(look: Look) -> list[str]:
    """What got worse; a device that could not be looked at is no better than one that has got worse."""
    if "regressions" in look:
        return [str(regression["message"]) for regression in look["regressions"]]
    return [str(look.get("msg") or "it could not be looked at again")]


def _verdict(
    context: RolloutContext, history: History, hosts: Hosts, coming: frozenset[str], wave: tuple[Ending, ...] = ()
) -> Verdict:
    run = context.run
    journaled = endings_of(history, run, under_way=False)
    states = {ending.host: ending.state for ending in journaled if ending.run == run}
    from_facts = (ending for ending in wave if ending.state != states.get(ending.host))
    counted = tally([*journaled, *from_facts], run=run, hosts=hosts, set_aside=history.set_aside)
    return Verdict(limits=context.breaker, counted=counted, wave=wave, progress=Progress.of(hosts, coming, counted))


def _end(context: RolloutContext, verdict: Verdict, coming: frozenset[str]) -> None:
    """Another controller can begin at once when it knows that this run is over."""
    if verdict.stop or not coming:
        state = "stopped" if verdict.stop else "finished"
        context.journal.append(Kind.RUN_ENDED, state=state, sentence=verdict.sentence)

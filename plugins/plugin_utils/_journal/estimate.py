# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a device will take, learned from those that were upgraded before."""

from __future__ import annotations

import collections
import math
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import JournalError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.reader import read
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.state import State

SMALLEST_SAMPLE: typing.Final = 3
"""Fewer devices than that teach nothing."""

_PERCENTILE: typing.Final = 0.9

Kind = tuple[str, str]  # model, package
Journals = typing.Iterable[pathlib.Path | History]


def learned(journals: Journals, model: str | None, package: str | None) -> float | None:
    """Seconds within which nine of ten devices of that model were through with that package, all steps included.

    ``None`` where too few are known. A journal that can not be read teaches nothing.
    """
    if model is None or package is None:
        return None
    return percentile(measured(journals).get((model, package), ()))


def measured(journals: Journals) -> dict[Kind, list[float]]:
    """The seconds from ``began`` to ``ended`` of all devices that were upgraded in one go."""
    found: dict[Kind, list[float]] = collections.defaultdict(list)
    for journal in journals:
        for device in _history(journal).devices.values():
            in_one_go = device.state == State.UPGRADED and device.flashes > 0 and device.seconds is not None
            if in_one_go and device.model and device.package and device.seconds:
                found[device.model, device.package].append(device.seconds)
    return dict(found)


def percentile(seconds: typing.Sequence[float]) -> float | None:
    """The 90th, by nearest rank, of at least :data:`SMALLEST_SAMPLE` of them."""
    if len(seconds) < SMALLEST_SAMPLE:
        return None
    return sorted(seconds)[math.ceil(_PERCENTILE * len(seconds)) - 1]


def _history(journal: pathlib.Path | History) -> History:
    if isinstance(journal, History):
        return journal
    try:
        return History.of(read(journal).events)
    except JournalError:
        return History()

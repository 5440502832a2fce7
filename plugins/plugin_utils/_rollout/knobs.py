# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator may set for a rollout, read once when it begins: variables ``rollout_*``."""

from __future__ import annotations

import dataclasses
import re
import textwrap
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import Approvals
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.application import Application
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.wording import counted, listed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import Uploads
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import Collector

Mapping = typing.Mapping[str, typing.Any]

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    name: {"type": "raw"}
    for name in (
        "max_failures",
        "max_failure_share",
        "max_consecutive",
        "minimum_sample",
        "uploads",
        "uploads_per_site",
        "bytes_per_second",
        "set_aside",
        "soak",
        "approve",
        "approval_wait",
    )
}
"""Options of the module ``rollout_begin``; the variable of each begins with ``rollout_``."""

_RATE = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(?P<unit>|B|kB|MB|GB)(?:/s)?", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
_POWERS: typing.Final = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_SLOWEST: typing.Final = 1000  # bytes a second; an upload at less than that ends in a timeout of the device


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """``set_aside`` are devices to go on without. ``soak`` and ``approval_wait`` are in seconds."""

    breaker: Limits
    uploads: Uploads
    set_aside: frozenset[str]
    approvals: Approvals
    soak: float
    approval_wait: float

    @classmethod
    def read(cls, told: Mapping, plan: Plan) -> Knobs:
        """Read the options of :data:`OPTIONS`. Raises :class:`.mistakes.Mistakes` with all that is wrong."""
        found: dict[str, typing.Any] = {}
        with Collector() as mistakes:
            for name, read in _READERS.items():
                with mistakes.kept():
                    found[name] = read(f"rollout_{name}", told.get(name))
            with mistakes.kept():
                breaker = Limits.read({key: told.get(name) for key, name in _OF_BREAKER.items()})
            with mistakes.kept():
                set_aside = _set_aside(told.get("set_aside"), plan)
            with mistakes.kept():
                approvals = Approvals.read(told.get("approve"))
                approvals.check(Application(plan, "", plan.hosts).waves)
        uploads = Uploads(
            all=found["uploads"], site=found["uploads_per_site"], bytes_per_second=found["bytes_per_second"]
        )
        return cls(
            breaker=breaker,
            uploads=uploads,
            set_aside=set_aside,
            approvals=approvals,
            soak=found["soak"],
            approval_wait=found["approval_wait"],
        )


_OF_BREAKER: typing.Final = {
    "failures": "max_failures",
    "share": "max_failure_share",
    "consecutive": "max_consecutive",
    "minimum": "minimum_sample",
}


def _count(name: str, told: object) -> int | None:
    if told in (None, ""):
        return None
    words = str(told).strip() if isinstance(told, (str, int)) and not isinstance(told, bool) else ""
    count = int(words) if _NUMBER.fullmatch(words) else 0
    if not count:
        raise ControlError(f"{name} can not be {_shown(told)}.", "Give a number of uploads at once, 4 for example.")
    return count


def _rate(name: str, told: object) -> int | None:
    if told in (None, ""):
        return None
    words = str(told).strip() if isinstance(told, (str, int, float)) and not isinstance(told, bool) else ""
    match = _RATE.fullmatch(words)
    rate = int(float(match["number"]) * _POWERS[match["unit"].casefold()]) if match else 0
    if rate < _SLOWEST:
        raise ControlError(
            f"{name} can not be {_shown(told)}.", f'Give bytes for a second, from {_SLOWEST} on: 2000000 or "2MB".'
        )
    return rate


def _seconds(name: str, told: object) -> float:
    if told in (None, ""):
        return 0.0
    try:
        seconds = float(told) if isinstance(told, (str, int, float)) and not isinstance(told, bool) else -1.0
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 366 * 86_400:
        raise ControlError(f"{name} can not be {_shown(told)}.", "Give seconds, 300 for example.")
    return seconds


def _set_aside(told: object, plan: Plan) -> frozenset[str]:
    listed_hosts = told.split(",") if isinstance(told, str) else [] if told is None else told
    if not isinstance(listed_hosts, (list, tuple)) or not all(isinstance(host, str) for host in listed_hosts):
        raise ControlError(f"rollout_set_aside can not be {_shown(told)}.", "Give a list of hosts of the plan.")
    hosts = frozenset(host.strip() for host in listed_hosts if host.strip())
    if strangers := hosts - plan.hosts:
        raise ControlError(
            f"rollout_set_aside names {listed(strangers)}, and the plan upgrades {counted(len(plan.hosts), 'host')}, "
            "none of them called so.",
            "Name hosts as the plan does; what it leaves out need not be set aside.",
        )
    return hosts


_READERS: typing.Final[typing.Mapping[str, typing.Callable[[str, object], float | None]]] = {
    "uploads": _count,
    "uploads_per_site": _count,
    "bytes_per_second": _rate,
    "soak": _seconds,
    "approval_wait": _seconds,
}


def _shown(told: object) -> str:
    return textwrap.shorten(repr(told), 60)

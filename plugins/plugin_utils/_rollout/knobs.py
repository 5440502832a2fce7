# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator may set for a rollout, read once when it begins: variables ``rollout_*``."""

from __future__ import annotations

import dataclasses
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import Approvals
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_application.application import Application
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import Uploads
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import Collector
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted, listed, shown

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
        "reprobe",
        "reprobe_retries",
        "reprobe_interval",
        "approve",
        "approval",
        "approval_wait",
        "stop",
        "dead_run",
        "patience",
        "new",
    )
}
"""Options of the module ``rollout_begin``; the variable of each begins with ``rollout_``."""

_RATE = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(?P<unit>|B|kB|MB|GB)(?:/s)?", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
_DIGEST = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{64}(?![0-9A-Za-z])", re.ASCII)
_RUN = re.compile(r"[0-9a-f]{12}", re.ASCII)
_BOOLEANS: typing.Final = {
    **dict.fromkeys(("true", "yes", "on", "1", "y", "t"), True),
    **dict.fromkeys(("false", "no", "off", "0", "n", "f"), False),
}
_POWERS: typing.Final = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_SLOWEST: typing.Final = 1000  # bytes a second; an upload at less than that ends in a timeout of the device


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """What was set, in the types that it is used in.

    ``set_aside`` are devices to go on without. ``soak``, ``reprobe_interval``, ``approval_wait`` and ``patience`` are
    in seconds. ``dead_run`` is the name of a run, ``new`` whether unfinished rollouts are left as they are.
    """

    breaker: Limits
    uploads: Uploads
    set_aside: frozenset[str]
    approvals: Approvals
    soak: float
    reprobe: bool
    reprobe_retries: int
    reprobe_interval: int
    approval: str
    approval_wait: float
    stop: bool
    dead_run: str | None
    patience: float
    new: bool

    @classmethod
    def read(cls, told: Mapping, plan: Plan | None = None) -> Knobs:
        """Read the options of :data:`OPTIONS`; without a plan, names and waves are held against nothing.

        Raises :class:`.mistakes.Mistakes` with all that is wrong.
        """
        found: dict[str, typing.Any] = {}
        with Collector() as mistakes:
            for name, read in _READERS.items():
                with mistakes.kept():
                    value = told.get(name)
                    found[name] = read(f"rollout_{name}", _DEFAULTS.get(name) if value in (None, "") else value)
            with mistakes.kept():
                breaker = Limits.read({key: told.get(name) for key, name in _OF_BREAKER.items()})
            with mistakes.kept():
                set_aside = set_aside_of(told.get("set_aside"))
                _check_names(set_aside, plan)
            with mistakes.kept():
                approvals = Approvals.read(told.get("approve"))
                if plan is not None:
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
            reprobe=found["reprobe"],
            reprobe_retries=found["reprobe_retries"],
            reprobe_interval=found["reprobe_interval"],
            approval=found["approval"],
            approval_wait=found["approval_wait"],
            stop=found["stop"],
            dead_run=found["dead_run"],
            patience=found["patience"],
            new=found["new"],
        )

    def of_waves(self) -> dict[str, typing.Any]:
        """What the tasks between waves need of them, in the types that they need."""
        names = ("soak", "reprobe", "reprobe_retries", "reprobe_interval", "approval", "approval_wait", "stop")
        return {name: getattr(self, name) for name in names}


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
        raise ControlError(f"{name} can not be {shown(told)}.", "Give a number of uploads at once, 4 for example.")
    return count


def _rate(name: str, told: object) -> int | None:
    if told in (None, ""):
        return None
    words = str(told).strip() if isinstance(told, (str, int, float)) and not isinstance(told, bool) else ""
    match = _RATE.fullmatch(words)
    rate = int(float(match["number"]) * _POWERS[match["unit"].casefold()]) if match else 0
    if rate < _SLOWEST:
        raise ControlError(
            f"{name} can not be {shown(told)}.", f'Give bytes for a second, from {_SLOWEST} on: 2000000 or "2MB".'
        )
    return rate


def _seconds(name: str, told: object) -> float:
    try:
        seconds = float(told) if isinstance(told, (str, int, float)) and not isinstance(told, bool) else -1.0
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 366 * 86_400:
        raise ControlError(f"{name} can not be {shown(told)}.", "Give seconds, 300 for example.")
    return seconds


def _whole(name: str, told: object) -> int:
    words = str(told).strip() if isinstance(told, (str, int)) and not isinstance(told, bool) else ""
    if not _NUMBER.fullmatch(words):
        raise ControlError(f"{name} can not be {shown(told)}.", "Give a whole number from 0 on, 3 for example.")
    return int(words)


def _bool(name: str, told: object) -> bool:
    word = str(told).strip().casefold() if isinstance(told, (str, int)) else ""
    if word not in _BOOLEANS:
        raise ControlError(f"{name} can not be {shown(told)}.", "Give true or false.")
    return _BOOLEANS[word]


def _approval(name: str, told: object) -> str:
    words = told.strip() if isinstance(told, str) else ""
    if told not in (None, "") and not _DIGEST.search(words):
        raise ControlError(f"{name} can not be {shown(told)}.", "Give the digest of the request, 64 digits.")
    return words


def _run(name: str, told: object) -> str | None:
    if told in (None, ""):
        return None
    # The command line makes a number of twelve decimal digits.
    words = str(told).strip() if isinstance(told, (str, int)) and not isinstance(told, bool) else ""
    if not _RUN.fullmatch(words):
        raise ControlError(f"{name} can not be {shown(told)}.", "Give the name of the run as it was told, 12 digits.")
    return words


def set_aside_of(told: object) -> frozenset[str]:
    """The hosts that ``rollout_set_aside`` names. Raises :class:`ControlError`."""
    listed_hosts = told.split(",") if isinstance(told, str) else [] if told is None else told
    if not isinstance(listed_hosts, (list, tuple)) or not all(isinstance(host, str) for host in listed_hosts):
        raise ControlError(f"rollout_set_aside can not be {shown(told)}.", "Give a list of hosts of the plan.")
    return frozenset(host.strip() for host in listed_hosts if host.strip())


def _check_names(hosts: frozenset[str], plan: Plan | None) -> None:
    if plan is not None and (strangers := hosts - plan.hosts):
        raise ControlError(
            f"rollout_set_aside names {listed(strangers)}, and the plan upgrades {counted(len(plan.hosts), 'host')}, "
            "none of them called so.",
            "Name hosts as the plan does; what it leaves out need not be set aside.",
        )


_READERS: typing.Final[typing.Mapping[str, typing.Callable[[str, object], object]]] = {
    "uploads": _count,
    "uploads_per_site": _count,
    "bytes_per_second": _rate,
    "soak": _seconds,
    "reprobe": _bool,
    "reprobe_retries": _whole,
    "reprobe_interval": _whole,
    "approval": _approval,
    "approval_wait": _seconds,
    "stop": _bool,
    "dead_run": _run,
    "patience": _seconds,
    "new": _bool,
}
_DEFAULTS: typing.Final[Mapping] = {
    "soak": 300,
    "reprobe": True,
    "reprobe_retries": 3,
    "reprobe_interval": 15,
    "approval_wait": 0,
    "stop": False,
    "patience": 1800,
    "new": False,
}

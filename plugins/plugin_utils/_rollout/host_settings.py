# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory says of single devices for a rollout: windows, power, site. Read and checked when it begins."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake, Variables
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.power import VARIABLES, power_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.window import windows_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import SOMEBODY, Collector

Mapping = typing.Mapping[str, typing.Any]

WINDOW: typing.Final = "hikvision_window"
SITE: typing.Final = "hikvision_site"


@dataclasses.dataclass(frozen=True, slots=True)
class HostSettings:
    """Plain values that were found to be usable: ``windows`` as a list, ``power`` if the inventory says anything."""

    windows: tuple[Mapping, ...] = ()
    power: Mapping | None = None
    site: str | None = None


def settings_of(hosts: typing.Iterable[tuple[str, Variables]], mistakes: Collector) -> dict[str, HostSettings]:
    """The settings of all hosts; what can not be used is missing there, and kept as a mistake."""
    found: dict[str, HostSettings] = {}
    for host, variables in hosts:
        windows: tuple[Mapping, ...] = ()
        power: Mapping | None = None
        site: str | None = None
        with mistakes.kept(host):
            windows = _windows(variables)
        with mistakes.kept(host):
            power = _power(variables)
        with mistakes.kept(host):
            site = _site(variables)
        found[host] = HostSettings(windows, power, site)
    return found


def _windows(variables: Variables) -> tuple[Mapping, ...]:
    told = _read(variables, WINDOW)
    windows_of(told, f"{WINDOW} of {SOMEBODY}")
    return (told,) if isinstance(told, dict) else tuple(told or ())


def _power(variables: Variables) -> Mapping | None:
    source = power_of({name: _read(variables, name) for name in VARIABLES}, SOMEBODY)
    return source.as_variables() if source else None


def _site(variables: Variables) -> str | None:
    told = _read(variables, SITE)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, (str, int)):
        raise ControlError(f"{SITE} of {SOMEBODY} must be a word, not {told!r}.", "Name the site, north for example.")
    return str(told).strip() or None


def _read(variables: Variables, name: str) -> typing.Any:
    try:
        return variables.get(name)
    except Mistake as mistake:
        raise ControlError(f"{SOMEBODY}: {mistake}.", "Correct the variable in the inventory.") from mistake

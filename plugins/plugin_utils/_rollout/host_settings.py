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
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.mistakes import Collector

Mapping = typing.Mapping[str, typing.Any]

WINDOW: typing.Final = "hikvision_window"
SITE: typing.Final = "hikvision_site"


@dataclasses.dataclass(frozen=True, slots=True)
class HostSettings:
    """Plain values that were found to be usable: ``windows`` as a list, ``power`` if the inventory says anything."""

    windows: tuple[Mapping, ...] = ()
    power: Mapping | None = None
    site: str | None = None


def settings_of(hosts: typing.Iterable[tuple[str, Variables]]) -> dict[str, HostSettings]:
    """The settings of all hosts. Raises :class:`.mistakes.Mistakes`, each naming a variable and a host."""
    found: dict[str, HostSettings] = {}
    with Collector() as mistakes:
        for host, variables in hosts:
            windows: tuple[Mapping, ...] = ()
            power: Mapping | None = None
            site: str | None = None
            with mistakes.kept():
                windows = _windows(host, variables)
            with mistakes.kept():
                power = _power(host, variables)
            with mistakes.kept():
                site = _site(host, variables)
            found[host] = HostSettings(windows, power, site)
    return found


def _windows(host: str, variables: Variables) -> tuple[Mapping, ...]:
    told = _read(host, variables, WINDOW)
    windows_of(told, f"{WINDOW} of {host}")
    return (told,) if isinstance(told, dict) else tuple(told or ())


def _power(host: str, variables: Variables) -> Mapping | None:
    source = power_of({name: _read(host, variables, name) for name in VARIABLES}, host)
    return source.as_variables() if source else None


def _site(host: str, variables: Variables) -> str | None:
    told = _read(host, variables, SITE)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, (str, int)):
        raise ControlError(f"{SITE} of {host} must be a word, not {told!r}.", "Name the site, north for example.")
    return str(told).strip() or None


def _read(host: str, variables: Variables, name: str) -> typing.Any:
    try:
        return variables.get(name)
    except Mistake as mistake:
        raise ControlError(f"{host}: {mistake}.", "Correct the variable in the inventory.") from mistake

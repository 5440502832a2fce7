# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done to a running device from outside: the hand on the plug and the colleague on site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .listener import Listener

Action = Callable[[Listener, Mapping[str, Any]], None]


def _activate(listener: Listener, parameters: Mapping[str, Any]) -> None:
    listener.device.activated = True
    listener.device.set_password(parameters["password"])


def _deactivate(listener: Listener, parameters: Mapping[str, Any]) -> None:
    listener.device.activated = False


def _set_name(listener: Listener, parameters: Mapping[str, Any]) -> None:
    listener.device.settings.device_name = parameters["name"]
    listener.device.settings.revision += 1


ACTIONS: Mapping[str, Action] = {
    "activate": _activate,
    "deactivate": _deactivate,
    "emit_event": lambda it, given: it.http.alert_stream.emit(given.get("type", "VMD"), int(given.get("channel", 1))),
    "lock": lambda it, given: it.device.guard.lock(float(given.get("seconds", it.device.profile.lock.seconds))),
    "power_cut": lambda it, given: it.device.power_cut(float(given.get("seconds", 20))),
    "power_off": lambda it, given: it.device.power_off(),
    "power_on": lambda it, given: it.device.power_on(),
    "reboot": lambda it, given: it.device.restart(),
    "set_name": _set_name,
    "set_password": lambda it, given: it.device.set_password(given["password"]),
    "unlock": lambda it, given: it.device.guard.unlock(),
}


def act(listener: Listener, action: str, parameters: Mapping[str, Any]) -> None:
    """Do it. Raises ValueError for an unknown action or a missing parameter."""
    if action not in ACTIONS:
        raise ValueError(f"unknown action {action!r}; known: {', '.join(ACTIONS)}")
    try:
        ACTIONS[action](listener, parameters)
    except KeyError as missing:
        raise ValueError(f"{action} needs the parameter {missing}") from None

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules about services."""

from __future__ import annotations

import fnmatch
import time
import typing

from windows_machine.machine import Machine, Running

Result = dict[str, typing.Any]
_LOOK = 0.1


def win_service_info(machine: Machine, *, name: str = "*", **_options: typing.Any) -> Result:
    found = machine.services()
    chosen = [service for service in found if fnmatch.fnmatch(service.name.lower(), name.lower())]
    return {"exists": bool(chosen), "services": [_shown(service, found) for service in chosen]}


def win_service(
    machine: Machine,
    *,
    name: str,
    check_mode: bool,
    state: str | None = None,
    start_mode: str | None = None,
    **_options: typing.Any,
) -> Result:
    now = _named(machine, name)
    if now is None:
        return {"failed": True, "msg": f"Service '{name}' is not installed, need to set 'path' to create a new service"}
    changes = {}
    if start_mode not in (None, now.start_mode):
        changes["start_mode"] = start_mode
    if state not in (None, now.state):
        changes["state"] = state
    if not check_mode:
        if "start_mode" in changes:
            machine.set_start_mode(name, str(start_mode))
        if "state" in changes:
            (machine.start if state == "started" else machine.stop)(name)
            _wait_while(machine, name, "start_pending" if state == "started" else "stop_pending")
    return {"changed": bool(changes), "exists": True, "name": now.name, "path": now.path, "state": now.state} | changes


def _wait_while(machine: Machine, name: str, pending: str) -> None:
    """As Stop-Service and Start-Service do, without a limit: a service that is stuck holds whoever asks."""
    while (now := _named(machine, name)) and now.state == pending:
        time.sleep(_LOOK)


def _named(machine: Machine, name: str) -> Running | None:
    return next((service for service in machine.services() if service.name.lower() == name.lower()), None)


def _shown(service: Running, found: list[Running]) -> Result:
    return {
        "name": service.name,
        "display_name": service.name,
        "path": service.path,
        "state": service.state,
        "start_mode": service.start_mode,
        "dependencies": list(service.dependencies),
        "dependency_of": [other.name for other in found if service.name in other.dependencies],
        "process_id": 0 if service.state == "stopped" else 4711,
        "failure_actions": [],
    }

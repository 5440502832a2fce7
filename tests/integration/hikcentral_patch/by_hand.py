# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operator does at each gate, so that tests can go through a whole procedure."""

from __future__ import annotations

import os
import time
import typing

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import Server

BY_HAND: dict[str, typing.Callable[[Server], typing.Any]] = {
    "system_backup": Server.back_up,
    "person_export": lambda server: server.evidence("person-export.xlsx"),
    "service_manager_closed": Server.close_programs,
    "patch_install": Server.install,
    "activation_request": lambda server: server.evidence("ActivationRequestFile.bin", "request"),
    "activation_response": lambda server: server.evidence("ActivationResponseFile.bin", "response"),
    "license_confirmed": lambda server: server.evidence("license-status.png"),
}


def waiting_step(server: Server) -> str | None:
    """The gate at which the run of a server waits: the last one, where a choice was changed at another."""
    waiting = [record for record in server.state["steps"] if record["status"] == "waiting"]
    return max(waiting, key=lambda record: record["started"])["step"] if waiting else None


def steps(server: Server) -> dict[str, dict[str, typing.Any]]:
    """The records of all steps."""
    return {record["step"]: record for record in server.state["steps"]}


def act(server: Server) -> str | None:
    """Do what the waiting gate asks for; returns its step."""
    step = waiting_step(server)
    if step:
        BY_HAND[step](server)
    return step


def activate_offline(server: Server) -> None:
    """Request, response and license at once, as somebody does who has the internet at hand."""
    now = time.time()
    for later, step in enumerate(("activation_request", "activation_response", "license_confirmed")):
        file = BY_HAND[step](server)
        os.utime(file, (now, now + later / 10))


def respond_before_the_request(server: Server) -> None:
    """A response that is no younger than its request can not be the answer to it."""
    request, response = (BY_HAND[step](server) for step in ("activation_request", "activation_response"))
    made = request.stat().st_mtime
    os.utime(response, (made, made))

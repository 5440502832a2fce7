# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the controller may die (kill -9): at least once in every step, on the two ways through the procedure."""

from __future__ import annotations

import dataclasses
import typing

from windows_machine.description import Description, Fault

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import DATA, ROOT, server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import Spoil, installer


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """A way through the procedure: a server and what its operator has chosen."""

    server: Description
    variables: dict[str, typing.Any]


SILENT_INSTALLATION: typing.Final = {"hikcentral_install_mode": "silent", "hikcentral_install_switches": "/S"}

# The case of the support comes later: its gate waits, too.
ALL_GATES = Way(server(processes=(rf"{ROOT}\HikCentral Service Manager.exe",)), {"hikcentral_support_case": None})
ATTENDED = Way(server(), {"hikcentral_access_control": False, "hikcentral_activation_mode": "offline"})
SILENT = Way(server(), SILENT_INSTALLATION | {"hikcentral_access_control": False})


@dataclasses.dataclass(frozen=True, slots=True)
class Death:
    """A death in a step.

    ``gate`` is where the run had waited before, and ``acted`` whether what it waits for has been done since; without a
    gate, no run has begun. ``begun`` says whether the state has the step as started, ``held`` that services may be
    down. ``twice`` is a death of the next run, too.
    """

    what: str
    step: str
    fault: Fault
    gate: str = ""
    acted: bool = True
    begun: bool = True
    held: bool = False
    twice: Fault | None = None
    spoil: Spoil | None = None
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)


def at(module: str, skip: int = 0, /, *, after: bool = False, **options: object) -> Fault:
    """At a call of a module of the server."""
    return Fault("kill", module, options, skip=skip, after=after)


def record(step: str, skip: int = 0) -> Fault:
    """Just before the step is written to the state; ``skip`` is how often it has been before."""
    return Fault("kill", "hikcentral_gate", {"step": step}, skip=skip)


def _before_end(step: str, gate: str, what: str = "before the step is done") -> Death:
    return Death(what, step, record(step, 1), gate)


def _at_gate(step: str, gate: str, what: str) -> Death:
    return Death(what, step, record(step), gate, begun=False)


# With ALL_GATES.
FIRST_STEPS = {
    "checks": Death("during the checks, before a run begins", "preflight", at("win_powershell"), begun=False),
    "preflight": _before_end("preflight", "", "when everything is checked"),
    "support": _at_gate("support_case", "", "before the gate waits"),
    "codes": _before_end("activation_codes", "support_case", "while the number of codes is recorded"),
    "backup-sought": Death(
        "while the backup is looked for", "system_backup", at("win_find"), "support_case", begun=False
    ),
    "backup-seen": _at_gate("system_backup", "system_backup", "when the backup is seen"),
    "backup-copied": Death("after the copy", "system_backup_copy", at("win_command", after=True), "system_backup"),
    "persons-left": _at_gate("person_export_api", "system_backup", "before it is left out"),
    "export-waits": _at_gate("person_export", "system_backup", "before the gate waits"),
    "export-seen": _at_gate("person_export", "person_export", "when the export is seen"),
    "manager-waits": _at_gate("service_manager_closed", "person_export", "before the gate waits"),
}


def _copying(what: str, fault: Fault, twice: Fault | None = None) -> Death:
    return Death(what, "database_copy", fault, "system_backup", held=True, twice=twice)


# With ATTENDED, as are the rest.
COPIES = {
    "disabling": _copying("after two services are disabled", at("win_service", 1, after=True, start_mode="disabled")),
    "stopping": _copying("between two services that are stopped", at("win_service", 2, state="stopped")),
    "held": _copying("when all are down, before that is recorded", record("database_copy", 1)),
    "copying": _copying("before the copy", at("win_command", 1)),
    "copied": _copying("after the copy", at("win_command", 1, after=True)),
    "comparing": _copying("while the copy is compared", at("win_find", paths=[DATA])),
    "enabling": _copying("before a start mode is put back", at("win_service", start_mode="auto")),
    "starting": _copying("between two services that are started", at("win_service", 1, state="started")),
    "restored": _copying("when all run again, before that is recorded", record("database_copy", 3)),
    "database": _copying("before the step is done", record("database_copy", 4)),
    "twice": _copying(
        "while services are stopped, and the next run while it puts them back",
        at("win_service", 2, state="stopped"),
        at("win_service", start_mode="auto"),
    ),
    "sending": Death("after the patch is sent", "package_staged", at("win_copy", 1, after=True), "system_backup"),
    "listed": _before_end("package_staged", "system_backup"),
}


def _silent(what: str, fault: Fault, step: str = "patch_install", **more: typing.Any) -> Death:
    return Death(what, step, fault, "patch_install", acted=False, variables=SILENT_INSTALLATION, **more)


PATCH = {
    "installing": _silent("before the patch is run", at("win_package")),
    "installed": _silent("after the patch was run", at("win_package", after=True)),
    "stopped": _silent(
        "after a patch that leaves services stopped",
        at("win_package", after=True),
        held=True,
        spoil=installer(stops=["SYS", "STREAM"]),
    ),
    "returned": _silent("before what it has returned is noted", record("patch_install", 1)),
    "noted": _silent("before the step is done", record("patch_install", 2)),
    "patch-waits": Death(
        "before the gate waits again",
        "patch_install",
        record("patch_install"),
        "patch_install",
        acted=False,
        begun=False,
    ),
    "patch-seen": _at_gate("patch_install", "patch_install", "when the patch of a person is seen"),
    "patch-noted": _before_end("patch_install", "patch_install", "while the patch of a person is recorded"),
    "verified": _before_end("patch_verified", "patch_install"),
    "request-waits": _at_gate("activation_request", "patch_install", "before the gate waits"),
    "request-seen": _at_gate("activation_request", "activation_request", "when the request is seen"),
    "response-waits": _at_gate("activation_response", "activation_request", "before the gate waits"),
    "response-seen": _at_gate("activation_response", "activation_response", "when the response is seen"),
    "license-waits": _at_gate("license_confirmed", "activation_response", "before the gate waits"),
    "license-seen": _at_gate("license_confirmed", "license_confirmed", "when the license is seen"),
    "online": dataclasses.replace(
        _at_gate("license_confirmed", "patch_install", "before the gate waits, the system being activated online"),
        variables={"hikcentral_activation_mode": "online"},
    ),
    "web-client": Death("while the web client is waited for", "verification", at("win_wait_for"), "license_confirmed"),
    "proven": _before_end("verification", "license_confirmed"),
    "reporting": _before_end("report", "license_confirmed"),
    "closing": Death("before the run is closed", "report", record("report", 2), "license_confirmed", begun=False),
}
DEATHS = FIRST_STEPS | COPIES | PATCH
# Wine is slow: one in every step. The patch itself is run by a person on the way, and silently where the death is.
ON_WINE_TO_THE_COPIES: typing.Final = (
    "checks",
    "support",
    "codes",
    "backup-seen",
    "backup-copied",
    "persons-left",
    "export-seen",
    "manager-waits",
)
ON_WINE_TO_THE_END: typing.Final = (
    "starting",
    "sending",
    "installed",
    "verified",
    "request-seen",
    "response-seen",
    "license-seen",
    "web-client",
    "reporting",
)

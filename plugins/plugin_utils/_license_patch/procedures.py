# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The procedures: the vendor's guide on the license patch (2020), its chapters as steps, and the way back."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import (
    Procedure,
    Step,
    StepKind,
)

_GATE = StepKind.GATE

LICENSE_PATCH: typing.Final = Procedure(
    name="license_patch",
    title="License patch",
    about_patch=True,
    steps=(
        Step("preflight", "Check version, space, package and setup"),
        Step("support_case", "Contact technical support", _GATE),
        Step("activation_codes", "Keep the activation codes", StepKind.EITHER),
        Step("system_backup", "Back up the system in the web client", _GATE, fresh_after=("preflight",)),
        Step("system_backup_copy", "Copy the backup to a safe place"),
        Step("person_export_api", "Export persons over OpenAPI", optional=True),
        Step("person_export", "Export persons in the web client", _GATE, optional=True, fresh_after=("preflight",)),
        Step("service_manager_closed", "Close the Service Manager", _GATE, optional=True),
        Step("database_copy", "Stop the services, copy the database, start the services"),
        Step("package_staged", "Bring the patch package to the server and inspect it"),
        Step("patch_install", "Install the patch", StepKind.EITHER, fresh_after=("package_staged",)),
        Step("patch_verified", "Find the files that the patch changed"),
        Step(
            "activation_request",
            "Export the license request file",
            _GATE,
            optional=True,
            fresh_after=("patch_install",),
        ),
        Step(
            "activation_response",
            "Get the response file from the license website",
            _GATE,
            optional=True,
            needs=("activation_request",),
            fresh_after=("activation_request",),
        ),
        Step(
            "license_confirmed",
            "Activate the licenses and confirm their state",
            _GATE,
            fresh_after=("patch_install", "activation_response"),
        ),
        Step("verification", "Check services, web client and devices"),
        Step("report", "Write the report"),
    ),
)

DATABASE_ROLLBACK: typing.Final = Procedure(
    name="database_rollback",
    title="Rollback of the database",
    about_patch=False,
    steps=(
        Step("preflight", "Check the server and the copy of the database"),
        Step("rollback_confirmed", "Confirm the rollback", _GATE),
        Step("copy_staged", "Put the copy beside the present database"),
        Step("database_exchanged", "Stop the services, exchange the databases, start the services"),
        Step("verification", "Check services and web client"),
        Step("report", "Write the report"),
    ),
)

PROCEDURES: typing.Final = {procedure.name: procedure for procedure in (LICENSE_PATCH, DATABASE_ROLLBACK)}

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One row for each device of a fleet: what it is, what runs on it, what is meant for it.

A device that could not be read is a row like any other.
"""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection import Choice, Device, Package, choose

COLUMNS = ("host", "kind", "model", "firmware", "target", "state", "reason")

# Kind of an error in a module result -> state of the device; other errors are "error".
_STATE_OF_ERROR = {
    "AccountLocked": "locked",
    "CredentialsRefused": "refused",
    "NoAcceptableScheme": "refused",
    "NotActivated": "not_activated",
    "PermissionDenied": "refused",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the audit says of one device."""

    host: str
    state: str
    kind: str | None = None
    model: str | None = None
    serial: str | None = None
    firmware: str | None = None
    target: str | None = None
    reason: str = ""

    @classmethod
    def of_result(cls, host: str, result: typing.Mapping[str, typing.Any], packages: typing.Sequence[Package]) -> Row:
        """Read the result of the module ``device_info``, failed or not."""
        snapshot = result.get("device") or {}
        identity = snapshot.get("identity")
        if not identity:
            return cls(host=host, state=_state_of(result), reason=str(result.get("msg") or "no result"))
        device = Device.from_snapshot(snapshot)
        choice = choose(device, packages)
        return cls(
            host=host,
            state=str(choice.standing),
            kind=identity.get("kind"),
            model=identity.get("model"),
            serial=identity.get("serial"),
            firmware=str(device.firmware) if device.firmware else None,
            target=str(choice.package.firmware) if choice.package else None,
            reason=_reason(choice, result),
        )


def _state_of(result: typing.Mapping[str, typing.Any]) -> str:
    if result.get("unreachable"):
        return "unreachable"
    kind = (result.get("error") or {}).get("kind", "")
    return _STATE_OF_ERROR.get(kind, "error")


def _reason(choice: Choice, result: typing.Mapping[str, typing.Any]) -> str:
    gaps = [f"{gap['part']}: {gap['reason']}" for gap in result.get("missing") or []]
    return "; ".join([*(() if choice.package else choice.reasons), *gaps])

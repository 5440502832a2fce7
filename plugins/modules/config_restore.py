# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring a device's configuration back from a backup."""

from __future__ import annotations

DOCUMENTATION = r"""
module: config_restore
short_description: Restore the configuration of a Hikvision device from a backup
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Imports a backup made by M(surveillance.hikvision.config_backup), after the JSON description beside it matches the
    device and the file.
  - The model must be the same; devices refuse anything else. Serial number and firmware line (the first two numbers of
    the version) must be the same unless O(force) is set.
  - The device restarts, or is told to. The module waits for a proven boot.
  - Address, users and passwords become those of the backup. If they differ from today's, the device is reported as
    V(lost_access) afterwards, and no password is tried.
  - Always reports a change, because a device does not tell whether its configuration equals the file.
options:
  src:
    description: The backup, with its description C(.json) beside it, on the controller.
    type: path
    required: true
  secret_key:
    description: The secret that the backup was made with.
    type: str
  force:
    description: Accept a backup of another device of the same model, or of another firmware line.
    type: bool
    default: false
  own_reboot_timeout:
    description: Seconds to wait for the device to restart by itself before it is told to.
    type: float
    default: 60.0
extends_documentation_fragment:
  - surveillance.hikvision._waiting
  - surveillance.hikvision._device
  - surveillance.hikvision._attributes
seealso:
  - module: surveillance.hikvision.config_backup
"""

EXAMPLES = r"""
- name: Bring back yesterday's configuration
  surveillance.hikvision.config_restore:
    src: backups/gate-1/20261120T204500.123Z_DS-2CD2146G2-ISU_V5.7.15.cfg
    secret_key: "{{ vault_backup_secret }}"
"""

RETURN = r"""
outcome:
  description:
    - V(restored), V(would_restore) in check mode, V(refused) when nothing was sent or the device refused the file.
    - V(failed_before_write), the device did not get the whole file.
    - V(not_back), V(lost_access), V(failed_unknown) as in M(surveillance.hikvision.firmware).
  returned: unless the device could not be read
  type: str
  sample: restored
backup:
  description: The description of the backup.
  returned: when it could be read
  type: dict
boot:
  description: Who rebooted the device and what proves the boot.
  returned: when something was sent
  type: dict
  sample: {by: device, proof: uptime}
advice:
  description: What to do now.
  returned: on failure
  type: str
"""

import dataclasses
import hashlib
import pathlib

from ..module_utils._backup.sidecar import SUFFIX, BadSidecar, Sidecar, read_sidecar
from ..module_utils._device.boot import BootWatch
from ..module_utils._device.configuration import import_configuration, wants_secret
from ..module_utils._device.identity import Identity, read_identity
from ..module_utils._device.system import read_status
from ..module_utils._device.upgrade import read_progress
from ..module_utils._frontend import WAITING_OPTIONS, DeviceModule, Params, Result, Task, failure
from ..module_utils._isapi.client import Client
from ..module_utils._isapi.errors import ConnectionLost, CredentialsRefused, IsapiError, NoAcceptableScheme, Rejected
from ..module_utils._progress import Progress
from ..module_utils._upgrade.outcome import ADVICE, Outcome
from ..module_utils._upgrade.restart import judge_restart
from ..module_utils._upgrade.settled import Given, Patience
from ..module_utils._upgrade.settling import Settling


def run(client: Client, params: Params, task: Task) -> Result:
    path = pathlib.Path(params["src"])
    try:
        sidecar = read_sidecar(path.with_name(path.name + SUFFIX))
        data = path.read_bytes()
    except BadSidecar as problem:
        return _refused([str(problem)])
    except OSError as error:
        return _refused([f"{path} can not be read: {error.strerror}"])
    known = {"backup": dataclasses.asdict(sidecar)}
    against = [*_reasons_against(sidecar, data, read_identity(client), params), *_busy(client)]
    if against:
        return _refused(against) | known
    if task.check_mode:
        return {"changed": True, "outcome": "would_restore", "msg": f"{path.name} would be imported.", **known}
    return _restore(client, data, params, task) | known


def _restore(client: Client, data: bytes, params: Params, task: Task) -> Result:
    watch = BootWatch(client, read_status(client))
    task.report(Progress("import", message=f"{len(data)} bytes"))
    try:
        imported = import_configuration(client, data, params["secret_key"])
    except IsapiError as error:
        if not client.has_written:
            raise
        return _not_imported(error)
    given = Given(accepted=imported.error is None, reboot_wanted=imported.reboot_wanted)
    restart = judge_restart(Settling(client, watch, Patience.from_options(params), given, task.report).wait())
    result = {"changed": True, "outcome": "restored", **restart.as_result()}
    return result if imported.error is None else _with_doubt(result, imported.error)


def _not_imported(error: IsapiError) -> Result:
    """The device has turned the file down, has not got all of it, or does not let us in any more."""
    if isinstance(error, Rejected):
        refused = _refused([str(error)])
        return refused | {"advice": "Check secret_key."} if wants_secret(error) else refused
    shut_out = isinstance(error, (CredentialsRefused, NoAcceptableScheme))
    outcome = Outcome.LOST_ACCESS if shut_out else Outcome.FAILED_BEFORE_WRITE
    advice = ADVICE[outcome] if shut_out else "The configuration is as before. Check the network path and run again."
    return {**failure(error, changed=True), "changed": False, "outcome": outcome.value, "advice": advice}


def _with_doubt(result: Result, error: IsapiError) -> Result:
    """A restart by itself is what a device does with a file it took, unless it had trouble with it."""
    if isinstance(error, ConnectionLost) and not result.get("failed"):
        return result
    doubt = {"msg": f"{result['msg']} The import had ended with: {error}."}
    if result.get("failed"):
        return result | doubt
    outcome = Outcome.FAILED_UNKNOWN
    return result | doubt | {"failed": True, "outcome": outcome.value, "advice": ADVICE[outcome]}


def _busy(client: Client) -> list[str]:
    progress = read_progress(client)
    return ["the device is busy with an upgrade"] if progress is not None and progress.upgrading else []


def _reasons_against(sidecar: Sidecar, data: bytes, identity: Identity, params: Params) -> list[str]:
    reasons = []
    if hashlib.sha256(data).hexdigest() != sidecar.sha256:
        reasons.append("the file is not the one that was backed up: its SHA-256 differs from the description")
    if sidecar.model != identity.model:
        reasons.append(f"the backup is of a {sidecar.model}, and this is a {identity.model}")
    if not params["force"] and sidecar.serial != identity.serial:
        reasons.append(f"the backup is of serial number {sidecar.serial}, and this is {identity.serial}; see force")
    if not params["force"] and not _same_line(sidecar, identity):
        reasons.append(f"the backup is of firmware {sidecar.firmware}, and this runs {identity.firmware}; see force")
    if sidecar.needs_secret_key and not params["secret_key"]:
        reasons.append("the backup was made with a secret key, and secret_key is not set")
    return reasons


def _same_line(sidecar: Sidecar, identity: Identity) -> bool:
    if sidecar.firmware is None or identity.firmware is None:
        return False
    return sidecar.firmware.tuple[:2] == identity.firmware.tuple[:2]


def _refused(reasons: list[str]) -> Result:
    text = "; ".join(reasons)
    return {
        "failed": True,
        "changed": False,
        "outcome": Outcome.REFUSED.value,
        "msg": text[:1].upper() + text[1:] + ".",
        "advice": ADVICE[Outcome.REFUSED],
    }


MODULE = DeviceModule(
    name="config_restore",
    run=run,
    options={
        "src": {"type": "path", "required": True},
        "secret_key": {"type": "str", "no_log": True},
        "force": {"type": "bool", "default": False},
        "own_reboot_timeout": {"type": "float", "default": 60.0},
        **WAITING_OPTIONS,
    },
    controller_files=("src",),
    companion_suffix=SUFFIX,
)


def main() -> None:
    MODULE.main()


if __name__ == "__main__":
    main()

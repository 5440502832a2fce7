# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep a device's configuration in a file."""

from __future__ import annotations

DOCUMENTATION = r"""
module: config_backup
short_description: Back up the configuration of a Hikvision device
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Exports the configuration to a directory on the controller, one directory for each device.
  - Each backup is a file of mode 0600 with a JSON description beside it that says when it was made and by which
    account, of which model, serial number and firmware, and its SHA-256. M(surveillance.hikvision.config_restore)
    refuses a backup whose description does not fit.
  - Refuses to keep an error page or a file that is too small to be a configuration.
  - The export holds settings. Whether it holds persons and cards of a door controller depends on the firmware.
options:
  dest:
    description:
      - Directory on the controller for the backups of this device. It is created with mode 0700.
      - A relative name is below the directory in which Ansible was started.
    type: path
    required: true
  keep:
    description: How many backups to keep; the oldest beyond that are removed. 0 keeps all.
    type: int
    default: 10
  max_age:
    description:
      - Hours after which a new backup is kept although nothing has changed. Without it only a new content, firmware
        version or secret key makes a new backup.
    type: float
  secret_key:
    description:
      - Secret that protects the file, 1 to 16 characters on most devices; the same one is needed to restore it.
      - Newer devices export only with one. It travels encrypted with a key derived from the account's password, which
        needs the Python library cryptography.
    type: str
  min_size:
    description: The least plausible size in bytes. A recorder's configuration has well over 100000.
    type: int
    default: 1024
extends_documentation_fragment:
  - surveillance.hikvision._device
  - surveillance.hikvision._attributes
seealso:
  - module: surveillance.hikvision.config_restore
"""

EXAMPLES = r"""
- name: Keep the last ten configurations of each device
  surveillance.hikvision.config_backup:
    dest: "backups/{{ inventory_hostname }}"
    secret_key: "{{ vault_backup_secret }}"
"""

RETURN = r"""
path:
  description: The backup that holds the present configuration. For a new one in check mode, the name it would get.
  returned: success
  type: str
  sample: backups/gate-1/20261121T204500.123Z_DS-2CD2146G2-ISU_V5.7.15.cfg
sidecar:
  description: The JSON description beside it.
  returned: success
  type: str
backup:
  description: The content of the description.
  returned: success
  type: dict
  sample: {model: DS-2CD2146G2-ISU, version: V5.7.15, build: "240201", size: 231424}
removed:
  description: Paths of old backups that were removed.
  returned: success
  type: list
  elements: str
"""

import dataclasses
import datetime
import hashlib
import pathlib

from ..module_utils._backup.sidecar import SUFFIX, Sidecar, describe, read_sidecar
from ..module_utils._backup.store import Store, file_name
from ..module_utils._device.configuration import export_configuration, wants_secret
from ..module_utils._device.identity import read_identity
from ..module_utils._frontend import DeviceModule, Params, Result, Task, failure
from ..module_utils._isapi.client import Client
from ..module_utils._isapi.errors import Rejected


def run(client: Client, params: Params, task: Task) -> Result:
    identity = read_identity(client)
    secret = params["secret_key"]
    try:
        data = export_configuration(client, secret, minimum=params["min_size"])
    except Rejected as error:
        return failure(error, changed=False) | _hint(error, secret)
    now = client.clock.utc()
    sidecar = describe(
        identity,
        file=file_name(identity.model or "unknown", identity.firmware.numbers if identity.firmware else None, now),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created=now,
        account=client.credentials.username,
        host=client.device,
        needs_secret_key=bool(secret),
    )
    return _keep(data, sidecar, params, check_mode=task.check_mode)


def keep_copy(staging: str, params: Params, result: Result) -> Result:
    """Keep a backup that the module made on another machine and that was fetched to ``staging``."""
    copy = pathlib.Path(staging) / pathlib.PurePath(result["path"]).name
    kept = _keep(copy.read_bytes(), read_sidecar(copy.with_name(copy.name + SUFFIX)), params, check_mode=False)
    return {**result, **kept}


def _keep(data: bytes, sidecar: Sidecar, params: Params, *, check_mode: bool) -> Result:
    directory = pathlib.Path(params["dest"]).absolute()
    store = Store(directory)
    hours = params["max_age"]
    max_age = datetime.timedelta(hours=hours) if hours else None
    try:
        if check_mode:
            kept = store.would_keep(sidecar, max_age)
        else:
            kept = store.keep(data, sidecar, limit=params["keep"], max_age=max_age)
    except OSError as error:
        return {"failed": True, "msg": f"The backup can not be written to {directory}: {error.strerror}."}
    description = str(kept.path) + SUFFIX
    return {
        "changed": kept.changed,
        "path": str(kept.path),
        "sidecar": description,
        "backup": dataclasses.asdict(kept.sidecar),
        "removed": [str(path) for path in kept.removed],
        "files": [str(kept.path), description],
    }


def _hint(error: Rejected, secret: str | None) -> Result:
    if not wants_secret(error):
        return {}
    advice = "Check secret_key." if secret else "The device may want secret_key."
    return {"advice": advice}


MODULE = DeviceModule(
    name="config_backup",
    run=run,
    options={
        "dest": {"type": "path", "required": True},
        "keep": {"type": "int", "default": 10},
        "max_age": {"type": "float"},
        "secret_key": {"type": "str", "no_log": True},
        "min_size": {"type": "int", "default": 1024},
    },
    controller_directory="dest",
    keep=keep_copy,
)


def main() -> None:
    MODULE.main()


if __name__ == "__main__":
    main()

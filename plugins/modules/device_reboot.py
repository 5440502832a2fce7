# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reboot a device and prove it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: device_reboot
short_description: Reboot a Hikvision device and prove it
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Reboots the device and waits until it answers completely several times in a row with an uptime that shows the boot.
  - Where a device tells no uptime, having seen it silent in between is the proof.
  - A device that is upgrading is not rebooted.
options:
  reaction_timeout:
    description: Seconds in which the device has to begin its reboot.
    type: float
    default: 120.0
extends_documentation_fragment:
  - surveillance.hikvision._waiting
  - surveillance.hikvision._device
  - surveillance.hikvision._attributes
notes:
  - A door controller that reboots may release or hold its locks, depending on its wiring.
"""

EXAMPLES = r"""
- name: Reboot
  surveillance.hikvision.device_reboot:
"""

RETURN = r"""
boot:
  description: Who began the reboot and what proves it.
  returned: always, null when there was none
  type: dict
  sample: {by: us, proof: uptime}
seconds:
  description: Seconds from the order to the proof.
  returned: when a reboot was ordered
  type: float
outcome:
  description: V(not_back), V(lost_access) or V(failed_unknown).
  returned: on failure
  type: str
advice:
  description: What to do now.
  returned: on failure
  type: str
"""

from ..module_utils._device.boot import BootWatch
from ..module_utils._device.system import order_reboot, read_status
from ..module_utils._device.upgrade import read_progress
from ..module_utils._frontend import WAITING_OPTIONS, DeviceModule, Params, Result, Task, failure
from ..module_utils._isapi.client import Client
from ..module_utils._isapi.errors import Rejected
from ..module_utils._upgrade.restart import judge_restart
from ..module_utils._upgrade.settled import Given, Patience
from ..module_utils._upgrade.settling import Settling


def run(client: Client, params: Params, task: Task) -> Result:
    progress = read_progress(client)
    if progress is not None and progress.upgrading:
        return {"failed": True, "changed": False, "boot": None, "msg": "The device is upgrading; it is not rebooted."}
    before = read_status(client)
    if task.check_mode:
        return {"changed": True, "boot": None, "msg": "The device would reboot."}

    patience = Patience.from_options(params)
    began = client.clock.monotonic()
    watch = BootWatch(client, before)
    try:
        order_reboot(client)
    except Rejected as error:
        return {**failure(error, changed=False), "boot": None}
    restart = judge_restart(Settling(client, watch, patience, Given(reboot_ordered=True), task.report).wait())
    return {"changed": True, "seconds": round(client.clock.monotonic() - began, 1), **restart.as_result()}


MODULE = DeviceModule(
    name="device_reboot",
    run=run,
    options={"reaction_timeout": {"type": "float", "default": 120.0}, **WAITING_OPTIONS},
)


def main() -> None:
    MODULE.main()


if __name__ == "__main__":
    main()

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find out what became of an upgrade that was not followed to its end."""

from __future__ import annotations

DOCUMENTATION = r"""
module: firmware_proof
short_description: Find out what became of an upgrade that was not followed to its end
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - For a device to which an earlier run began to send firmware, when that run was cut off before it saw the end, for
    example because the controller lost its power.
  - Never sends a file. Waits as long as the device writes, is silent or starts, and tells what it runs then.
  - Reboots the device only if it may have the whole file, runs its old firmware and asks for a reboot, or has accepted
    the file and does nothing more.
  - C(rollout.yml) uses it for all devices that its journal knows to be in this state, before anything else is done.
options:
  version:
    description: The version that the earlier run was to install.
    type: str
    required: true
  build:
    description: The build of that version. Quote it in YAML.
    type: str
    required: true
  since:
    description: When the earlier run began to send, as a time with its offset, such as V(2026-11-22T03:10:33+00:00).
    type: str
    required: true
  before:
    description:
      - The firmware that the device ran then, with the keys C(version) and C(build).
      - A device that runs another one has booted since, even if it tells no uptime.
    type: dict
  uptime:
    description: The uptime in seconds that the device told then. A shorter one proves a boot.
    type: int
  whole_file:
    description:
      - Whether the device may have the whole file. V(false) only when it is certain that the last part of the file was
        never sent; then the device is never rebooted.
    type: bool
    default: true
  accepted:
    description: Whether the device has said that it takes the file.
    type: bool
    default: false
  refused:
    description:
      - Whether the device has said that it does not take the file, for example because an earlier change waits for a
        reboot. Then its old firmware after a boot is no wrong version.
    type: bool
    default: false
  flash_timeout:
    description: Seconds a device may report that it is upgrading, from now on.
    type: float
    default: 1800.0
  own_reboot_timeout:
    description:
      - Seconds to wait for an idle device to go on by itself before it is rebooted or judged.
      - Ten times as long for a device that reports no progress, because it may be writing all the time.
    type: float
    default: 60.0
extends_documentation_fragment:
  - surveillance.hikvision._waiting
  - surveillance.hikvision._device
  - surveillance.hikvision._attributes
attributes:
  check_mode:
    support: full
    details:
      - In check mode, looks at the device once and tells what it runs, without RV(outcome).
seealso:
  - module: surveillance.hikvision.firmware
"""

EXAMPLES = r"""
- name: Find out what became of the upgrade of last night
  surveillance.hikvision.firmware_proof:
    version: V5.7.18
    build: "240826"
    since: "2026-11-22T03:10:33+00:00"
    before: {version: V5.7.15, build: "240201"}
  register: proof

- name: Tell who needs a visit
  ansible.builtin.debug:
    msg: "{{ proof.msg }}"
  when: proof.outcome not in ['upgraded', 'failed_before_write']
"""

RETURN = r"""
outcome:
  description:
    - What became of it. The first two do not fail the task, all others do.
    - V(upgraded), proven. V(failed_before_write), the device runs on with its old firmware and can be upgraded again.
    - V(not_back), silent. V(wrong_version), it booted and does not run the new firmware.
    - V(lost_access), it is there but does not let us in. V(failed_unknown), nothing proves what it does or runs.
  returned: not in check mode
  type: str
  sample: upgraded
before:
  description: Version and build before, as given.
  returned: always
  type: dict
  sample: {version: V5.7.15, build: "240201"}
after:
  description: Version and build that it runs; null when they could not be read.
  returned: always
  type: dict
  sample: {version: V5.7.18, build: "240826"}
target:
  description: Version and build that the earlier run was to install.
  returned: always
  type: dict
boot:
  description:
    - Who rebooted the device (V(device) or V(us)), and what proves the boot (V(uptime), V(version) for another firmware
      than before, or V(outage)).
  returned: when it has booted since
  type: dict
  sample: {by: device, proof: uptime}
upgrading:
  description: Whether the device reports an upgrade in progress; null when it does not tell.
  returned: in check mode
  type: bool
advice:
  description: What to do now.
  returned: on failure
  type: str
"""

import datetime
import typing

from ..module_utils._device.identity import read_identity
from ..module_utils._device.upgrade import read_progress
from ..module_utils._firmware.version import FirmwareVersion
from ..module_utils._frontend import WAITING_OPTIONS, DeviceModule, Params, Result, Task
from ..module_utils._isapi.client import Client
from ..module_utils._upgrade.earlier import Earlier, judge_earlier, settle
from ..module_utils._upgrade.outcome import ADVICE, Outcome, version_as_result
from ..module_utils._upgrade.settled import Patience, Settled, boot_facts

_SETTLES: typing.Final = frozenset({Outcome.UPGRADED, Outcome.FAILED_BEFORE_WRITE})


def run(client: Client, params: Params, task: Task) -> Result:
    try:
        earlier = _earlier(params)
    except ValueError as error:
        return {"failed": True, "changed": False, "msg": f"{error}."}
    if task.check_mode:
        return _look(client, earlier)
    settled = settle(client, earlier, Patience.from_options(params), task.report)
    return _told(earlier, settled)


def _earlier(params: Params) -> Earlier:
    """Raises :class:`ValueError` for options that can not be read."""
    target = FirmwareVersion.parse(params["version"], params["build"])
    if target is None or target.build is None:
        raise ValueError(f"version {params['version']!r} with build {params['build']!r} is not a firmware")
    try:
        since = datetime.datetime.fromisoformat(params["since"])
    except ValueError:
        since = None
    if since is None or since.tzinfo is None:
        raise ValueError(f"since is {params['since']!r}, which is not a time with an offset")
    return Earlier(
        since=since,
        target=target,
        before=FirmwareVersion.from_result(params["before"]),
        uptime=params["uptime"],
        whole=params["whole_file"],
        accepted=params["accepted"],
        refused=params["refused"],
    )


def _look(client: Client, earlier: Earlier) -> Result:
    progress = read_progress(client)
    running = read_identity(client).firmware
    upgrading = progress.upgrading if progress else None
    doing = "is upgrading" if upgrading else f"runs {running or 'an unknown firmware'}"
    return {
        "changed": False,
        "msg": f"The device {doing}; it would be watched until it has settled.",
        "before": version_as_result(earlier.before),
        "after": version_as_result(running),
        "target": version_as_result(earlier.target),
        "upgrading": upgrading,
    }


def _told(earlier: Earlier, settled: Settled) -> Result:
    outcome, reason = judge_earlier(earlier, settled)
    result: Result = {
        "outcome": outcome.value,
        "msg": f"{reason[:1].upper()}{reason[1:]}.",
        "changed": settled.rebooted_by == "us",
        "before": version_as_result(earlier.before),
        "after": version_as_result(settled.running),
        "target": version_as_result(earlier.target),
        "boot": boot_facts(settled),
    }
    if outcome not in _SETTLES:
        result |= {"failed": True, "advice": ADVICE[outcome]}
    return result


MODULE = DeviceModule(
    name="firmware_proof",
    run=run,
    options={
        "version": {"type": "str", "required": True},
        "build": {"type": "str", "required": True},
        "since": {"type": "str", "required": True},
        "before": {"type": "dict"},
        "uptime": {"type": "int"},
        "whole_file": {"type": "bool", "default": True},
        "accepted": {"type": "bool", "default": False},
        "refused": {"type": "bool", "default": False},
        "flash_timeout": {"type": "float", "default": 1800.0},
        "own_reboot_timeout": {"type": "float", "default": 60.0},
        **WAITING_OPTIONS,
    },
)


def main() -> None:
    MODULE.main()


if __name__ == "__main__":
    main()

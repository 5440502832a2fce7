# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a device run one certain firmware, and prove it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: firmware
short_description: Make a Hikvision device run a certain firmware
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - States that a device runs O(version) with O(build), and brings it there with the image O(src) if it does not.
  - Checks first, uploads the file once, waits until the device has written it, reboots it if the device leaves that
    to us, and believes nothing but the version and build read back several times after a proven boot.
  - A lost connection during the upload is not taken for a failure and an answer "OK" is not taken for success.
  - Back up the configuration first, with M(surveillance.hikvision.config_backup) or by using the role
    P(surveillance.hikvision.firmware_upgrade#role), which does.
options:
  src:
    description:
      - The firmware image, usually C(digicap.dav), not the zip that it comes in.
      - A relative name is looked up in the C(files) directory of the role or play, as M(ansible.builtin.copy) does.
    type: path
    required: true
  version:
    description: The version that the device reports once it runs this image, such as V(V5.7.18).
    type: str
    required: true
  build:
    description:
      - The build date of the image, such as V(240826) or V(build 240826). Quote it in YAML.
      - One version exists with several builds, so a version alone does not say what runs.
    type: str
    required: true
  sha256:
    description: SHA-256 of O(src). A file with another digest is refused before anything is sent.
    type: str
  models:
    description:
      - Shell patterns for the models that the image is for, such as V(DS-2CD2?86G2*). Upper and lower case are alike.
      - A device with another model is refused. Without patterns only the device itself judges.
    type: list
    elements: str
    default: []
  allow_downgrade:
    description: Whether a device that runs something newer may be taken back. Many devices refuse that themselves.
    type: bool
    default: false
  upload_timeout:
    description: Seconds for the whole upload. The default allows 10 minutes and 4 seconds for each megabyte.
    type: float
  flash_timeout:
    description: Seconds a device may report that it is upgrading.
    type: float
    default: 1800.0
  own_reboot_timeout:
    description:
      - Seconds to wait for a device to reboot by itself after it has written the flash, before it is told to.
      - Ten times as long for a device that reports no progress, because it may be writing all the time.
      - A device that was told to reboot has twice as long to begin.
    type: float
    default: 60.0
extends_documentation_fragment:
  - surveillance.hikvision._attributes.diff
  - surveillance.hikvision._waiting
  - surveillance.hikvision._device
  - surveillance.hikvision._attributes
seealso:
  - module: surveillance.hikvision.config_backup
  - module: surveillance.hikvision.health
"""

EXAMPLES = r"""
- name: Bring the G5 cameras to 5.7.18
  surveillance.hikvision.firmware:
    src: IPC_G5_EN_STD_5.7.18_240826/digicap.dav
    version: V5.7.18
    build: "240826"
    sha256: "{{ firmware_digests['5.7.18'] }}"
    models: ["DS-2CD2?46G2*", "DS-2CD2?86G2*"]

- name: See what would happen
  surveillance.hikvision.firmware:
    src: digicap.dav
    version: V5.7.18
    build: "240826"
  check_mode: true
  diff: true
"""

RETURN = r"""
outcome:
  description:
    - How it ended, one of a closed set. The first three are success, all others fail the task.
    - V(unchanged), it ran this firmware already. V(would_upgrade), in check mode. V(upgraded), proven.
    - V(refused), by a check here or by the device; nothing was written.
    - V(failed_before_write), the transfer broke; the device runs on with its old firmware.
    - V(failed_unknown), nothing proves what runs. V(not_back), silent. V(wrong_version), it booted something else.
    - V(lost_access), it is back but has lost its configuration or password.
  returned: unless the device is unreachable
  type: str
  sample: upgraded
before:
  description: Version and build before.
  returned: when the device could be read
  type: dict
  sample: {version: V5.7.15, build: "240201"}
after:
  description: Version and build read back last; null when they could not be read.
  returned: when the device could be read
  type: dict
  sample: {version: V5.7.18, build: "240826"}
target:
  description: Version and build asked for.
  returned: when the device could be read
  type: dict
phases:
  description: What was done and how long each part took, in seconds.
  returned: when the device could be read
  type: list
  elements: dict
  sample: [{name: check, seconds: 0.4}, {name: upload, seconds: 12.1}, {name: flash and reboot, seconds: 141.0}]
upload:
  description: The method that the device took and the bytes that were sent.
  returned: when something was sent
  type: dict
  sample: {method: PUT, bytes_sent: 31457280, bytes_total: 31457280}
boot:
  description: Who rebooted the device (V(device) or V(us)), and what proves the boot (V(uptime) or V(outage)).
  returned: when it rebooted
  type: dict
  sample: {by: device, proof: uptime}
advice:
  description: What to do now.
  returned: on failure
  type: str
"""

import typing

from ..module_utils._device.identity import read_identity
from ..module_utils._device.upgrade import read_progress
from ..module_utils._device.users import read_users
from ..module_utils._firmware.image import ImageFile
from ..module_utils._firmware.version import FirmwareVersion
from ..module_utils._frontend import WAITING_OPTIONS, DeviceModule, Params, Result, Task, failure
from ..module_utils._isapi.client import Client
from ..module_utils._isapi.errors import BadAnswer, IsapiError, Rejected, Unreachable
from ..module_utils._upgrade.execute import Job, Stopwatch, after_error, execute
from ..module_utils._upgrade.outcome import ADVICE, Outcome, UpgradeResult
from ..module_utils._upgrade.plan import Decision, Plan, Policy, make_plan
from ..module_utils._upgrade.settled import Patience

_REFUSAL: typing.Final[Result] = {
    "failed": True,
    "changed": False,
    "outcome": Outcome.REFUSED.value,
    "advice": ADVICE[Outcome.REFUSED],
}


def run(client: Client, params: Params, task: Task) -> Result:
    try:
        return _run(client, params, task)
    except Unreachable:
        raise
    except IsapiError as error:
        # Before anything was sent: the device does not let us in, or tells nothing that we understand.
        return {**_REFUSAL, **failure(error, changed=False)}


def _run(client: Client, params: Params, task: Task) -> Result:
    target = FirmwareVersion.parse(params["version"], params["build"])
    if target is None or target.build is None:
        return _refused("version must look like V5.7.18 and build like 240826.")
    stopwatch = Stopwatch(client.clock)
    try:
        image = ImageFile.at(params["src"])
        digest = task.digest(params["src"]) if params["sha256"] else None
    except OSError as error:
        return _refused(f"{params['src']} can not be read: {error.strerror}.")
    progress = read_progress(client)
    job = Job(
        read_identity(client),
        image,
        target,
        _patience(params),
        _upload_seconds(params, image),
        reboot_first=progress is not None and progress.reboot_wanted,
    )
    policy = Policy(tuple(params["models"]), params["allow_downgrade"], params["sha256"], digest)
    plan = make_plan(job.identity, progress, image, target, policy, may_upgrade=_may_upgrade(client))
    stopwatch.lap("check")
    if plan.decision is not Decision.UPGRADE or task.check_mode:
        return _with_diff(_planned(job, plan, stopwatch), task)

    try:
        return _with_diff(execute(client, job, stopwatch, task.report), task)
    except OSError as error:
        return _refused(f"{params['src']} can not be read any more: {error.strerror}.")
    except IsapiError as error:
        if not client.has_written:
            raise
        return _with_diff(after_error(job, stopwatch, error), task)


def _refused(message: str) -> Result:
    return {**_REFUSAL, "msg": message}


def _may_upgrade(client: Client) -> bool | None:
    try:
        return read_users(client).rights.upgrade
    except (Rejected, BadAnswer):
        return None  # many accounts may not look at accounts; the device has the last word anyway


def _planned(job: Job, plan: Plan, stopwatch: Stopwatch) -> UpgradeResult:
    outcome = {
        Decision.NOTHING_TO_DO: Outcome.UNCHANGED,
        Decision.REFUSE: Outcome.REFUSED,
        Decision.UPGRADE: Outcome.WOULD_UPGRADE,
    }[plan.decision]
    running = job.identity.firmware
    after = job.target if outcome is Outcome.WOULD_UPGRADE else running
    return UpgradeResult(outcome, "; ".join(plan.reasons), running, after, job.target, tuple(stopwatch.phases))


def _with_diff(result: UpgradeResult, task: Task) -> Result:
    diff = {"before": f"{result.before}\n", "after": f"{result.after}\n"}
    return {**result.as_result(), **({"diff": diff} if task.diff_mode else {})}


def _patience(params: Params) -> Patience:
    return Patience(
        flash=params["flash_timeout"],
        boot=params["boot_timeout"],
        own_reboot=params["own_reboot_timeout"],
        reaction=2 * params["own_reboot_timeout"],
        poll=params["poll_interval"],
        good_reads=params["good_reads"],
    )


def _upload_seconds(params: Params, image: ImageFile) -> float:
    return float(params["upload_timeout"] or 600 + 4e-6 * image.size)


MODULE = DeviceModule(
    name="firmware",
    run=run,
    options={
        "src": {"type": "path", "required": True},
        "version": {"type": "str", "required": True},
        "build": {"type": "str", "required": True},
        "sha256": {"type": "str"},
        "models": {"type": "list", "elements": "str", "default": []},
        "allow_downgrade": {"type": "bool", "default": False},
        "upload_timeout": {"type": "float"},
        "flash_timeout": {"type": "float", "default": 1800.0},
        "own_reboot_timeout": {"type": "float", "default": 60.0},
        **WAITING_OPTIONS,
    },
    controller_files=("src",),
)


def main() -> None:
    MODULE.main()


if __name__ == "__main__":
    main()

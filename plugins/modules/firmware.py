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
  - Checks the file, the package and the device against each other before anything is sent, and tells all that it
    found in RV(findings). Whatever may be allowed for a run has a word in O(allow). All checks are explained in
    C(docs/checks.md).
  - Uploads the file once, waits until the device has written it, reboots it if the device leaves that to us, and
    believes nothing but the version and build read back several times after a proven boot.
  - A lost connection during the upload is not taken for a failure and an answer "OK" is not taken for success.
  - Back up the configuration first, with M(surveillance.hikvision.config_backup) or by using the role
    P(surveillance.hikvision.firmware_upgrade#role), which does.
options:
  package:
    description: What messages call this firmware, such as its name in a catalogue. By default O(version) and O(build).
    type: str
  src:
    description:
      - The firmware image, usually C(digicap.dav), or the vendor's zip with the image inside, which is then sent out
        of the archive.
      - A relative name is looked up in the C(files) directory of the role or play, as M(ansible.builtin.copy) does.
    type: path
    required: true
  image_name:
    description: The image inside a zip. Needed when there is more than one.
    type: str
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
    description:
      - SHA-256 of O(src). A file with another digest is refused before anything is sent.
      - The sums inside firmware files do not notice bytes in a wrong order, so this is what vouches for a file.
    type: str
  image_sha256:
    description: SHA-256 of the image inside, when O(src) is a zip.
    type: str
  models:
    description:
      - Shell patterns for the models that the image is for, such as V(DS-2CD2?86G2*). Upper and lower case are alike.
      - A device with another model is refused. Without patterns any model is accepted.
    type: list
    elements: str
    default: []
  exclude_models:
    description: Shell patterns for models that the image is not for, although O(models) would cover them.
    type: list
    elements: str
    default: []
  kind:
    description: The kind of device that the image is for. A device of another kind is refused.
    type: str
    choices: [camera, recorder, access_control, intercom, other]
  platform:
    description:
      - The hardware platform that the image is for, such as V(G5). A device that tells another one is refused.
      - A device that tells none gets a warning.
    type: str
  hardware_versions:
    description: The same for the hardware version that a device tells.
    type: list
    elements: str
    default: []
  device_classes:
    description: Numbers, one of which the header of the image has to have for its device class.
    type: list
    elements: int
    default: []
  upgrade_codes:
    description: Codes of 18 digits, one of which the header of the image has to have.
    type: list
    elements: str
    default: []
  component:
    description: What the image is for. All but V(main) are refused, because this module installs a device's firmware.
    type: str
    choices: [main, mcu, reader, fingerprint, wifi, module]
    default: main
  language:
    description:
      - The language of the image. V(ML) is several. The wrong one can leave a device unusable, so a device that
        tells another one is refused; one that tells none gets a warning.
    type: str
    choices: [EN, ML, CN, OTHER]
  edition:
    description:
      - Who the image is made for, V(STD) being everybody. A custom build on a stock device is refused, and so is
        anything but a custom build on a customised device.
    type: str
    choices: [STD, NEU, GM, OEM, CUSTOM]
  oem_codes:
    description: OEM codes of the devices that the image is for.
    type: list
    elements: str
    default: []
  allow:
    description:
      - Findings that are accepted for this run.
      - V(downgrade), an older firmware than the one that runs. Many devices refuse it themselves.
      - V(language_mismatch), another language than the device's. V(other_edition), a custom build on a stock device
        and the other way round. V(unknown_format), a file without a known header.
      - V(device_confirmation), the device itself asks whether we are sure.
      - V(candidate), V(config_reset) and V(uncatalogued) concern the choice from a catalogue and change nothing here.
    type: list
    elements: str
    choices:
      - candidate
      - config_reset
      - device_confirmation
      - downgrade
      - language_mismatch
      - other_edition
      - uncatalogued
      - unknown_format
    default: []
  upload_timeout:
    description: Seconds for the whole upload. The default allows 10 minutes and 4 seconds for each megabyte.
    type: float
  upload_rate:
    description:
      - Bytes per second that are sent at most. By default as many as the device takes.
      - Waiting for this takes nothing of O(upload_timeout).
    type: int
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

- name: Send the image out of the vendor's zip
  surveillance.hikvision.firmware:
    src: IPC_G5_EN_STD_5.7.18_240826.zip
    image_name: digicap.dav
    version: V5.7.18
    build: "240826"
    platform: G5
    language: EN
    edition: STD

- name: Read the device
  surveillance.hikvision.device_info:
  register: now

- name: Read the catalogue
  surveillance.hikvision.catalogue_info:
    path: firmware/catalogue.yml
    allowed_signers: firmware/allowed_signers
  register: known

- name: Install what the catalogue has for this device
  surveillance.hikvision.firmware:
    package: "{{ choice.package.package }}"
    src: "{{ choice.package.src }}"
    image_name: "{{ choice.package.image_name | default(omit) }}"
    version: "{{ choice.package.version }}"
    build: "{{ choice.package.build }}"
    sha256: "{{ choice.package.sha256 }}"
    image_sha256: "{{ choice.package.image_sha256 | default(omit) }}"
    models: "{{ choice.package.models }}"
    exclude_models: "{{ choice.package.exclude_models | default(omit) }}"
    kind: "{{ choice.package.kind }}"
    platform: "{{ choice.package.platform | default(omit) }}"
    language: "{{ choice.package.language }}"
    edition: "{{ choice.package.edition | default(omit) }}"
  vars:
    choice: "{{ now.device | surveillance.hikvision.select_firmware(catalogue=known.catalogue) }}"
  when: choice.package is not none

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
    - How it ended, one of a closed set. The first five do not fail the task, all others do.
    - V(unchanged), it ran this firmware already. V(would_upgrade), in check mode. V(upgraded), proven.
    - V(deferred) and V(stopped), only in a rollout of C(rollout.yml); nothing was sent. V(deferred), the device's time
      has not come, for example because the maintenance window is closed or the power is not good. V(stopped), the
      rollout was stopped, by its stop file, its limit for failures or a signal, before this upload began. A later
      run of the same plan takes the device up.
    - V(refused), by a check here or by the device; nothing was written.
    - V(failed_before_write), the transfer broke; the device runs on with its old firmware.
    - V(failed_unknown), nothing proves what runs. V(not_back), silent. V(wrong_version), it booted something else.
    - V(lost_access), it is back but has lost its configuration or password.
  returned: unless the device is unreachable
  type: str
  sample: upgraded
until:
  description: When it may be tried again, as a time in UTC; null when that is not known.
  returned: with RV(outcome=deferred) and RV(outcome=stopped)
  type: str
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
findings:
  description:
    - What the checks before the upload found, worst or not. All codes are explained in C(docs/checks.md).
    - A finding that is V(blocked) stops the upgrade unless its word is in O(allow); an V(error) always does.
  returned: when the device could be read
  type: list
  elements: dict
  contains:
    code:
      description: The check.
      type: str
    severity:
      description: V(error), V(blocked), V(warning) or V(info).
      type: str
    sentence:
      description: What was found.
      type: str
    evidence:
      description: The values that were compared.
      type: dict
    allow:
      description: The word for O(allow) that accepts it, null when none does.
      type: str
  sample:
    - code: FW041
      severity: blocked
      sentence: V5.7.15 build 240201 is older than V5.7.18 build 240826, which runs now
      evidence: {}
      allow: downgrade
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

import dataclasses
import typing

from ..module_utils._firmware.finding import Permission, Severity
from ..module_utils._firmware.package import Package, PackageError
from ..module_utils._firmware.passage import NotNow, Passage, Prevented, Undertaking
from ..module_utils._frontend import WAITING_OPTIONS, DeviceModule, Params, Result, Task, failure
from ..module_utils._isapi.client import Client
from ..module_utils._isapi.errors import IsapiError, Unreachable
from ..module_utils._upgrade.execute import Job, Stopwatch, after_error, execute, never_began
from ..module_utils._upgrade.outcome import ADVICE, Outcome, UpgradeResult
from ..module_utils._upgrade.plan import Decision, Plan
from ..module_utils._upgrade.preparation import prepare
from ..module_utils._upgrade.settled import Patience

_REFUSAL: typing.Final[Result] = {
    "failed": True,
    "changed": False,
    "outcome": Outcome.REFUSED.value,
    "advice": ADVICE[Outcome.REFUSED],
}


def run(client: Client, params: Params, task: Task) -> Result:
    try:
        return _run(client, params, task, Package.from_options(params))
    except PackageError as problem:
        return _refused(f"{problem}.")
    except (NotNow, Prevented) as held:
        return {**held.as_result(), "changed": client.has_written}  # a reboot that it had asked for
    except OSError as error:
        return _refused(f"{params['src']} can not be read: {error.strerror or error}.")
    except Unreachable:
        raise
    except IsapiError as error:
        # Before anything was sent: the device does not let us in, or tells nothing that we understand.
        return {**_REFUSAL, **failure(error, changed=False)}


def _run(client: Client, params: Params, task: Task, package: Package) -> Result:
    stopwatch = Stopwatch(client.clock)
    prepared = prepare(client, package, allowed=params["allow"], check_mode=task.check_mode, learn=task.learn)
    stopwatch.lap("check")
    job = Job(
        prepared.identity,
        prepared.image,
        package.firmware,
        Patience.from_options(params),
        upload_seconds=params["upload_timeout"] or 600 + 4e-6 * prepared.image.size,
        reboot_first=prepared.reboot_first,
        upload_rate=params["upload_rate"],
    )
    result = _carry_out(client, job, prepared.plan, stopwatch, task, package=package)
    diff = {"before": f"{result.before}\n", "after": f"{result.after}\n"}
    result = dataclasses.replace(result, findings=prepared.plan.findings)
    return {**result.as_result(), **({"diff": diff} if task.diff_mode else {})}


def _carry_out(
    client: Client, job: Job, plan: Plan, stopwatch: Stopwatch, task: Task, *, package: Package
) -> UpgradeResult:
    if plan.decision is not Decision.UPGRADE:
        return _planned(job, plan, stopwatch)
    for finding in plan.findings:
        if finding.severity is Severity.WARNING:
            task.warn(f"{client.device}: {finding}")
    if task.check_mode:
        return _planned(job, plan, stopwatch)
    with task.guard(_undertaking(job, package)) as passage:
        return _upgrade(client, job, stopwatch, task, passage)


def _undertaking(job: Job, package: Package) -> Undertaking:
    return Undertaking(
        package=package.name,
        target=job.target,
        before=job.identity.firmware,
        size=job.image.size,
        sha256=package.image_sha256 or package.sha256,
    )


def _upgrade(client: Client, job: Job, stopwatch: Stopwatch, task: Task, passage: Passage) -> UpgradeResult:
    try:
        result = execute(client, job, stopwatch, task.report, passage)
    except IsapiError as error:
        if not client.has_written:
            passage.end(never_began(job, error).as_result())
            raise
        result = after_error(job, stopwatch, error)
    passage.end(result.as_result())
    return result


def _planned(job: Job, plan: Plan, stopwatch: Stopwatch) -> UpgradeResult:
    outcome = {
        Decision.NOTHING_TO_DO: Outcome.UNCHANGED,
        Decision.REFUSE: Outcome.REFUSED,
        Decision.UPGRADE: Outcome.WOULD_UPGRADE,
    }[plan.decision]
    running = job.identity.firmware
    after = job.target if outcome is Outcome.WOULD_UPGRADE else running
    return UpgradeResult(outcome, "; ".join(plan.reasons), running, after, job.target, tuple(stopwatch.phases))


def _refused(message: str) -> Result:
    return {**_REFUSAL, "msg": message[:1].upper() + message[1:]}


_WORDS: typing.Final = {"type": "list", "elements": "str", "default": []}

MODULE = DeviceModule(
    name="firmware",
    run=run,
    options={
        "package": {"type": "str"},
        "src": {"type": "path", "required": True},
        "image_name": {"type": "str"},
        "version": {"type": "str", "required": True},
        "build": {"type": "str", "required": True},
        "sha256": {"type": "str"},
        "image_sha256": {"type": "str"},
        "models": _WORDS,
        "exclude_models": _WORDS,
        "kind": {"type": "str", "choices": ["camera", "recorder", "access_control", "intercom", "other"]},
        "platform": {"type": "str"},
        "hardware_versions": _WORDS,
        "device_classes": {"type": "list", "elements": "int", "default": []},
        "upgrade_codes": _WORDS,
        "component": {
            "type": "str",
            "choices": ["main", "mcu", "reader", "fingerprint", "wifi", "module"],
            "default": "main",
        },
        "language": {"type": "str", "choices": ["EN", "ML", "CN", "OTHER"]},
        "edition": {"type": "str", "choices": ["STD", "NEU", "GM", "OEM", "CUSTOM"]},
        "oem_codes": _WORDS,
        "allow": {**_WORDS, "choices": [word.value for word in Permission]},
        "upload_timeout": {"type": "float"},
        "upload_rate": {"type": "int"},
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

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells whether a device does its work, and what got worse."""

from __future__ import annotations

DOCUMENTATION = r"""
module: health
short_description: Check whether a device does its work
version_added: "0.1.0"
description:
  - Looks at what a device of its kind should do and returns what was seen as RV(current).
  - Cameras must have their streams enabled and give a picture. Recorders must see their cameras, have working disks and
    record. Access controllers and intercoms must have working doors and their readers online. Name, clock, settings of
    streams and numbers of stored persons show whether the configuration has survived.
  - With O(baseline), an earlier value of RV(current), it also returns what got worse since.
  - A check that fails is something seen. The module fails for it only with O(fail_on_regression).
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  baseline:
    description:
      - What RV(current) was at an earlier time, for example before an upgrade.
      - It must be of the same device.
    type: dict
  fail_on_regression:
    description: Whether the module fails when something got worse since O(baseline).
    type: bool
    default: false
  max_clock_drift:
    description:
      - Seconds that the clock of the device may be ahead of or behind that of the controller.
      - A difference of one hour within this limit is accepted and mentioned, because recorders add it in summer.
      - By default every difference is accepted, as long as it does not change by more than a minute.
    type: int
extends_documentation_fragment:
  - surveillance.hikvision._device
  - surveillance.hikvision._attributes.reading
  - surveillance.hikvision._attributes
seealso:
  - module: surveillance.hikvision.device_info
    description: Tells what the device is.
"""

EXAMPLES = r"""
- name: See how the device does before something is changed
  surveillance.hikvision.health:
  register: before

- name: Change something
  ansible.builtin.include_role:
    name: surveillance.hikvision.firmware_upgrade

- name: Fail when something got worse
  surveillance.hikvision.health:
    baseline: "{{ before.current }}"
    fail_on_regression: true
  register: after
  retries: 10
  delay: 30
  until: after is success

- name: List what is wrong right now, clocks that are off by more than a minute among it
  surveillance.hikvision.health:
    max_clock_drift: 60
  register: health

- name: Show it
  ansible.builtin.debug:
    var: health.current.problems
"""

RETURN = r"""
current:
  description: What was seen. It can be kept and given as O(baseline) later.
  returned: when the device could be read
  type: dict
  contains:
    kind:
      description: Kind of the device.
      type: str
    model:
      description: Model.
      type: str
    serial:
      description: Serial number.
      type: str
    firmware:
      description: Version and build of the firmware.
      type: str
    read_at:
      description: When the device was read, by the controller's clock, in UTC.
      type: str
    problems:
      description: A sentence for each thing that is bad by itself, without a comparison.
      type: list
      elements: str
    checks:
      description: Everything that was seen.
      type: list
      elements: dict
      contains:
        check:
          description: Name of the check, such as V(storage).
          type: str
        subject:
          description: What was looked at, such as V(hdd1). V(*) stands for a check that could not be made at all.
          type: str
        message:
          description: What was seen, as a sentence.
          type: str
        good:
          description: V(true) or V(false), or V(null) for what is neither, or what the device does not tell.
          type: bool
        value:
          description: The value behind it, a text or a number, where there is one.
          type: raw
        rule:
          description: What must hold between this value and a later one.
          type: str
          choices: [nothing, same, not_fewer, still_some, near]
  sample:
    kind: recorder
    model: DS-7616NI-K2
    firmware: V4.62.210 build 230619
    problems: [channel 3 (gate) is offline]
regressions:
  description: What got worse since O(baseline). Empty when nothing did.
  returned: when O(baseline) is given
  type: list
  elements: dict
  contains:
    check:
      description: Name of the check.
      type: str
    subject:
      description: What was looked at.
      type: str
    message:
      description: What got worse, as a sentence.
      type: str
  sample:
    - check: channels
      subject: channel 3
      message: "channel 3 (gate) is offline; before: channel 3 (gate) is online"
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._device.health import read_health
from ..module_utils._device.observation import Health
from ..module_utils._device.plain import plain
from ..module_utils._device.regression import compare
from ..module_utils._frontend import DeviceModule, Task
from ..module_utils._isapi.client import Client

_ADVICE = (
    "Look at the device; services come up minutes after a boot. What stays worse may be a lost setting: restore the "
    "configuration from the backup, or go back to the former firmware."
)


def run(client: Client, params: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """Read the health, and compare it where there is something to compare with."""
    current = read_health(client, max_clock_drift=params["max_clock_drift"])
    result: dict[str, Any] = {"changed": False, "current": current.as_result()}
    if params["baseline"] is None:
        return result
    try:
        regressions = compare(Health.from_result(params["baseline"]), current)
    except ValueError as error:
        return {**result, "failed": True, "msg": f"baseline: {error}"}
    result["regressions"] = plain(regressions)
    if regressions and params["fail_on_regression"]:
        reason = "Worse than before: " + "; ".join(regression.message for regression in regressions)
        result |= {"failed": True, "msg": reason, "advice": _ADVICE}
    return result


MODULE = DeviceModule(
    name="health",
    run=run,
    options={
        "baseline": {"type": "dict"},
        "fail_on_regression": {"type": "bool", "default": False},
        "max_clock_drift": {"type": "int"},
    },
)


def main() -> None:
    """Run as a module process."""
    MODULE.main()


if __name__ == "__main__":
    main()

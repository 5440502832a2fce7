# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a device: who it is, what runs on it, what it can do."""

from __future__ import annotations

DOCUMENTATION = r"""
module: device_info
short_description: Read identity, firmware and state of a device
version_added: "0.1.0"
description:
  - Reads a Hikvision camera, recorder, access controller or intercom and returns one snapshot of it.
  - What a device does not tell is returned as V(null). Parts that could not be read are listed in RV(missing) with the
    reason. Nothing is guessed.
  - Only the parts that the kind of device has are asked for. Cameras are not asked for doors.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  gather_subset:
    description:
      - The parts to read. Besides V(all) and V(min) these are V(identity), V(status), V(time), V(capabilities),
        V(storage), V(channels), V(users) and V(access_control).
      - V(min) is the identity alone, which is always read.
      - A part with V(!) before it is left out. A list of nothing but such parts starts from V(all).
    type: list
    elements: str
    default: [all]
  facts:
    description: Whether to publish RV(device) and RV(missing) as the host fact C(hikvision), too.
    type: bool
    default: false
extends_documentation_fragment:
  - surveillance.hikvision._device
  - surveillance.hikvision._attributes.reading
  - surveillance.hikvision._attributes
seealso:
  - module: surveillance.hikvision.health
    description: Tells whether the device does its work.
"""

EXAMPLES = r"""
- name: Read everything that a device tells
  surveillance.hikvision.device_info:
  register: told

- name: Show what runs on it
  ansible.builtin.debug:
    msg: "{{ told.device.identity.model }} runs {{ told.device.firmware.version }} {{ told.device.firmware.build }}"

- name: Read only what an upgrade has to know, and keep it as a fact
  surveillance.hikvision.device_info:
    gather_subset: [status, capabilities, users]
    facts: true

- name: Stop where our account may not upgrade
  ansible.builtin.assert:
    that: ansible_facts.hikvision.device.users.rights.upgrade

- name: Read a device that is not in the inventory
  surveillance.hikvision.device_info:
    host: 192.0.2.17
    username: admin
    password: "{{ vaulted_password }}"
    gather_subset: [min]
  delegate_to: localhost
"""

RETURN = r"""
device:
  description:
    - The snapshot of the device.
    - A part is V(null) when it was not asked for, when this kind of device has none, or when it is RV(missing).
  returned: when the device answers
  type: dict
  contains:
    identity:
      description:
        - Who the device is, or V(null) when it does not say.
        - Every field is V(null) where the device tells nothing.
      type: dict
      contains:
        kind:
          description: What the device is for. Nothing is assumed about a type that is not known.
          type: str
          choices: [camera, recorder, access_control, intercom, unknown]
        device_type:
          description: The type in the device's own words.
          type: str
        sub_type:
          description: The sub type in the device's own words.
          type: str
        model:
          description: Model.
          type: str
        serial:
          description: Serial number. OEM and old devices may share one.
          type: str
        mac:
          description: MAC address, in lower case with colons.
          type: str
        name:
          description: The name that was given to the device.
          type: str
        device_id:
          description: Identifier of the device.
          type: str
        manufacturer:
          description: Maker in the device's own words.
          type: str
        encoder:
          description: Version of the encoder, with the keys C(version) and C(build).
          type: dict
        hardware_version:
          description: Hardware in the device's own words. The V(0x0) of cameras is left out.
          type: str
        platform:
          description: Hardware platform that firmware packages are built for, such as V(G5) or V(K51).
          type: str
        language:
          description: Language type of the firmware in the device's own words.
          type: str
        customised:
          description: Whether the firmware was made for one customer or brand instead of being the maker's own.
          type: bool
        oem_code:
          description: Code of the brand. V(1) is the maker's own.
          type: str
        boot_time:
          description: When the device was last started, in its own words.
          type: str
        locks:
          description: Number of door locks that the device drives.
          type: int
      sample:
        kind: camera
        device_type: IPCamera
        model: DS-2CD2T46G2-ISU
        platform: G5
        customised: false
    firmware:
      description: The firmware that runs, or V(null) when the device does not say.
      type: dict
      contains:
        version:
          description: Version as the device writes it, with its leading zeros.
          type: str
        build:
          description: Build date as C(yymmdd). A version alone does not identify a firmware.
          type: str
      sample: {version: V5.7.18, build: "240826"}
    status:
      description: How long the device has been running.
      type: dict
      contains:
        uptime:
          description: Seconds since the last start.
          type: int
        reboots:
          description: Restarts that the device has counted.
          type: int
        device_time:
          description: Time in the device's own words.
          type: str
    time:
      description: The device's clock.
      type: dict
      contains:
        mode:
          description: How the clock is set, such as V(NTP) or V(manual).
          type: str
        local:
          description: Time in the device's own words.
          type: str
        zone:
          description: Time zone in POSIX form, in which V(CST-8:00:00) is UTC+8.
          type: str
        drift:
          description: Seconds that the device is ahead of the controller. V(null) when its time has no offset from UTC.
          type: int
    capabilities:
      description: What the device says it can do. V(null) is not V(false), because many devices do not tell.
      type: dict
      contains:
        firmware_upgrade:
          description: Whether it takes firmware.
          type: bool
        firmware_by_post:
          description: Whether it takes firmware with the POST verb.
          type: bool
        peripheral_upgrade:
          description: Whether it takes firmware for card readers and other modules.
          type: bool
        online_upgrade:
          description: Whether it can fetch firmware by itself.
          type: bool
        validation_header:
          description: How many bytes of a firmware file it can judge before the upload.
          type: int
        access_control:
          description: Whether it controls doors.
          type: bool
        video_inputs:
          description: Number of its own analogue inputs.
          type: int
        proxied_channels:
          description: Number of network cameras it can record.
          type: int
        security:
          description: Login limits, and how configuration files and passwords are protected.
          type: dict
    storage:
      description: Disks, memory cards and network shares.
      type: list
      elements: dict
      contains:
        kind:
          description: Kind of storage.
          type: str
          choices: [hdd, ssd, nas]
        id:
          description: Number of the slot.
          type: int
        name:
          description: Name, or path of a share.
          type: str
        status:
          description: State in the device's own words. V(notexist) is an empty slot.
          type: str
        capacity:
          description: Size in megabytes.
          type: int
        free:
          description: Free megabytes. 0 is normal on a recorder that overwrites its oldest footage.
          type: int
        access:
          description: V(RW) or V(RO).
          type: str
    channels:
      description: Streams, inputs, and cameras behind a recorder. A list that the device does not have is V(null).
      type: dict
      contains:
        streams:
          description: Streams that a camera sends.
          type: list
          elements: dict
        inputs:
          description: Video inputs of the device itself.
          type: list
          elements: dict
        proxied:
          description: Cameras behind a recorder, as it sees them.
          type: list
          elements: dict
    users:
      description: Accounts of the device.
      type: dict
      contains:
        level:
          description: Level of the account in use, such as V(Administrator).
          type: str
        rights:
          description: Whether the account in use may C(upgrade), C(reboot) and C(configure).
          type: dict
        accounts:
          description: The accounts that it can see, with C(id), C(name) and C(level).
          type: list
          elements: dict
    access_control:
      description: Doors and readers, and how many persons and cards are stored.
      type: dict
      contains:
        doors:
          description: Doors with C(number), C(lock), C(mode) and C(contact).
          type: list
          elements: dict
        readers_online:
          description: Numbers of the readers that answer.
          type: list
          elements: int
        power:
          description: Power supply in the device's own words.
          type: str
        battery_low:
          description: Whether the battery is low.
          type: bool
        tamper:
          description: State of the tamper contact in the device's own words.
          type: str
        fire_input:
          description: State of the fire alarm input in the device's own words.
          type: str
        persons:
          description: Number of stored persons.
          type: int
        cards:
          description: Number of stored cards.
          type: int
missing:
  description: Parts that were asked for and could not be read.
  returned: when the device answers
  type: list
  elements: dict
  contains:
    part:
      description: Name of the part, such as V(storage).
      type: str
    reason:
      description: What the device answered.
      type: str
  sample:
    - part: status
      reason: the device has no readable System/status
"""

from collections.abc import Mapping
from typing import Any

from ..module_utils._device.plain import plain
from ..module_utils._device.snapshot import gather
from ..module_utils._frontend import DeviceModule, Task
from ..module_utils._isapi.client import Client
from ..module_utils._isapi.errors import BadAnswer


def run(client: Client, params: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """Read the chosen parts; fail when the device does not even say who it is."""
    try:
        snapshot = gather(client, params["gather_subset"])
    except ValueError as error:
        return {"failed": True, "changed": False, "msg": f"gather_subset: {error}"}
    told = {"device": snapshot.as_result(), "missing": plain(snapshot.missing)}
    result: dict[str, Any] = {"changed": False, **told}
    if params["facts"]:
        result["ansible_facts"] = {"hikvision": told}
    if snapshot.identity is None:
        reason = f"{client.device} does not say who it is: {snapshot.missing[0].reason}"
        result |= {"failed": True, "msg": reason, "advice": BadAnswer.advice}
    return result


MODULE = DeviceModule(
    name="device_info",
    run=run,
    options={
        "gather_subset": {"type": "list", "elements": "str", "default": ["all"]},
        "facts": {"type": "bool", "default": False},
    },
)


def main() -> None:
    """Run as a module process."""
    MODULE.main()


if __name__ == "__main__":
    main()

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter: the firmware package for a device."""

from __future__ import annotations

DOCUMENTATION = r"""
name: select_firmware
short_description: Choose the firmware package for a device
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Chooses from a list of packages the one that is for a device.
  - Exactly one package must fit. If none or several do, there is no package, and the reasons are returned instead.
  - A malformed list is an error, wherever in the list the mistake is.
positional: packages
options:
  _input:
    description: The device as M(surveillance.hikvision.device_info) returns it.
    type: dict
    required: true
  packages:
    description: The packages, as in the variable C(hikvision_firmware).
    type: list
    elements: dict
    required: true
    suboptions:
      models:
        description:
          - Shell patterns (C(*), C(?), C([ab])) for the whole model as the device tells it, in any case of letters.
          - Labels say more or less than the device does. M(surveillance.hikvision.device_info) shows what it tells.
        type: list
        elements: str
        required: true
      platform:
        description:
          - Hardware platform of the package, such as V(G5). The device must tell the same one.
          - For models that were built on several platforms. Many devices do not tell theirs.
        type: str
      version:
        description: Version that the device reports once it runs the package, such as V(V5.7.18).
        type: str
        required: true
      build:
        description: Build date of the package, such as V(240826). Quote it; YAML takes a leading zero for octal.
        type: str
        required: true
      src:
        description: Firmware image on the controller.
        type: path
        required: true
      sha256:
        description: SHA-256 of the image.
        type: str
      allow_downgrade:
        description: Whether a device that runs something newer may be taken back to this.
        type: bool
        default: false
  firmware:
    description:
      - A firmware as C({version, build}) that the package must bring. Without it, any package that fits.
      - For the way back to what a device ran before.
    type: dict
"""

EXAMPLES = r"""
- name: The package for this device
  ansible.builtin.debug:
    msg: "{{ result.device | surveillance.hikvision.select_firmware(hikvision_firmware) }}"
  vars:
    hikvision_firmware:
      - models: ["DS-2CD2?86G2*"]
        platform: G5
        version: V5.7.18
        build: "240826"
        src: firmware/IPC_G5_5.7.18/digicap.dav
      - models: [DS-7608NXI-I2*, DS-7616NXI-I2*]
        version: V4.84.100
        build: "241018"
        src: firmware/NVR_K51_4.84.100/digicap.dav

- name: The package that brings back what it ran before
  ansible.builtin.debug:
    msg: "{{ result.device | surveillance.hikvision.select_firmware(hikvision_firmware_previous, firmware=before) }}"
  vars:
    before: {version: V5.7.15, build: "240201"}
"""

RETURN = r"""
_value:
  description: The choice.
  type: dict
  contains:
    standing:
      description: V(current), V(upgrade) and V(downgrade) with a package, V(no_package) and V(ambiguous) without.
      type: str
    package:
      description: The package as options of M(surveillance.hikvision.firmware), or null.
      type: dict
    reasons:
      description: Why there is no package, or what the device runs instead of it. Empty for V(current).
      type: list
      elements: str
"""

import typing

from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection import (
    Device,
    PackageListError,
    choose,
    choose_former,
    firmware_of,
    parse_packages,
)

Mapping = typing.Mapping[str, typing.Any]


def select_firmware(
    snapshot: Mapping, packages: typing.Sequence[Mapping], firmware: Mapping | None = None
) -> dict[str, typing.Any]:
    """The choice for a device. Raises :class:`AnsibleFilterError` for a malformed list or firmware."""
    device = Device.from_snapshot(snapshot)
    try:
        parsed = parse_packages(packages)
    except PackageListError as error:
        raise AnsibleFilterError(f"the list of firmware packages can not be used: {error}") from error
    if firmware is None:
        choice = choose(device, parsed)
    elif wanted := firmware_of(firmware):
        choice = choose_former(device, parsed, wanted)
    else:
        raise AnsibleFilterError(f"{firmware!r} is not a firmware; write version: V5.7.15 and build: '240201'")
    package = choice.package.for_module() if choice.package else None
    return {"standing": str(choice.standing), "package": package, "reasons": list(choice.reasons)}


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"select_firmware": select_firmware}

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
  - Chooses the package that is meant for a device, and the steps to it, from a catalogue, or from a list of packages.
  - The answer is exactly one package with the reasons, or a refusal with all reasons. It is never a guess, and
    versions are never sorted to find the newest one.
  - With both a catalogue and a list, the catalogue decides. The list is then for devices that no entry of the
    catalogue can be for, and only where C(uncatalogued) is allowed.
  - The checks that compare the package with the device are those of M(surveillance.hikvision.firmware). That module
    makes them again, together with those of the file.
notes:
  - In a catalogue, an entry is newer than everything in its C(supersedes) and C(requires.via), a step is newer than
    the steps before it, and all of them are newer than what these are newer than, however the versions look. Only where
    this does not connect two firmwares, numbers tell whether a package would be a downgrade.
  - The latest package is the offered one that no other offered one for the device is newer than. Approved entries are
    offered to all devices unless they name rings, candidates only to the rings that they name, others never.
  - A target that is named may be deprecated, which is a warning, or a candidate, where that is allowed. Withdrawn
    packages are not installed, not even as a step.
  - A device at C(requires.min) or above goes straight to a package. All others go over C(requires.via) in that order,
    from the last step on that they have passed. Each step may have steps of its own.
  - What a permission lets through is a second choice. It is not taken where another package fits without it.
positional: packages
options:
  _input:
    description: The device as M(surveillance.hikvision.device_info) returns it.
    type: dict
    required: true
  packages:
    description:
      - Packages as options of the module M(surveillance.hikvision.firmware), as in the variable C(hikvision_firmware).
      - C(models), C(version), C(build) and C(src) are required, and keys that are not listed here are an error,
        wherever in the list they are.
    type: list
    elements: dict
    default: []
    suboptions:
      package:
        description: A name for the package. By default its place in the list.
        type: str
      models:
        description:
          - Shell patterns (C(*), C(?), C([ab])) for the whole model as the device tells it, in any case of letters.
          - Labels say more or less than the device does. M(surveillance.hikvision.device_info) shows what it tells.
        type: list
        elements: str
        required: true
      exclude_models:
        description: Patterns for models that the package is not for although O(packages[].models) covers them.
        type: list
        elements: str
      version:
        description: Version that the device reports once it runs the package, such as V(V5.7.18).
        type: str
        required: true
      build:
        description: Build date of the package, such as V(240826). Quote it; YAML takes a leading zero for octal.
        type: str
        required: true
      src:
        description: Firmware file on the controller, an image or a zip archive.
        type: path
        required: true
      image_name:
        description: The image inside a zip archive with several.
        type: str
      sha256:
        description: SHA-256 of the file.
        type: str
      image_sha256:
        description: SHA-256 of the image inside a zip archive.
        type: str
      kind:
        description: Kind of device.
        type: str
        choices: [camera, recorder, access_control, intercom, other]
      platform:
        description:
          - Hardware platform of the package, such as V(G5). A device that tells another one does not get it.
          - Many devices do not tell theirs, which is a warning.
        type: str
      hardware_versions:
        description: The same for the hardware version that a device tells.
        type: list
        elements: str
      device_classes:
        description: Numbers, one of which the header of the file must have.
        type: list
        elements: int
      upgrade_codes:
        description: Codes, one of which the header of the file must have.
        type: list
        elements: str
      component:
        description: What the package is for. Only V(main) can be installed.
        type: str
        choices: [main, mcu, reader, fingerprint, wifi, module]
        default: main
      language:
        description: Language of the package; V(ML) is several. Another one than the device's can make it unusable.
        type: str
        choices: [EN, ML, CN, OTHER]
      edition:
        description: Stock, neutral, or made for somebody.
        type: str
        choices: [STD, NEU, GM, OEM, CUSTOM]
      oem_codes:
        description: OEM codes of the devices that the package is for.
        type: list
        elements: str
      allow:
        description: What is allowed for this package, beside what O(policy) allows.
        type: list
        elements: str
  catalogue:
    description: The C(catalogue) that M(surveillance.hikvision.catalogue_info) returns.
    type: dict
  policy:
    description: What is wanted for the device, as in the variable C(hikvision_policy). Other keys are an error.
    type: dict
    suboptions:
      target:
        description:
          - V(latest), the id of an entry (the name of a package of the list), or a firmware such as
            V(V5.7.18 build 240826).
          - A version without a build will do while there is one build of it for the device.
        type: str
        default: latest
      ring:
        description: The group of devices that this one belongs to.
        type: str
      language:
        description: Language of a device that does not tell its own, V(EN), V(ML), V(CN) or V(OTHER).
        type: str
      allow:
        description:
          - What would be refused otherwise. V(candidate), a package that is not approved for the ring of the device.
            V(config_reset), a package that resets the settings. V(downgrade), something older than what runs.
            V(language_mismatch) and V(other_edition), a package in another language, or for other customers.
            V(uncatalogued), a package of the list beside a catalogue.
          - V(device_confirmation) and V(unknown_format) are handed on to M(surveillance.hikvision.firmware).
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
      acknowledged:
        description: Ids of entries whose release notes somebody has read, where an entry asks for that.
        type: list
        elements: str
  firmware:
    description:
      - A firmware as C({version, build}) that the package must bring, for the way back to what a device ran before.
        Without a build there is no package that is sure to bring it.
      - It takes the place of the C(target) of O(policy) and is itself the permission for a downgrade.
    type: dict
  refuse_mistakes:
    description:
      - Whether a malformed list or policy is a refusal, with the mistake as its reason, instead of an error.
      - For plays over many devices, in which the mistake of one host is to be told beside what the others are told.
    type: bool
    default: false
seealso:
  - module: surveillance.hikvision.catalogue_info
  - module: surveillance.hikvision.firmware
"""

EXAMPLES = r"""
- name: The package for this device, from a short list
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
        exclude_models: ["*(B)"]
        version: V4.84.100
        build: "241018"
        src: firmware/NVR_K51_4.84.100.zip

- name: The latest package of the catalogue for a device that tests candidates
  ansible.builtin.debug:
    msg: "{{ choice.package or choice.reasons }}"
  vars:
    choice: "{{ result.device | surveillance.hikvision.select_firmware(catalogue=read.catalogue, policy=mine) }}"
    mine: {ring: lab, language: EN}

- name: A certain firmware, whatever is the latest
  ansible.builtin.debug:
    msg: "{{ result.device | surveillance.hikvision.select_firmware(catalogue=read.catalogue, policy=mine) }}"
  vars:
    mine:
      target: V5.7.18 build 240826
      allow: [downgrade]

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
      description:
        - V(current), V(upgrade), V(downgrade), by what the device runs and what is meant for it.
        - V(no_package) and V(ambiguous), when there is not exactly one package that is meant.
        - V(unknown), when the device does not tell enough of what it runs, such as the right version without a build.
      type: str
    package:
      description:
        - The package to install next, as options of M(surveillance.hikvision.firmware); for V(current), what runs.
        - Null when nothing may be installed. RV(_value.standing) tells then what would happen, RV(_value.reasons) why
          it must not.
      type: dict
    steps:
      description:
        - Everything to install one after the other, RV(_value.package) first. Empty for V(current).
        - Each step has C(expected_duration), in seconds or null, and C(config_reset), beside the options.
      type: list
      elements: dict
    target:
      description: C(package), C(version) and C(build) of what is meant for the device, or null.
      type: dict
      sample: {package: ipc-g5-5.7.18-240826, version: V5.7.18, build: "240826"}
    reasons:
      description: Why it is this package, and everything that stops it. Empty when the device is in order.
      type: list
      elements: str
    findings:
      description:
        - What the checks found, stopping or not, with C(code), C(severity), C(sentence), C(evidence), C(allow).
        - A finding that is V(blocked) and allowed stays in this list.
      type: list
      elements: dict
    running:
      description: C(id), C(status) and C(status_reason) of the catalogue's entry for what the device runs, or null.
      type: dict
      sample: {id: ipc-g5-5.7.15-240201, status: withdrawn, status_reason: loses its clock}
    release_notes:
      description: C(url), C(sha256), C(fixes), C(known_issues) and C(acknowledge) of what is meant, or null.
      type: dict
    source:
      description: C(catalogue), C(serial), C(digest), C(signature) of the catalogue that decided; null for a list.
      type: dict
"""

import typing

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Choice, Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.excerpt import concerning
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.from_list import PackageListError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy, PolicyError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.selection import choose, choose_former
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._written_firmware import (
    NoFirmware,
    written_firmware,
)

Mapping = typing.Mapping[str, typing.Any]


def select_firmware(
    snapshot: Mapping,
    packages: typing.Sequence[Mapping] | None = None,
    firmware: Mapping | None = None,
    *,
    catalogue: Mapping | None = None,
    policy: Mapping | None = None,
    refuse_mistakes: bool = False,
) -> dict[str, typing.Any]:
    """The choice for a device. Raises :class:`AnsibleFilterError` for whatever is malformed."""
    if packages is None and catalogue is None:
        raise AnsibleFilterError("select_firmware needs packages or a catalogue to choose from")
    try:
        choice = _choice(snapshot, packages or (), firmware, catalogue, policy)
    except AnsibleFilterError as error:
        if not refuse_mistakes:
            raise
        choice = Choice(standing=Standing.UNKNOWN, reasons=(str(error),))
    # Ansible before 2.19 does not see that some of these words came from the device and would evaluate braces in them.
    wrapped: dict[str, typing.Any] = wrap_var(choice.as_result())
    return wrapped


def _choice(
    snapshot: Mapping,
    packages: typing.Sequence[Mapping],
    firmware: Mapping | None,
    catalogue: Mapping | None,
    policy: Mapping | None,
) -> Choice:
    device = Device.from_snapshot(snapshot)
    try:
        wanted = Policy.read(policy)
        known = _catalogue(catalogue, device, wanted) if catalogue is not None else None
        if firmware is None:
            return choose(device, known, packages, wanted)
        return choose_former(device, known, packages, wanted, written_firmware(firmware))
    except NoFirmware as error:
        raise AnsibleFilterError(str(error)) from error
    except PackageListError as error:
        raise AnsibleFilterError(f"the list of firmware packages can not be used: {error}") from error
    except PolicyError as error:
        raise AnsibleFilterError(f"the firmware policy can not be used: {error}") from error


def _catalogue(told: Mapping, device: Device, policy: Policy) -> Catalogue:
    try:
        # A template is evaluated for each device, often in a process of its own, and large catalogues take their time.
        return Catalogue.from_result({**told, "firmware": concerning(told["firmware"], device.model, policy.target)})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = "it must be the catalogue that surveillance.hikvision.catalogue_info returns"
        raise AnsibleFilterError(f"the firmware catalogue can not be used: {what} ({error!r})") from error


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, typing.Callable[..., typing.Any]]:
        return {"select_firmware": select_firmware}

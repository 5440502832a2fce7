# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at a firmware file: what it is, and whether it is whole."""

from __future__ import annotations

DOCUMENTATION = r"""
module: firmware_package_info
short_description: Read what a firmware file says about itself
version_added: "0.1.0"
description:
  - Reads header and table of a firmware file, or of the image in a zip archive, and checks that the file is whole.
  - Knows the formats HKWS, HK20, HK30 and HKSU. Parts that are encrypted are named and left alone. Nothing is
    decrypted, and nothing is unpacked to disk.
  - Talks to no device and needs none. It runs where the file is.
  - A file without findings can still be the wrong one for a device, and its sums do not notice swapped blocks. What
    vouches for a file is its digest, from a source that you trust.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  src:
    description: Path of the file on the host that runs the task.
    type: path
    required: true
  image_name:
    description:
      - Name of the image in a zip archive, with or without its directory.
      - Needed when an archive holds several images, which is an error otherwise.
    type: str
  sha256:
    description:
      - The SHA-256 digest that O(src) should have, as 64 hexadecimal digits.
      - Another digest is the finding V(FW021).
    type: str
  checksums:
    description:
      - Whether to read all data, compare it with the sums in the file, and return the digests.
      - When V(false), only header and table are read. The digest of O(src) is computed only when O(sha256) is set.
    type: bool
    default: true
  fail_on_error:
    description:
      - Whether to fail when a finding has the severity V(error). The findings are returned all the same.
      - A file that can not be opened is always a failure.
    type: bool
    default: true
attributes:
  check_mode:
    description: In check mode, says what would change and changes nothing.
    support: full
    details:
      - The module reads and changes nothing, in any mode.
  diff_mode:
    description: In diff mode, shows what has changed, or would change, as before and after.
    support: N/A
    details:
      - The module changes nothing, so there is no difference to show.
  platform:
    description: Where the module runs.
    support: full
    platforms: posix
seealso:
  - module: surveillance.hikvision.firmware
    description: Brings a device to a firmware.
"""

EXAMPLES = r"""
- name: Read a firmware file on the controller
  surveillance.hikvision.firmware_package_info:
    src: /srv/firmware/digicap.dav
    sha256: 6d8f5f8c6f7f2f9f0f65ee3f4f3c1b6a3a8e9d2c4b5a69788796a5b4c3d2e1f0
  delegate_to: localhost
  run_once: true
  register: package

- name: Show what it is for
  ansible.builtin.debug:
    msg: "{{ package.image.version }} build {{ package.image.build }}, {{ package.image.language }}"

- name: Look into an archive that holds two images, and go on whatever is wrong with them
  surveillance.hikvision.firmware_package_info:
    src: /srv/firmware/ACS_DS-K260X_GML_GM_V2.0.4_build180913.zip
    image_name: ACS_DS-K260X_GML_GM_V2.0.4_build180913_Net.bin
    fail_on_error: false
  delegate_to: localhost
  register: controller_package

- name: Show every sentence about it
  ansible.builtin.debug:
    msg: "{{ controller_package.findings | map(attribute='sentence') }}"
"""

RETURN = r"""
name:
  description: Name of the file.
  returned: when the file can be read
  type: str
  sample: digicap.dav
size:
  description: Size of the file in bytes.
  returned: when the file can be read
  type: int
  sample: 32106942
sha256:
  description: SHA-256 digest of the file. V(null) when it was not computed.
  returned: when the file can be read
  type: str
image_sha256:
  description:
    - SHA-256 digest of the image. The same as RV(sha256) when the file is no archive.
    - V(null) when it was not computed, or when the archive does not yield one sound image.
  returned: when the file can be read
  type: str
usable:
  description: Whether nothing was found that keeps the image from being sent, unless the operator allows it.
  returned: when the file can be read
  type: bool
msg:
  description: The file in a sentence, or what is wrong with it.
  returned: always
  type: str
findings:
  description: What the checks found, in the order of the checks.
  returned: when the file can be read
  type: list
  elements: dict
  contains:
    code:
      description: The check, such as V(FW009).
      type: str
    severity:
      description:
        - V(error) always stops an upgrade. V(blocked) stops it unless RV(findings[].allow) is allowed for the run.
      type: str
      choices: [error, blocked, warning, info]
    sentence:
      description: What was found, in a sentence.
      type: str
    evidence:
      description: The values behind it.
      type: dict
    allow:
      description: The word for the option O(surveillance.hikvision.firmware#module:allow) that lifts a block.
      type: str
  sample:
    - code: FW009
      severity: error
      sentence: "digicap.dav is cut short: its header needs 32106942 bytes, it has 20971520"
      evidence: {needed: 32106942, size: 20971520}
      allow: null
name_hint:
  description: What the name of the file says. A hint for people, often wrong, and used for no decision.
  returned: when the file can be read
  type: dict
  contains:
    firmware:
      description: Version and build, or V(null).
      type: dict
    language:
      description: Language as V(EN), V(ML), V(CN), V(GML) or V(GM), or V(null).
      type: str
    edition:
      description: Edition as V(STD), V(NEU) or V(GM), or V(null).
      type: str
    delivery:
      description: V(Net) or V(Serial) for images of controllers and readers, or V(null).
      type: str
    material:
      description: The vendor's number of the package, or V(null).
      type: str
archive:
  description: The zip archive, or V(null) when the file is none.
  returned: when the file can be read
  type: dict
  contains:
    images:
      description: Names of the firmware images in it, judged by their first bytes and by their names.
      type: list
      elements: str
    files:
      description: All files, with the keys C(name), C(size), C(image), and C(obstacle) for why one can not be read.
      type: list
      elements: dict
image:
  description:
    - What the image says about itself. V(null) when an archive does not yield exactly one.
    - Every field is V(null) or empty where the image tells nothing, or where it can not be read.
  returned: when the file can be read
  type: dict
  contains:
    name:
      description: Name of the image.
      type: str
    size:
      description: Size in bytes.
      type: int
    container:
      description: Format. V(newer) has a magic like the vendor's others, V(unknown) has none that is known.
      type: str
      choices: [HKWS, HK20, HK30, HKSU, newer, unknown]
    magic:
      description: The first four bytes, decoded if they are the vendor's and in hexadecimal otherwise.
      type: str
    style:
      description: What the later words of an HKWS header mean. With V(unknown) they are not read.
      type: str
      choices: [camera, old, recorder, lock, unknown]
    language:
      description: V(EN) or V(CN) when all that tell it agree. V(EN) is also what firmware in several languages says.
      type: str
    languages:
      description: Language tags that HKSU lists.
      type: list
      elements: str
    device_class:
      description: Number of the kind of device.
      type: int
    oem_code:
      description: Number of the brand. V(1) is the maker's own.
      type: int
    version:
      description: Version.
      type: str
    build:
      description: Build date as C(yymmdd).
      type: str
    upgrade_code:
      description: Digits that tell the hardware, whole as C(code) and in groups such as C(platform) and C(language).
      type: dict
    header:
      description: C(length), C(count) of entries, C(checksum) and what it is C(computed) to be, and C(total) size.
      type: dict
    members:
      description:
        - The files, or the sections of HK20, with C(name), C(kind), C(offset), C(length) and C(checksum) as the table
          tells, C(computed) from the data, and C(intact).
      type: list
      elements: dict
    sections:
      description: The images in an HK20 image, each with the keys of RV(image).
      type: list
      elements: dict
    tail:
      description: Number of bytes after the last file.
      type: int
    opaque:
      description: Names of the parts that are encrypted, or of a format that is not known.
      type: list
      elements: str
  sample:
    name: digicap.dav
    container: HKWS
    language: EN
    device_class: 2
    version: V5.4.41
    build: "170312"
"""

import re
import typing

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._firmware.finding import Finding, Severity, error
from ..module_utils._firmware.image import sha256_of
from ..module_utils._package.inspection import Inspection, inspect

Params = typing.Mapping[str, typing.Any]

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "src": {"type": "path", "required": True},
    "image_name": {"type": "str"},
    "sha256": {"type": "str"},
    "checksums": {"type": "bool", "default": True},
    "fail_on_error": {"type": "bool", "default": True},
}
_SHA256 = re.compile("[0-9a-fA-F]{64}")


def run(params: Params) -> dict[str, typing.Any]:
    """The result of the module. Raises :class:`OSError` when the file can not be read."""
    expected = params["sha256"]
    if expected is not None and not _SHA256.fullmatch(expected):
        return {"failed": True, "msg": f"sha256 is {expected!r}, which is not 64 hexadecimal digits."}
    inspection = inspect(params["src"], params["image_name"], sums=params["checksums"])
    digest = sha256_of(params["src"]) if params["checksums"] or expected else None
    different = _different(inspection.name, digest, expected)
    findings = (*different, *(inspection.findings_when_vouched() if expected else inspection.findings))
    return {
        **inspection.as_result(),
        "findings": [finding.as_result() for finding in findings],
        "sha256": digest,
        "image_sha256": inspection.image_sha256 if inspection.archive else digest,
        "usable": inspection.image is not None and not any(finding.stops() for finding in findings),
        "msg": _sentence(inspection, findings),
        "failed": params["fail_on_error"] and any(finding.severity is Severity.ERROR for finding in findings),
    }


def _different(name: str, digest: str | None, expected: str | None) -> tuple[Finding, ...]:
    if digest is None or expected is None or digest == expected.lower():
        return ()
    sentence = f"the sha256 of {name} is {digest}, it should be {expected.lower()}"
    return (error("FW021", sentence, sha256=digest, expected=expected.lower()),)


def _sentence(inspection: Inspection, findings: typing.Iterable[Finding]) -> str:
    wrong = [finding for finding in findings if finding.severity in (Severity.ERROR, Severity.BLOCKED)]
    if wrong:
        return ". ".join(map(str, wrong)) + "."
    image = inspection.image
    if image is None:
        return f"{inspection.name} yields no image."
    told = [image.container, image.firmware or (image.build and f"build {image.build}"), image.language]
    return f"{inspection.name}: " + ", ".join(str(word) for word in told if word) + "."


def main() -> None:
    module = AnsibleModule(argument_spec=OPTIONS, supports_check_mode=True)
    try:
        result = run(module.params)
    except OSError as problem:
        module.fail_json(msg=f"{module.params['src']} can not be read: {problem.strerror or problem}.")
    if result.pop("failed"):
        module.fail_json(**result)
    module.exit_json(changed=False, **result)


if __name__ == "__main__":
    main()

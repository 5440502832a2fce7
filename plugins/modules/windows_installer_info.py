# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at an installer for Windows without running it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: windows_installer_info
short_description: Read what an installer for Windows says about itself
version_added: "0.1.0"
description:
  - Reads the headers and resources of a program for Windows, or of a package of Windows Installer, tells what it was
    made with, and which switches such installers usually have.
  - Runs nothing and unpacks nothing. It needs no Windows, and runs where the file is.
  - What vouches for a file is its digest, from a source that you trust. Everything else in the result is what the file
    says about itself.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  src:
    description: Path of the file on the host that runs the task.
    type: path
    required: true
  sha256:
    description: The SHA-256 digest that O(src) should have. Another digest is the finding V(WI007).
    type: str
  publisher:
    description:
      - In whose name O(src) should be signed. Another RV(publisher), or none, is the finding V(WI008).
      - This finds a mistake and no forgery. The name is read and nothing of the signature is checked, because only
        Windows has the authorities to check it with.
    type: str
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
notes:
  - RV(candidate_switches) are guesses from the kind of the installer. Nothing in this collection uses them by itself.
    An installer that does not know a switch may open a window that nobody sees, and wait there for ever.
"""

EXAMPLES = r"""
- name: Look at the license patch on the controller
  surveillance.hikvision.windows_installer_info:
    src: /srv/hikcentral/hikcentral_professional_license_patch_for_v1.1-v1.5.exe
    sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  delegate_to: localhost
  run_once: true
  register: patch

- name: Show what it was made with, and what may be tried on a system that nobody needs
  ansible.builtin.debug:
    msg: "{{ patch.kind }}: {{ patch.candidate_switches | map(attribute='arguments') | join(' or ') }}"
"""

RETURN = r"""
name:
  description: Name of the file.
  returned: when the file can be read
  type: str
size:
  description: Size in bytes.
  returned: when the file can be read
  type: int
sha256:
  description: SHA-256 digest.
  returned: when the file can be read
  type: str
matches:
  description: Whether the digest is the one in O(sha256), V(null) without that option.
  returned: when the file can be read
  type: bool
is_pe:
  description: Whether it is a program for Windows.
  returned: when the file can be read
  type: bool
kind:
  description: What it was made with. V(unknown) also when it looks like two kinds at once.
  returned: when the file can be read
  type: str
  choices: [nsis, inno, installshield, burn, msi, 7z-sfx, unknown]
evidence:
  description: What tells the kind.
  returned: when the file can be read
  type: list
  elements: dict
  contains:
    kind:
      description: The kind.
      type: str
    what:
      description: What was found.
      type: str
    offset:
      description: Where in the file, or V(null).
      type: int
    proves:
      description: Whether only installers of this kind have it there.
      type: bool
candidate_switches:
  description: What such installers usually take to work without windows. Candidates only.
  returned: when the file can be read
  type: list
  elements: dict
  contains:
    arguments:
      description: The arguments.
      type: str
    note:
      description: What to know about them.
      type: str
machine:
  description: Processor that the program is for.
  returned: when the file can be read
  type: str
  sample: x64
subsystem:
  description: Whether the program opens windows, V(gui), or not, V(console).
  returned: when the file can be read
  type: str
file_version:
  description: Version of the file in four numbers.
  returned: when the file can be read
  type: str
  sample: 1.5.0.7
product_version:
  description: Version of the product as it is written, or in four numbers.
  returned: when the file can be read
  type: str
product_name:
  description: Name of the product.
  returned: when the file can be read
  type: str
company_name:
  description: Name of the company.
  returned: when the file can be read
  type: str
signed:
  description: Whether there is a signature. Whether it is good only Windows can tell.
  returned: when the file can be read
  type: bool
publisher:
  description:
    - The common name of the certificate that is named as the signer's. V(null) where none can be read.
    - The file says so itself. Nothing of the signature is checked.
  returned: when the file can be read
  type: str
  sample: Example Technology Co., Ltd.
execution_level:
  description: Rights that the program asks for, such as V(requireAdministrator). V(null) where it says nothing.
  returned: when the file can be read
  type: str
findings:
  description: What speaks against the file.
  returned: when the file can be read
  type: list
  elements: dict
  contains:
    code:
      description:
        - V(WI001) an empty file, V(WI002) no installer, V(WI003) cut short, V(WI004) a library, V(WI005) of an unknown
          kind, V(WI006) not signed, V(WI007) of another digest, V(WI008) of another publisher.
      type: str
    severity:
      description: How bad it is.
      type: str
      choices: [error, warning]
    sentence:
      description: The finding in a sentence.
      type: str
usable:
  description: Whether there is no error.
  returned: when the file can be read
  type: bool
msg:
  description: The file in a sentence, or what is wrong with it.
  returned: always
  type: str
"""

import re
import typing

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._installer.inspection import Finding, Installer, Severity, inspect

Params = typing.Mapping[str, typing.Any]

OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    "src": {"type": "path", "required": True},
    "sha256": {"type": "str"},
    "publisher": {"type": "str"},
    "fail_on_error": {"type": "bool", "default": True},
}
_SHA256 = re.compile("[0-9a-fA-F]{64}")


def run(params: Params) -> dict[str, typing.Any]:
    """The result of the module. Raises :class:`OSError` when the file can not be read."""
    expected = params["sha256"]
    if expected is not None and not _SHA256.fullmatch(expected):
        return {"failed": True, "msg": "sha256 has 64 hexadecimal digits."}
    installer = inspect(params["src"])
    findings = (*_different(installer, expected), *_of_another(installer, params["publisher"]), *installer.findings)
    errors = [finding.sentence for finding in findings if finding.severity is Severity.ERROR]
    return {
        **installer.as_result(),
        "matches": None if expected is None else installer.sha256 == expected.lower(),
        "findings": [{**finding._asdict(), "severity": finding.severity.value} for finding in findings],
        "usable": not errors,
        "msg": " ".join(errors) or _sentence(installer),
        "failed": bool(errors) and params["fail_on_error"],
    }


def _different(installer: Installer, expected: str | None) -> tuple[Finding, ...]:
    if expected is None or installer.sha256 == expected.lower():
        return ()
    sentence = f"The SHA-256 of {installer.name} is {installer.sha256}, it should be {expected.lower()}."
    return (Finding("WI007", Severity.ERROR, sentence),)


def _of_another(installer: Installer, expected: str | None) -> tuple[Finding, ...]:
    if expected is None or installer.publisher == expected:
        return ()
    named = f"signed in the name of {installer.publisher}" if installer.publisher else "signed in nobody's name"
    return (Finding("WI008", Severity.ERROR, f"{installer.name} is {named}, it should be {expected}."),)


def _sentence(installer: Installer) -> str:
    told = installer.as_result()
    version = told["product_version"] or told["file_version"]
    words = (f"kind {installer.kind}", told["machine"], told["product_name"], version and f"version {version}")
    return f"{installer.name}: {', '.join(word for word in words if word)}."


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

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module ``catalogue_info``; its work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: catalogue_info
short_description: Verify and read a catalogue of firmware packages
version_added: "0.1.0"
description:
  - A catalogue says which firmware files there are, which devices each is for, and how far each is trusted.
  - Checks who signed the catalogue, whether it is a catalogue at all, whether its time is over, and whether it is older
    than one that has been seen before. Returns it for the filter P(surveillance.hikvision.select_firmware#filter).
  - Fails when the catalogue must not be used. RV(error.kind) and RV(advice) then tell why and what to do.
  - Runs on the controller whatever the connection of the host is.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  path:
    description:
      - The catalogue, a YAML or JSON file. Its signature is the file of the same name with C(.sig) at the end.
      - A relative name is looked up in the C(files) directory of the role or play, and beside them.
      - The form of the file is described by C(data/catalogue.schema.json) in the collection, which editors understand.
    type: path
    required: true
  signature:
    description:
      - With V(required), the catalogue must be signed by somebody whom O(allowed_signers) names.
      - With V(off), nobody vouches for the catalogue. The task warns, and RV(catalogue.verification) says so
        wherever the catalogue is used. Serial numbers are then neither compared with O(memory) nor kept there.
    type: str
    choices: [required, "off"]
    default: required
  allowed_signers:
    description:
      - The file with those who may sign, in the format that C(ssh-keygen) describes under ALLOWED SIGNERS.
      - Permit keys for the namespace C(hikvision-firmware-catalogue) only.
      - Keep the file apart from the catalogue. Who can change both can sign.
    type: path
  revoked:
    description:
      - A revocation list. It holds a public key on each line, or was made with C(ssh-keygen -k).
    type: path
  minimum_serial:
    description:
      - Refuses a catalogue with a lower serial number.
      - Where nothing lasts from run to run, as in the execution environments of AWX, this does what O(memory) does
        elsewhere. Keep it in the inventory and raise it with the catalogue.
    type: int
  memory:
    description:
      - The file with the highest serial number seen of each catalogue. It is made when it is missing.
      - A catalogue with a lower number is refused, and so is another one with the same number.
      - By default C(hikvision/catalogue_serials.json) in the directory that Ansible's setting C(ANSIBLE_HOME) names,
        which is C(~/.ansible).
    type: path
  files:
    description:
      - The directory with the firmware files that the catalogue names.
      - By default the directory of the catalogue. A relative name counts from the directory of the playbook.
    type: path
  old_after:
    description:
      - Days after which RV(review) mentions an approval as old.
    type: int
    default: 365
requirements:
  - C(ssh-keygen) of OpenSSH 8.9 or newer on the controller, unless O(signature=off)
attributes:
  action:
    description: Has an action of the same name, which runs on the controller.
    support: full
  async:
    description: Can be run with the C(async) keyword.
    support: none
  check_mode:
    description: In check mode, says what would be and changes nothing.
    support: full
    details:
      - The serial number is compared with O(memory), and not kept there.
  diff_mode:
    description: In diff mode, shows what has changed.
    support: N/A
    details:
      - The module changes nothing on any device, so there is no difference to show.
  platform:
    description: Where the module works.
    support: full
    platforms: posix
notes:
  - The catalogue is read once, and what was verified is what is read. A run examines the same files once, however
    many hosts ask.
  - If O(memory) is lost, the next catalogue that is verified and current is taken for the newest. Remove a memory only
    when you know which serial number is the current one, and set O(minimum_serial) to it.
  - The last number in the memory is raised only by catalogues whose signature is valid.
seealso:
  - plugin: surveillance.hikvision.select_firmware
    plugin_type: filter
    description: Chooses the package for a device.
"""

EXAMPLES = r"""
- name: Verify and read the catalogue
  surveillance.hikvision.catalogue_info:
    path: /srv/firmware/catalogue.yml
    allowed_signers: /etc/hikvision/allowed_signers
    revoked: /etc/hikvision/revoked_keys
  run_once: true
  register: known

- name: Say what is to be looked at
  ansible.builtin.debug:
    msg: "{{ item.entry }}: {{ item.sentence }}"
  loop: "{{ known.review }}"
  run_once: true

- name: In an execution environment, where nothing is remembered
  surveillance.hikvision.catalogue_info:
    path: catalogue.yml
    allowed_signers: allowed_signers
    minimum_serial: 42
    files: /mnt/firmware
  run_once: true
"""

RETURN = r"""
catalogue:
  description: The catalogue, for the filter P(surveillance.hikvision.select_firmware#filter).
  returned: when the catalogue may be used
  type: dict
  contains:
    catalogue_id:
      description: Name of the catalogue.
      type: str
    serial:
      description: Serial number of this issue.
      type: int
    issued:
      description: When it was issued.
      type: str
    expires:
      description: Until when it may be used.
      type: str
    digest:
      description: SHA-256 of the file.
      type: str
    verification:
      description: Who vouches for it.
      type: dict
      contains:
        signature:
          description: V(valid) or V(off).
          type: str
          choices: [valid, "off"]
        signer:
          description: The name of the signer in O(allowed_signers).
          type: str
        key:
          description: Fingerprint of the signer's key.
          type: str
    files:
      description: Directory of the firmware files.
      type: str
    firmware:
      description: The entries as they stand in the file.
      type: list
      elements: dict
  sample:
    catalogue_id: example-eu
    serial: 7
    verification: {signature: valid, signer: firmware@example.org, key: "SHA256:..."}
superseded:
  description: Names of the entries that an approved entry takes the place of. Withdrawn ones are not among them.
  returned: when the catalogue could be verified and read
  type: list
  elements: str
  sample: [ipc-g5-5.7.15-240201]
expired:
  description: Whether the time of the catalogue is over. The module fails then.
  returned: when the catalogue could be verified and read
  type: bool
expires_in_days:
  description: Whole days until then, negative afterwards.
  returned: when the catalogue could be verified and read
  type: int
  sample: 120
review:
  description: What the people who maintain the catalogue should look at.
  returned: when the catalogue could be verified and read
  type: list
  elements: dict
  contains:
    entry:
      description: Name of the entry.
      type: str
    remark:
      description: What it is about.
      type: str
      choices: [superseded, withdrawn, candidate, deprecated, old]
    firmware:
      description: Version and build.
      type: str
    status:
      description: Status of the entry.
      type: str
    sentence:
      description: The remark in words.
      type: str
  sample:
    - entry: ipc-g5-5.7.15-240201
      remark: superseded
      firmware: V5.7.15 build 240201
      status: approved
      sentence: ipc-g5-5.7.18-240826 takes its place
msg:
  description: A sentence about the catalogue, or why it can not be used.
  returned: always
  type: str
  sample: example-eu, number 7, has 12 packages, 9 of them approved; signed by firmware@example.org, good for 120 days.
advice:
  description: What to do about it.
  returned: when the catalogue can not be used
  type: str
error:
  description: Why the catalogue can not be used.
  returned: when the catalogue can not be used
  type: dict
  contains:
    kind:
      description:
        - The kind of error, such as V(Unsigned), V(Tampered), V(WrongNamespace), V(UnknownSigner), V(SignerExpired),
          V(KeyRevoked), V(Malformed), V(Expired), V(RolledBack), V(Reissued) or V(BelowMinimum).
      type: str
    code:
      description: Code of the check.
      type: str
    key:
      description: Fingerprint of the key that signed, where it is not accepted.
      type: str
    problems:
      description: All that is wrong in a malformed catalogue.
      type: list
      elements: dict
      contains:
        path:
          description: The place, such as V(firmware[3].build).
          type: str
        line:
          description: The line in the file, or V(null) where it is unknown.
          type: int
        sentence:
          description: What is wrong there.
          type: str
"""

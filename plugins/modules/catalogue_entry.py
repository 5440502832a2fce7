# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Add or change one entry of a firmware catalogue. The work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: catalogue_entry
short_description: Add or change one entry of a firmware catalogue
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - Adds a firmware file to a catalogue, or changes the entry with this O(id), such as its status.
  - Sizes, digests and container are taken from the file; so are version, build, language, device class and upgrade
    code as far as its header tells them. Where what is said contradicts the file, or the file is damaged, nothing is
    written and the findings say why.
  - Raises the serial number by one and sets the date of issue when something changes. A signature that was made before
    is then void; see M(surveillance.hikvision.catalogue_signature).
  - In a YAML file, comments, order, quotes and indentation stay. A JSON file is written anew. The file is replaced in
    one step, and only when the result is a valid catalogue.
  - Works on files of the controller, whatever host the task is for, and never talks to a device.
options:
  path:
    description:
      - The catalogue, in YAML or JSON. It is created if it does not exist and O(catalogue_id) is given.
      - A relative name is looked up in the C(files) directory of the role or play, and beside them.
    type: path
    required: true
  id:
    description:
      - Name of the entry, unique in the catalogue, such as V(ipc-g5-5.7.18-240826).
      - Without it, O(valid_days) gives the catalogue a new date of expiry, and nothing else happens.
    type: str
  file:
    description:
      - The firmware file, an image or the zip archive that holds it. An entry that is new needs one.
      - Only its name is kept. The catalogue finds it beside itself, or where C(hikvision_firmware_dir) says.
      - The file of an entry that is not a candidate can not be exchanged, since its status was given to that file.
    type: path
  image_name:
    description: Which image is meant when O(file) is an archive with several.
    type: str
  entry:
    description:
      - Keys of the entry as they stand in the catalogue, apart from those that have an option here. See
        C(docs/catalogue.md) for all of them. A new entry needs at least C(kind), C(models) and C(source), and what the
        file does not tell.
      - Keys that are not given stay as they are, also inside a mapping; null removes one. A list replaces the old one.
      - C(source.obtained) is today unless it is given.
    type: dict
    default: {}
  status:
    description:
      - How far the package is trusted. A new entry is a V(candidate).
      - V(approved) needs O(approval), each time that the status becomes V(approved). V(withdrawn) needs
        O(status_reason).
      - V(candidate) removes the approval; the other two keep it as a record.
    type: str
    choices: [candidate, approved, deprecated, withdrawn]
  status_reason:
    description: A sentence for the operator. A change of the status without one removes the old one.
    type: str
  approval:
    description: Who approves the package.
    type: dict
    suboptions:
      by:
        description: Name or role.
        type: str
        required: true
      date:
        description: The day, such as V(2026-01-09). Default is today.
        type: str
      tested_on:
        description: Devices or models that the package was tested on.
        type: list
        elements: str
  catalogue_id:
    description: Name of a catalogue that is to be created. Ignored when the file exists.
    type: str
  valid_days:
    description:
      - The catalogue expires at the end (UTC) of the day that is so many days ahead.
      - Without it, a catalogue keeps its date, and a new one gets 180 days.
    type: int
attributes:
  check_mode:
    description: In check mode, says what would change and writes nothing.
    support: full
  diff_mode:
    description: In diff mode, shows the text of the catalogue before and after.
    support: full
  async:
    description: Can be run with the C(async) keyword.
    support: none
  platform:
    description: Where the module works.
    support: full
    platforms: the controller
seealso:
  - module: surveillance.hikvision.catalogue_info
  - module: surveillance.hikvision.catalogue_signature
"""

EXAMPLES = r"""
- name: Add a firmware file as a candidate for the lab
  surveillance.hikvision.catalogue_entry:
    path: firmware/catalogue.yml
    id: ipc-g5-5.7.18-240826
    file: firmware/IPC_G5_EN_STD_5.7.18_240826.zip
    entry:
      kind: camera
      models: {include: ["DS-2CD2?46G2*", "DS-2CD2?86G2*"], exclude: ["*(CN)"]}
      edition: STD
      source: {kind: vendor-portal, by: A. Keller}
      rings: [lab]

- name: Approve it
  surveillance.hikvision.catalogue_entry:
    path: firmware/catalogue.yml
    id: ipc-g5-5.7.18-240826
    status: approved
    approval: {by: B. Sommer, tested_on: [lab-cam-1, lab-cam-2]}

- name: Withdraw a package
  surveillance.hikvision.catalogue_entry:
    path: firmware/catalogue.yml
    id: ipc-g5-5.7.15-240201
    status: withdrawn
    status_reason: Cameras lose their time zone after it.

- name: Give the catalogue another 180 days
  surveillance.hikvision.catalogue_entry:
    path: firmware/catalogue.yml
    valid_days: 180
"""

RETURN = r"""
path:
  description: The catalogue.
  returned: always
  type: str
msg:
  description: What was done, or would be, and that the new issue has to be signed. On failure, why nothing was.
  returned: always
  type: str
serial:
  description: Serial number of the catalogue, after the change.
  returned: success
  type: int
expires:
  description: When the catalogue expires.
  returned: success
  type: str
entry:
  description: The entry as it stands in the catalogue now, or would.
  returned: success, when O(id) was given
  type: dict
findings:
  description: What was found in the file. On failure, what speaks against it.
  returned: always
  type: list
  elements: dict
error:
  description: What kind of error it was, with the problems in the catalogue, their paths and lines.
  returned: on failure, when the catalogue as it was can not be used
  type: dict
"""

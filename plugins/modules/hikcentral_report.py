# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module ``hikcentral_report``; its work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: hikcentral_report
short_description: Write the report of a procedure on a HikCentral server
version_added: "0.1.0"
description:
  - Writes what M(surveillance.hikvision.hikcentral_gate) has recorded as JSON for programs, as a page for a browser,
    and as Markdown for a ticket.
  - The report names each step, who did it, when, and what came of it, the digests of all evidence, the services before
    and after, the numbers of devices and persons where the OpenAPI tells them, the files that the patch changed, and
    who confirmed the state of the licenses.
  - A run that waits or has failed has a report, too.
  - Runs on the controller whatever the connection of the host is.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  run_dir:
    description: Directory of the run, as in M(surveillance.hikvision.hikcentral_gate).
    type: path
    required: true
  directory:
    description:
      - Where to write the files C(report.json), C(report.html) and C(report.md). By default the directory of the host
        in O(run_dir).
      - Only their owner may read them.
    type: path
  secrets:
    description: Texts that must not be written, as in M(surveillance.hikvision.hikcentral_gate).
    type: list
    elements: str
    default: []
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
  diff_mode:
    description: In diff mode, shows what has changed.
    support: none
  platform:
    description: Where the module works.
    support: full
    platforms: posix
seealso:
  - module: surveillance.hikvision.hikcentral_gate
    description: Records the steps.
"""

EXAMPLES = r"""
- name: Write the report
  surveillance.hikvision.hikcentral_report:
    run_dir: /srv/hikcentral/2026-11
  register: report

- name: Say where it is
  ansible.builtin.debug:
    msg: "{{ report.msg }} See {{ report.html }}."
"""

RETURN = r"""
json:
  description: Path of the report for programs.
  returned: when it is written
  type: str
html:
  description: Path of the page.
  returned: when it is written
  type: str
markdown:
  description: Path of the Markdown text.
  returned: when it is written
  type: str
digests:
  description: SHA-256 of the three, under the names C(json), C(html) and C(markdown).
  returned: when it is written
  type: dict
msg:
  description: Where the run stands, or why there is no report.
  returned: always
  type: str
advice:
  description: What to do about an error.
  returned: when there is no report
  type: str
error:
  description: The error, its C(kind) being one of M(surveillance.hikvision.hikcentral_gate).
  returned: when there is no report
  type: dict
"""

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module ``hikcentral_gate``; its work is done by the action of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: hikcentral_gate
short_description: Record the steps of a procedure on a HikCentral server, and wait at its gates
version_added: "0.1.0"
description:
  - Keeps what has been done in a file, so that a procedure of many steps can be stopped anywhere and resumed.
  - A gate is a step that a person does. It passes only with evidence that the step was done, and that nobody can have
    had before. Until then the task fails with exact instructions.
  - Evidence is a file that is newer than the step it follows, not empty, and was not used for another step; or a name
    and a case; or a word that this run has asked for. On resume, every file that a step has passed on is read again.
  - Runs on the controller whatever the connection of the host is.
author: surveillance.hikvision authors (@surveillance-hikvision)
options:
  run_dir:
    description:
      - Directory of the run. Each host has a directory of its own name in it, which only its owner may look into.
      - Give every host, patch and procedure a run of its own. Keep the directory from one run of Ansible to the next.
    type: path
    required: true
  operation:
    description:
      - V(begin) begins the run or continues it. It refuses a run of another host, procedure or patch, one that another
        run of Ansible works with, and one whose evidence has changed.
      - V(take) takes a run that has begun, for what must be put back before anything else counts. It does not look
        whether evidence has changed; V(begin) has to come after it.
      - V(leave) leaves the run to other runs of Ansible, after a failure that is none of a step.
      - V(status) reads the run and does nothing else.
      - V(started), V(noted), V(done) and V(failed) record how O(step) goes that is automatic. V(noted) records a
        O(milestone) within it.
      - V(skipped) records that O(step) is not needed here.
      - V(gate) passes O(step) or waits for it.
      - V(end) ends the run when all its steps are done or skipped.
    type: str
    choices: [begin, take, leave, status, started, noted, done, failed, skipped, gate, end]
    required: true
  procedure:
    description: What is to be done. Needed to begin.
    type: str
    choices: [license_patch, database_rollback]
    default: license_patch
  patch:
    description: SHA-256 of the patch package that the run is bound to. Required to begin V(procedure=license_patch).
    type: str
  step:
    description:
      - Name of a step of O(procedure).
      - A step takes its turn when all steps before it are done, except those that may be skipped.
    type: str
  facts:
    description:
      - What to record with O(step), in plain values. It is shown in results and reports, so it holds no secrets.
      - When a step is started again that was cut off, or that failed without O(put_back), the facts of its first start
        stay. What is to be put back, such as the start modes of services, is as it was before that.
    type: dict
    default: {}
  records:
    description:
      - Files in RV(run.records_directory) that the step leaves behind. Their digests are kept, and compared on resume.
    type: list
    elements: path
    default: []
  contents:
    description:
      - Values to be written into RV(run.records_directory), by the names of their files, as JSON that only the owner
        may read. Then they are as O(records). With O(operation=noted), O(operation=done) and O(operation=gate).
    type: dict
    default: {}
  milestone:
    description: A word for what was reached within O(step). The same word once more replaces the first.
    type: str
  reason:
    description: Why O(step) failed or is skipped.
    type: str
  put_back:
    description: Whether everything is again as it was before O(step) started, in spite of the failure.
    type: bool
    default: false
  files:
    description: Files that the operator puts into RV(run.evidence_directory). Exactly one must count for each entry.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: The name, or a shell pattern, in any case of letters.
        type: str
        required: true
      what:
        description: What it is, as part of a sentence.
        type: str
        required: true
  on_server:
    description:
      - Files that were found on the server. At least one must count; the others are mentioned and left out.
      - With an empty list, the gate waits.
    type: list
    elements: dict
    suboptions:
      path:
        description: The path on the server.
        type: str
        required: true
      size:
        description: The size in bytes.
        type: int
        required: true
      sha256:
        description: The SHA-256.
        type: str
        required: true
      mtime:
        description: When it was last changed, in seconds since 1970.
        type: float
        required: true
  on_server_what:
    description: What is expected on the server, as part of a sentence.
    type: str
    default: what is wanted
  server_time:
    description:
      - The time on the server now, in seconds since 1970. With it, times of O(on_server) are compared as if both clocks
        were the same.
    type: float
  statement:
    description: Whether the gate wants an O(operator) and a O(reference).
    type: bool
    default: false
  confirmation:
    description:
      - Whether the gate wants an O(operator), and in O(confirm) the word that it shows while it waits. The word is made
        for this wait, so nobody can have confirmed before.
    type: bool
    default: false
  operator:
    description:
      - Who does the step.
      - For automatic steps and for files by default the user of AWX or the account that runs Ansible.
    type: str
  operator_variable:
    description: Name of the variable that O(operator) is set from, for what is still missing.
    type: str
    default: hikcentral_operator
  reference:
    description: The support case or ticket.
    type: str
  reference_variable:
    description: Name of the variable that O(reference) is set from, for what is still missing.
    type: str
    default: hikcentral_support_case
  confirm:
    description: The word of O(confirmation).
    type: str
  confirm_variable:
    description: Name of the variable that O(confirm) is set from, for the instructions.
    type: str
    default: hikcentral_confirm
  instructions:
    description: What the operator is to do, sentence by sentence.
    type: list
    elements: str
    default: []
  resume:
    description: The command that goes on, for the instructions. By default they say to run the same command again.
    type: str
  mode:
    description:
      - What a waiting gate does. V(fail) fails the task.
      - With V(end_host) the task ends well with RV(waiting) set, for a workflow that ends the host itself and asks
        somebody for approval. A play that goes on regardless has not done what it says.
    type: str
    choices: [fail, end_host]
    default: fail
  take_over:
    description:
      - Whether to go on although another run of Ansible has begun with this, one that does not live any more. That can
        not be seen from another machine or container.
    type: bool
    default: false
  secrets:
    description:
      - Texts of six characters or more that must not be written or shown. If one of them is in what is to be recorded,
        in any case of letters and with or without hyphens, the task fails and writes nothing.
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
    details:
      - A gate never fails for waiting then, and steps are answered for out of turn, because nothing before them was
        recorded.
  diff_mode:
    description: In diff mode, shows what has changed.
    support: none
  platform:
    description: Where the module works.
    support: full
    platforms: posix
notes:
  - Times of files are what file systems tell. Who wants to deceive can set them; the gate keeps honest people from
    slips, and its record names the one who worked.
  - A task that waits, fails or ends the run leaves it to other runs of Ansible, and so does one that finds it ended.
    One that is killed leaves it when its process is gone.
seealso:
  - module: surveillance.hikvision.hikcentral_report
    description: Writes the report of the run.
"""

EXAMPLES = r"""
- name: Begin, or go on
  surveillance.hikvision.hikcentral_gate:
    run_dir: /srv/hikcentral/2026-11
    operation: begin
    patch: "{{ hikcentral_patch_sha256 }}"
  register: gate

- name: Wait for the support case
  surveillance.hikvision.hikcentral_gate:
    run_dir: /srv/hikcentral/2026-11
    operation: gate
    step: support_case
    statement: true
    operator: "{{ hikcentral_operator | default(omit) }}"
    reference: "{{ hikcentral_support_case | default(omit) }}"
    instructions:
      - Open a case with the vendor's technical support and say that you are about to install the license patch.
    resume: ansible-playbook surveillance.hikvision.hikcentral_license_patch -l {{ inventory_hostname }}

- name: Remember how the services are, before anything is stopped
  surveillance.hikvision.hikcentral_gate:
    run_dir: /srv/hikcentral/2026-11
    operation: started
    step: database_copy
    facts:
      services_before: "{{ services }}"
  register: database_copy
  when: "'database_copy' in gate.run.open"

- name: Wait for the response file
  surveillance.hikvision.hikcentral_gate:
    run_dir: /srv/hikcentral/2026-11
    operation: gate
    step: activation_response
    files:
      - name: ActivationResponseFile.bin
        what: the response file of the license website
    mode: end_host
  register: response
"""

RETURN = r"""
run:
  description: The run, and where it stands.
  returned: when it can be read, and the task does not fail
  type: dict
  contains:
    run_id:
      description: Name of this run. V(null) in check mode when none has begun.
      type: str
    procedure:
      description: The procedure.
      type: str
    host:
      description: The host.
      type: str
    patch:
      description: SHA-256 of the patch package.
      type: str
    created:
      description: When it began.
      type: str
    ended:
      description: When it ended, or V(null).
      type: str
    directory:
      description: The directory of this host.
      type: str
    state:
      description: >-
        The file of the run, in JSON. Its C(salt) is for P(surveillance.hikvision.hikcentral_activation_codes#filter),
        and is not told here: results are shown and stored, and have the digests that were made with it.
      type: str
    evidence_directory:
      description: Where operators put files.
      type: str
    records_directory:
      description: Where steps leave files.
      type: str
    steps:
      description: The records of the steps that have one, as RV(step), by name.
      type: dict
    on_server:
      description: Everything that gates have passed on the server, to be read again there.
      type: list
      elements: dict
    done:
      description: Steps that are done.
      type: list
      elements: str
    skipped:
      description: Steps that are skipped.
      type: list
      elements: str
    open:
      description: Steps that are neither, in their order.
      type: list
      elements: str
    interrupted:
      description: The step that was started and never ended, or V(null).
      type: str
    failed:
      description: The step that failed, or V(null).
      type: str
    waiting:
      description: The gate that waits, or V(null).
      type: str
    next:
      description: The step to go on with, or V(null).
      type: str
    complete:
      description: Whether no step is open.
      type: bool
step:
  description: What is recorded of the step.
  returned: for a step, unless the task fails
  type: dict
  contains:
    step:
      description: Name of the step.
      type: str
    status:
      description: How far it is.
      type: str
      choices: [waiting, started, done, failed, skipped]
    started:
      description: When it began.
      type: str
    ended:
      description: When it ended.
      type: str
    operator:
      description: Who did it.
      type: str
    reference:
      description: Case or ticket.
      type: str
    reason:
      description: Why it failed or was skipped.
      type: str
    confirm:
      description: The word that the gate wants.
      type: str
    put_back:
      description: Whether a failure left everything as it was.
      type: bool
    attempts:
      description: How often it was begun or asked for.
      type: int
    evidence:
      description: Files with C(path), C(size), C(sha256), C(mtime), and in C(origin) V(controller) or V(server).
      type: list
      elements: dict
    records:
      description: Files that the step has left behind, in the same form.
      type: list
      elements: dict
    milestones:
      description: What was reached within it, with C(name), C(time), C(facts).
      type: list
      elements: dict
    facts:
      description: What was recorded with it.
      type: dict
repeated:
  description: Whether the step goes on from an attempt before this, or was done before.
  returned: for a step
  type: bool
passed:
  description: Whether the gate has its evidence.
  returned: for a gate
  type: bool
waiting:
  description: Whether the gate waits.
  returned: for a gate
  type: bool
missing:
  description: Sentences about what is still wanted.
  returned: for a gate
  type: list
  elements: str
refused:
  description: Sentences about what is there and does not count.
  returned: for a gate
  type: list
  elements: str
confirm:
  description: The word that the gate wants, or V(null).
  returned: for a gate
  type: str
lines:
  description: The instructions line by line, RV(msg) being all of them in one.
  returned: for a gate
  type: list
  elements: str
msg:
  description: What was done, or the instructions, or why it can not be done.
  returned: always
  type: str
advice:
  description: What to do about an error.
  returned: when the task can not be done
  type: str
error:
  description: The error.
  returned: when the task can not be done
  type: dict
  contains:
    kind:
      description:
        - The kind, such as V(NotAllowed), V(WrongRun), V(NoRun), V(RunUnusable), V(RunLocked), V(EvidenceChanged), or
          V(SecretRefused).
      type: str
"""

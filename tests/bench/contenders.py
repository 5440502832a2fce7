# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who competes, and the commands that start them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLAYBOOKS = HERE / "playbooks"
READS = 5


class Program(StrEnum):
    """What runs: Ansible with a playbook, or the script with one kind of work."""

    ANSIBLE = "ansible"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way of doing the work. ``tasks`` and ``least_requests`` count Ansible tasks and requests for each host."""

    name: str
    program: Program
    work: str
    tasks: int = 1
    least_requests: int = 0

    @property
    def slug(self) -> str:
        """Part of the name of its log files."""
        return f"{self.program}-{self.work}"


COLLECTION_FIVE_TASKS = Contender("this collection, five tasks", Program.ANSIBLE, "collection_five_tasks", 5, READS)
COLLECTION_ONE_TASK = Contender("this collection, one task", Program.ANSIBLE, "collection_one_task", 1, READS)
COLLECTION_UPGRADE = Contender("this collection", Program.ANSIBLE, "collection_upgrade")
URI_FIVE_TASKS = Contender("ansible.builtin.uri, five tasks", Program.ANSIBLE, "uri_five_tasks", 5, READS)
DEBUG_FIVE_TASKS = Contender("five tasks that do nothing", Program.ANSIBLE, "debug_five_tasks", 5)
SCRIPT_READ = Contender("threads and requests", Program.SCRIPT, "read", least_requests=READS)
SCRIPT_UPGRADE = Contender("threads and requests", Program.SCRIPT, "upgrade")

READERS = (COLLECTION_FIVE_TASKS, URI_FIVE_TASKS, COLLECTION_ONE_TASK, SCRIPT_READ, DEBUG_FIVE_TASKS)
UPGRADERS = (COLLECTION_UPGRADE, SCRIPT_UPGRADE)
START_UP = {program: Contender(f"start-up of {program}", program, "nothing") for program in Program}
COLLECTION = (COLLECTION_FIVE_TASKS, COLLECTION_ONE_TASK, COLLECTION_UPGRADE)
NOT_MEASURED = {
    "ansible.builtin.uri, upgrade": (
        "can not upload to a device that asks for Digest: it sends the whole file with the unauthenticated request, "
        "then announces it once more, has nothing left to send and hangs until the timeout"
    )
}


def command(contender: Contender, inventory: Path, forks: int, job: Path | None) -> Sequence[str]:
    """The command line; ``job`` is a JSON file with the details of an upgrade."""
    if contender.program is Program.SCRIPT:
        script = [sys.executable, str(HERE / "plain_script.py"), contender.work, str(inventory), str(forks)]
        return script + ([] if job is None else [str(job)])
    ansible = str(Path(sys.executable).with_name("ansible-playbook"))
    playbook = [ansible, "-i", str(inventory), "-f", str(forks), str(PLAYBOOKS / f"{contender.work}.yml")]
    return playbook + ([] if job is None else ["-e", f"@{job}"])


def environment() -> dict[str, str]:
    """Ours, without what would change the results: settings of this collection, and a ban on byte code."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HIKVISION_")}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)
    return inherited | {"ANSIBLE_NOCOLOR": "1", "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default"}

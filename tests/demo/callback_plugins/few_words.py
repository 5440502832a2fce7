# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible prints in the demonstration: the waves, what playbooks have to say, and what failed; nothing else."""

from __future__ import annotations

from typing import Any

from ansible.executor.task_result import TaskResult
from ansible.playbook.play import Play
from ansible.playbook.task import Task
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: few_words
type: stdout
short_description: Few words for the screen
description: Prints waves, messages and failures.
author: surveillance.hikvision authors (@surveillance-hikvision)
extends_documentation_fragment: default_callback
"""


class CallbackModule(CallbackBase):
    """Upgrades and their failures are left to surveillance.hikvision.rollout."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "few_words"

    def __init__(self) -> None:
        super().__init__()
        self._wave = 0
        self._batch: list[str] = []
        self._said: Any = None

    def v2_playbook_on_play_start(self, play: Play) -> None:
        variables = play.get_variable_manager().get_vars(play=play)
        self._batch = variables["ansible_play_batch"]

    def v2_playbook_on_task_start(self, task: Task, is_conditional: bool) -> None:
        """Other plays prepare a rollout or look back at it: only one that asks for a wave to begin is a wave."""
        if task.action != "surveillance.hikvision.rollout_wave":
            return
        self._wave += 1
        count = f"{len(self._batch)} {'device' if len(self._batch) == 1 else 'devices'}"
        self._display.display(f"\nWave {self._wave}, {count}: {_beginning_of(self._batch)}", color="bright blue")

    def v2_runner_on_ok(self, result: TaskResult) -> None:
        if result._task.action != "ansible.builtin.debug" or result._result["msg"] == self._said:
            return
        self._said = result._result["msg"]
        self._display.display("\n".join(self._said) if isinstance(self._said, list) else self._said)

    def v2_runner_on_failed(self, result: TaskResult, ignore_errors: bool = False) -> None:
        if not (ignore_errors or result._task.action.startswith("surveillance.hikvision.")):
            self._say(result)

    def v2_runner_on_unreachable(self, result: TaskResult) -> None:
        if not result._task.action.startswith("surveillance.hikvision."):
            self._say(result)

    def _say(self, result: TaskResult) -> None:
        message = str(result._result.get("msg", result._result))
        told_by_the_gate = "\n" in message  # with lines that say how to go on
        if not told_by_the_gate and message != self._said:
            self._display.display(f"{result._host.get_name()}: {message}", color="red")


def _beginning_of(names: list[str], most: int = 4) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")

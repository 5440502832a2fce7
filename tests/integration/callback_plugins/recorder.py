# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Callback for tests: one line of JSON for each task result, in the file that RECORDER_PATH names."""

from __future__ import annotations

import gc
import json
import os
import pathlib

from ansible.plugins.callback import CallbackBase
from ansible.plugins.loader import test_loader

DOCUMENTATION = r"""
name: recorder
type: notification
short_description: Task results as lines of JSON
description: For tests.
requirements: [RECORDER_PATH]
"""


class CallbackModule(CallbackBase):
    """Writes what Ansible tells about every result, and the recap at the end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "recorder"
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_play_start(self, play):
        """Workers are forks: none of them has to load again, or to look through, what is here before the first."""
        list(test_loader.all())
        gc.collect()
        gc.freeze()

    def v2_runner_on_ok(self, result):
        self._task("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._task("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_unreachable(self, result):
        self._task("unreachable", result)

    def v2_runner_on_skipped(self, result):
        self._task("skipped", result)

    def v2_playbook_on_stats(self, stats):
        self._write({"recap": {host: stats.summarize(host) for host in sorted(stats.processed)}})

    def _task(self, status, result):
        host, task, content = result._host.get_name(), result._task, result._result
        action = str(task.action).rpartition(".")[2]
        self._write({"status": status, "host": host, "task": task.get_name(), "action": action, "result": content})

    def _write(self, entry):
        with pathlib.Path(os.environ["RECORDER_PATH"]).open("a", encoding="utf-8") as file:
            print(json.dumps(entry, default=str), file=file)

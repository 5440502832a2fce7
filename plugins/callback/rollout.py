# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live progress, one line for each device, a summary, and a report that survives an aborted run."""

from __future__ import annotations

DOCUMENTATION = r"""
name: rollout
type: notification
short_description: Live progress and a report of firmware upgrades
version_added: "0.1.0"
author: surveillance.hikvision authors (@surveillance-hikvision)
description:
  - While devices are upgraded, shows where each of them stands. On a terminal this is a table below Ansible's own
    output; elsewhere, in a pipe, in a log or in AWX, it is plain lines, few for each device.
  - When an upgrade ends, prints one line with its outcome. At the end of the run, prints a table of all devices.
  - Writes all of this as JSON, too, if O(report) says where. Tasks at the end of a playbook do not run when a rollout
    is stopped; this does.
  - When SIGTERM or SIGHUP ends the run, gives the terminal back and writes the report first, and waits for devices
    that are being written to. The same signal once more ends it without waiting.
  - A run that upgrades nothing, such as an audit, prints and writes nothing of this.
  - Without this callback, the modules print plain lines of progress themselves.
requirements:
  - Enabled by C(callbacks_enabled = surveillance.hikvision.rollout) in the C(defaults) of C(ansible.cfg), or by the
    environment variable C(ANSIBLE_CALLBACKS_ENABLED).
  - rich, a Python package, for the table on a terminal.
options:
  report:
    description:
      - Path of the JSON report. It is replaced when a batch begins and at the end of the run, and only its owner can
        read it.
      - C(finished) in it is null as long as the run goes on, and stays null when the run was killed.
    type: path
    env:
      - name: HIKVISION_REPORT
    ini:
      - section: hikvision
        key: report
  live:
    description:
      - Whether to draw a table on the terminal. V(auto) does if standard output is a terminal that is not C(dumb) and
        not the one that ansible-runner makes for itself, and rich is installed.
      - V(true) warns where it can not be drawn. V(false) always prints plain lines.
    type: str
    choices: ["auto", "true", "false"]
    default: "auto"
    env:
      - name: HIKVISION_LIVE
    ini:
      - section: hikvision
        key: live
  progress_interval:
    description:
      - Seconds between two plain lines about one device within a phase. A new phase and every 25 percent have a line of
        their own.
    type: float
    default: 10.0
    env:
      - name: HIKVISION_PROGRESS_INTERVAL
    ini:
      - section: hikvision
        key: progress_interval
seealso:
  - module: surveillance.hikvision.firmware
notes:
  - The workers send progress to a socket in a directory of its own below the one for temporary files (E(TMPDIR)).
"""

import atexit
import contextlib
import dataclasses
import datetime
import os
import pathlib
import typing

import ansible.constants as C
from ansible import context
from ansible.executor.stats import AggregateStats
from ansible.executor.task_result import TaskResult
from ansible.inventory.host import Host
from ansible.playbook import Playbook
from ansible.playbook.play import Play
from ansible.playbook.task import Task
from ansible.plugins.callback import CallbackBase

from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _report
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._ending import Ending
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._fleet import Fleet
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import Inbox
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_watch import (
    LiveScreen,
    PlainScreen,
    Watch,
    can_draw,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._report import Run
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._run_record import End, HostRow, RunRecord, TaskEnd
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._summary import outcome_line, summary

_COLLECTION = "surveillance.hikvision."
_ROLE_FACT = "firmware_upgrade_outcome"
_PREPARES = "rollout_prepares"  # set by a play that makes a plan or looks at one


class CallbackModule(CallbackBase):
    """Listens to a run. Nothing in here decides anything: see ``plugin_utils``."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "surveillance.hikvision.rollout"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *arguments: typing.Any, **keywords: typing.Any) -> None:
        super().__init__(*arguments, **keywords)
        self._record = RunRecord()
        self._fleet = Fleet()
        self._watch: Watch | None = None
        self._ending = Ending(self._finish)
        self._prepares = False
        self._run = Run("", check_mode=False, started=datetime.datetime.now(datetime.UTC))

    def v2_playbook_on_start(self, playbook: Playbook) -> None:
        name = pathlib.PurePath(playbook._file_name or "").name
        check_mode = bool(context.CLIARGS.get("check"))
        self._run = Run(name, check_mode, datetime.datetime.now(datetime.UTC))
        with contextlib.suppress(OSError):  # then the workers print lines of progress by themselves
            self._watch = Watch(Inbox(), self._fleet, self._screen())
        # Ctrl-C ends a run without telling callbacks. Workers leave without calling this.
        atexit.register(self._finish)
        self._ending.listen()

    def v2_playbook_on_play_start(self, play: Play) -> None:
        variables = play.get_variable_manager().get_vars(play=play)
        self._prepares = bool(variables.get(_PREPARES))
        if self._prepares:  # its hosts have not begun, and some of them never will
            return
        devices = [host for host in variables.get("ansible_play_hosts_all", ()) if host != "localhost"]
        if not devices:  # of a play without hosts, Ansible calls the whole inventory the batch
            return
        self._record.expect(devices)
        self._fleet.begin_batch(host for host in variables.get("ansible_play_batch", ()) if host != "localhost")
        self._write_report()

    def v2_playbook_on_task_start(self, task: Task, is_conditional: bool) -> None:
        if _module(task) == "firmware":
            self._record.upgrades()
        if self._record.has_upgrades:
            self._fleet.begin_task(str(task.get_name()).rpartition(" : ")[2])

    def v2_runner_on_start(self, host: Host, task: Task) -> None:
        if _module(task) == "firmware":
            self._record.begin(host.get_name())

    def v2_runner_on_ok(self, result: TaskResult) -> None:
        self._task_ended(result, TaskEnd.OK)

    def v2_runner_on_failed(self, result: TaskResult, ignore_errors: bool = False) -> None:
        self._task_ended(result, TaskEnd.OK if ignore_errors else TaskEnd.FAILED)

    def v2_runner_on_unreachable(self, result: TaskResult) -> None:
        self._task_ended(result, TaskEnd.UNREACHABLE)

    def v2_playbook_on_stats(self, stats: AggregateStats) -> None:
        self._stop_watching()
        self._run = dataclasses.replace(self._run, finished=datetime.datetime.now(datetime.UTC))
        if self._record.has_upgrades:
            self._print_summary(self._record.rows())
        self._finish()

    def _task_ended(self, result: TaskResult, end: TaskEnd) -> None:
        host, task, content = _parts(result)
        if self._watch:
            self._watch.ended(host)
        if self._prepares and _module(task) == "rollout_plan" and "outcomes" in content:
            self._planned(content)
        if _module(task) == "rollout_begin":
            self._set_aside(content.get("set_aside", ()))
        # A task with run_once says nothing about the host that happened to run it.
        if host == "localhost" or task.run_once or self._prepares:
            return
        known = self._record.row(host)
        match _module(task):
            case "firmware" if "outcome" in content:
                self._record.upgrade_ended(host, content)
            case "config_backup" if end is TaskEnd.OK and "path" in content and not self._run.check_mode:
                self._record.backup_kept(host, str(content["path"]))
            case _:
                self._record.task_ended(host, end, content)
        if fact := content.get("ansible_facts", {}).get(_ROLE_FACT):
            self._record.role_told(host, fact)
        self._show_end(known, self._record.row(host))

    def _planned(self, content: typing.Mapping[str, typing.Any]) -> None:
        """A plan was made that is applied at once: its devices are to come, and others are left out for good."""
        self._record.expect(device["host"] for device in content["devices"])
        for outcome in content["outcomes"]:
            self._record.role_told(outcome["host"], outcome)

    def _set_aside(self, hosts: typing.Iterable[str]) -> None:
        for host in hosts:
            self._record.role_told(host, {"state": End.SET_ASIDE, "reason": "This run goes on without it."})

    def _show_end(self, known: HostRow, row: HostRow) -> None:
        """One line for a device that is through, and one more for each further step or when it ends otherwise."""
        told_already = row.outcome == known.outcome and (row.after == known.after or not row.is_good)
        if row.is_open or told_already or not self._record.has_upgrades:
            return
        self._fleet.finished(row.host, in_trouble=row.in_trouble)
        self._display.display(outcome_line(row), color=_colour_of(row))

    def _screen(self) -> LiveScreen | PlainScreen:
        wish = self.get_option("live")
        if wish != "false" and can_draw():
            return LiveScreen(os.dup(1), colour=not C.config.get_config_value("ANSIBLE_NOCOLOR"))
        if wish == "true":
            self._display.warning("No table of progress: it takes a terminal and the Python package rich.")
        return PlainScreen(self._display.display, float(self.get_option("progress_interval")))

    def _print_summary(self, rows: list[HostRow]) -> None:
        first, *lines, last = ["", *summary(rows)]
        self._display.display(first)
        for line in lines:
            self._display.display(line)
        worst = next((kind for kind in ("ERROR", "WARN") if any(_kind_of(row) == kind for row in rows)), "OK")
        self._display.display(last, color=_colour(worst))

    def _write_report(self) -> None:
        path = self.get_option("report")
        if not (path and self._record.has_upgrades):
            return
        try:
            _report.write(pathlib.Path(path), _report.document(self._run, self._record.rows()))
        except OSError as error:
            self._display.warning(f"The report {path} can not be written: {error.strerror}.")

    def _stop_watching(self) -> None:
        if self._watch:
            self._watch.stop()
            self._watch = None

    def _finish(self) -> None:
        atexit.unregister(self._finish)
        self._ending.forget()
        self._stop_watching()
        self._write_report()


def _parts(result: TaskResult) -> tuple[str, Task, typing.Mapping[str, typing.Any]]:
    """Host, task and content of a result; ansible-core before 2.19 has them under private names."""
    if hasattr(result, "result"):
        return result.host.get_name(), result.task, result.result
    return result._host.get_name(), result._task, result._result


def _module(task: Task) -> str:
    """``firmware`` for ``surveillance.hikvision.firmware``; empty for a module of somebody else."""
    action = str(task.action)
    return action.removeprefix(_COLLECTION) if action.startswith(_COLLECTION) else ""


def _colour_of(row: HostRow) -> str:
    return _colour(_kind_of(row))


def _kind_of(row: HostRow) -> str:
    if row.is_pending:
        return "WARN"
    if not row.is_good:
        return "ERROR"
    return "CHANGED" if row.before != row.after else "OK"


def _colour(meaning: str) -> str:
    return str(C.config.get_config_value(f"COLOR_{meaning}"))

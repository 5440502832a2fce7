# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main process of a run ends in order when a signal ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._ending import Ending

RUN = """
    import multiprocessing, os, signal, sys, time
    from ansible_collections.surveillance.hikvision.plugins.plugin_utils._ending import Ending

    def at_a_device():
        noted = []
        signal.signal(signal.SIGTERM, lambda *told: noted.append(told))
        ready.release()
        while not noted:
            time.sleep(0.01)
        time.sleep(1.5)
        print("proven", flush=True)

    def elsewhere():
        ready.release()
        time.sleep(60)

    context = multiprocessing.get_context("fork")
    ready = context.Semaphore(0)
    Ending(lambda: print("in order", flush=True)).listen()
    for work in (at_a_device, elsewhere):
        context.Process(target=work).start()
    ready.acquire()
    ready.acquire()
    print("begun", flush=True)
    time.sleep(60)
"""


def run() -> subprocess.Popen[str]:
    program = [sys.executable, "-c", textwrap.dedent(RUN)]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_it_waits_for_who_is_at_a_device_and_for_nobody_else() -> None:
    with run() as main:
        output, errors = typing.cast(typing.TextIO, main.stdout), typing.cast(typing.TextIO, main.stderr)
        assert output.readline() == "begun\n"
        main.terminate()
        assert output.read() == "in order\nproven\n"
        assert main.wait() == -signal.SIGTERM
        assert "1 device is being written to" in errors.read()


def test_a_second_signal_ends_it_without_waiting() -> None:
    with run() as main:
        output, errors = typing.cast(typing.TextIO, main.stdout), typing.cast(typing.TextIO, main.stderr)
        assert output.readline() == "begun\n"
        main.terminate()
        assert "1 device is being" in errors.readline()
        main.terminate()
        assert main.wait() == -signal.SIGTERM
        assert output.read() == "in order\nproven\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_leaves_the_signals_to_others_when_the_run_is_over(number: signal.Signals) -> None:
    inherited = signal.signal(number, signal.SIG_DFL)  # nohup, for example, ignores SIGHUP
    try:
        ending = Ending(lambda: None)
        ending.listen()
        assert signal.getsignal(number) is not signal.SIG_DFL
        ending.forget()
        ending.forget()
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, inherited)


def test_a_run_that_does_not_care_about_its_terminal_is_left_alone() -> None:
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        ended: list[bool] = []
        ending = Ending(lambda: ended.append(True))
        ending.listen()
        os.kill(os.getpid(), signal.SIGHUP)
        ending.forget()
        assert ended == []
    finally:
        signal.signal(signal.SIGHUP, former)

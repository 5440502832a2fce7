# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals wait until a device is through, and end the worker then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.held_signals import HeldSignals


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM])
def test_a_signal_is_obeyed_afterwards(number: signal.Signals) -> None:
    obeyed: list[int] = []
    former = signal.signal(number, lambda received, _frame: obeyed.append(received))
    try:
        held = HeldSignals()
        held.hold()
        assert (held.reason, held.is_alone) == (None, False)
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)
        assert (obeyed, held.is_alone) == ([], True)
        assert held.reason is not None and number.name in held.reason
        held.release()
        assert obeyed == [number]
    finally:
        signal.signal(number, former)


def test_without_a_signal_everything_is_as_before() -> None:
    former = signal.getsignal(signal.SIGTERM)
    held = HeldSignals()
    held.hold()
    held.hold()
    held.release()
    held.release()
    assert signal.getsignal(signal.SIGTERM) is former


def test_what_was_ignored_stays_ignored() -> None:
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        held = HeldSignals()
        held.hold()
        os.kill(os.getpid(), signal.SIGHUP)
        assert held.reason is None
        held.release()
    finally:
        signal.signal(signal.SIGHUP, former)


def test_a_thread_has_nothing_to_hold() -> None:
    held = HeldSignals()
    thread = threading.Thread(target=lambda: (held.hold(), held.release()))
    thread.start()
    thread.join()
    assert held.reason is None


WORKER = """
    import multiprocessing, os, sys, time
    from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.held_signals import HeldSignals

    def work():
        held = HeldSignals()
        held.hold()
        print("at work", flush=True)
        while not held.is_alone:
            time.sleep(0.01)
        print("proven", flush=True)
        held.release()
        print("sent its result", flush=True)

    worker = multiprocessing.get_context("fork").Process(target=work)
    worker.start()
    worker.join()
"""


def test_a_worker_whose_main_process_was_killed_ends_without_a_result() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER)], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as main:
        output = typing.cast(typing.TextIO, main.stdout)
        assert output.readline() == "at work\n"
        main.kill()
        assert output.read() == "proven\n"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller dies (SIGKILL) while a worker of it is at some point: of one machine, or of many at once."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pathlib
import signal
import time
import typing

PATIENCE = 240  # seconds for the others to come to their points
_LOOK = 0.1


def die(machine: pathlib.Path) -> typing.NoReturn:
    """Kill the controller of this worker, and then the worker.

    The file ``together`` beside the machines says how many of them wait for each other before, each at its point. One
    that never comes does not keep the others for ever; its directory is the one without the file ``dying``.
    """
    controller = multiprocessing.parent_process()
    if controller is None or controller.pid is None:
        raise RuntimeError("Only a worker can kill its controller.")
    signal.setitimer(signal.ITIMER_REAL, 0)  # the time limit of the task: it would break off the wait
    (machine / "dying").touch()
    together = machine.parent / "together"
    wanted = int(together.read_text()) if together.exists() else 1
    end = time.monotonic() + PATIENCE
    while os.getppid() == controller.pid:
        if len(list(machine.parent.glob("*/dying"))) >= wanted or time.monotonic() > end:
            with contextlib.suppress(ProcessLookupError):  # another one was faster
                os.kill(controller.pid, signal.SIGKILL)
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError("Nobody survives this.")

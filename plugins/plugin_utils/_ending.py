# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the main process of a run ends when it is told to: in order, and not before its workers are through.

ansible-core leaves at once when it gets SIGTERM, without callbacks and without what is registered with atexit. In a
container that takes the workers along, whatever they are doing at a device.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
import types
import typing

_ENDING: typing.Final = (signal.SIGTERM, signal.SIGHUP)
_AT_ONCE: typing.Final = 1.0  # seconds in which a worker ends that is not at a device
_STDERR: typing.Final = 2


class Ending:
    """Calls ``finish`` when a signal ends this process, passes the signal on to the workers, and waits for them.

    A worker ends by it unless it is writing to a device: then it goes on until that is proven. The same signal once
    more ends this process without waiting.
    """

    def __init__(self, finish: typing.Callable[[], None]) -> None:
        self._finish = finish
        self._process = os.getpid()
        self._former: dict[int, typing.Any] = {}

    def listen(self) -> None:
        """From now on; only the main thread of a process gets signals."""
        if self._former or threading.current_thread() is not threading.main_thread():
            return
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                self._former[number] = signal.signal(number, self._end)

    def forget(self) -> None:
        """Leave the signals to those who had them before."""
        if os.getpid() == self._process:
            for number, handler in self._former.items():
                signal.signal(number, handler)
            self._former = {}

    def _end(self, number: int, _frame: types.FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        if os.getpid() == self._process:  # up to ansible-core 2.18 workers inherit this handler
            workers = multiprocessing.active_children()
            for worker in workers:
                if worker.pid:
                    with contextlib.suppress(OSError):
                        os.kill(worker.pid, number)
            self._finish()
            _wait_for(workers)
        os.kill(os.getpid(), number)


def _wait_for(workers: typing.Sequence[multiprocessing.process.BaseProcess]) -> None:
    deadline = time.monotonic() + _AT_ONCE
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
    busy = [worker for worker in workers if worker.is_alive()]
    if busy:
        devices = "1 device is" if len(busy) == 1 else f"{len(busy)} devices are"
        _say(f"Told to end. {devices} being written to, and followed until that is proven.\n")
    for worker in busy:
        worker.join()


def _say(text: str) -> None:
    """Past Python's buffers, which the signal may have found in the middle of a line."""
    with contextlib.suppress(OSError):
        os.write(_STDERR, text.encode())

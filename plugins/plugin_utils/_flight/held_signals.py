# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals that have to wait until a device is through.

What arrives, from the operator, a service manager or a container that ends:

========================  ======================================  ==================================================
                          ansible-core 2.16 to 2.18               ansible-core 2.19 and newer
========================  ======================================  ==================================================
Ctrl-C                    goes to the whole process group, so     the workers have sessions of their own; the main
                          each worker gets its KeyboardInterrupt  process passes SIGINT on to each
SIGTERM to the main one   it dies, its workers go on              passes it on, then dies
end of the main process   after Ctrl-C: workers get SIGTERM       the same
                          after 5 seconds
========================  ======================================  ==================================================
"""

from __future__ import annotations

import os
import signal
import threading
import types
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _main_process

_Handler = typing.Callable[[int, types.FrameType | None], typing.Any] | int | None

# SIGALRM is the limit that a task may have with the keyword ``timeout``.
_ENDING: typing.Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM)


class HeldSignals:
    """Notes signals instead of obeying them, from :meth:`hold` to :meth:`release`."""

    def __init__(self) -> None:
        self._noted: list[int] = []
        self._former: dict[int, _Handler] = {}

    @property
    def reason(self) -> str | None:
        """Why this worker is to end, as a sentence; ``None`` as long as it is not."""
        if not self._noted:
            return None
        return f"The run was told to end ({signal.Signals(self._noted[0]).name})."

    @property
    def is_alone(self) -> bool:
        """Whether nobody listens any more: the main process ends, or has ended."""
        return bool(self._noted) or _main_process.is_gone()

    def hold(self) -> None:
        """From now on. In a thread, which gets no signals, there is nothing to hold."""
        if self._former or threading.current_thread() is not threading.main_thread():
            return
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                self._former[number] = signal.signal(number, self._note)

    def release(self) -> None:
        """Obey again, and do so now if this worker is to end: nobody waits for its result any more."""
        held = bool(self._former)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        self._former = {}
        if self._noted:
            signal.raise_signal(self._noted[0])
        if held and _main_process.is_gone():
            os._exit(1)  # the result would fill a pipe that nobody empties, and leave this process there for ever

    def _note(self, number: int, _frame: types.FrameType | None) -> None:
        self._noted.append(number)

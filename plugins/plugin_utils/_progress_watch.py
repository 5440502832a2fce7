# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main process's side of progress: a thread that reads what workers tell and shows it."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._fleet import Fleet
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._live_table import HAS_RICH, LiveTable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_channel import Inbox, Sighting
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._progress_lines import PlainLines
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._terminal import BottomLines

_LONGEST_PAUSE = 0.2
_SECONDS_BETWEEN_FRAMES = 0.2


class Screen(typing.Protocol):
    """Where progress is shown."""

    def news(self, sightings: typing.Sequence[Sighting]) -> None:
        """Something arrived."""

    def tick(self, fleet: Fleet) -> None:
        """A fraction of a second has passed, or something arrived."""

    def ended(self, host: str) -> None:
        """A task of ``host`` is over."""

    def close(self) -> None:
        """Leave nothing behind."""


class PlainScreen:
    """Prints lines through ``write``."""

    def __init__(self, write: typing.Callable[[str], None], interval: float) -> None:
        self._write = write
        self._lines = PlainLines(interval)

    def news(self, sightings: typing.Sequence[Sighting]) -> None:
        for line in filter(None, map(self._lines.line, sightings)):
            self._write(line)
        with contextlib.suppress(OSError):
            sys.stdout.flush()  # a pipe would keep the lines back until the next few kilobytes

    def tick(self, fleet: Fleet) -> None:
        pass

    def ended(self, host: str) -> None:
        self._lines.forget(host)

    def close(self) -> None:
        pass


class LiveScreen:
    """Draws the table below everything else, on a file descriptor of its own, past Ansible's locks."""

    def __init__(self, descriptor: int, *, colour: bool) -> None:
        self._descriptor = descriptor
        self._bottom = BottomLines(descriptor)
        self._table = LiveTable(colour=colour)
        self._drawn_at = 0.0

    def news(self, sightings: typing.Sequence[Sighting]) -> None:
        pass

    def tick(self, fleet: Fleet) -> None:
        if time.monotonic() - self._drawn_at < _SECONDS_BETWEEN_FRAMES:
            return
        self._drawn_at = time.monotonic()
        self._bottom.show(self._table.lines(fleet.picture(), columns=self._bottom.columns, room=self._bottom.room))

    def ended(self, host: str) -> None:
        pass

    def close(self) -> None:
        self._bottom.clear()
        os.close(self._descriptor)


def can_draw() -> bool:
    """Whether standard output is a terminal that a person looks at, and rich is there.

    ansible-runner, and so AWX, gives Ansible a terminal as well, but reads it by machine.
    """
    if not HAS_RICH or "AWX_ISOLATED_DATA_DIR" in os.environ or os.environ.get("TERM", "dumb") == "dumb":
        return False
    return os.isatty(1)


class Watch:
    """One thread between the inbox and the screen; :meth:`catch_up` may be called from any other."""

    def __init__(self, inbox: Inbox, fleet: Fleet, screen: Screen) -> None:
        self._inbox = inbox
        self._fleet = fleet
        self._screen = screen
        # Held while progress moves from the inbox to the fleet and to the screen: who has it knows that nothing is on
        # its way. Ansible's lock around standard output is taken inside it and never the other way round.
        self._moving = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hikvision-progress", daemon=True)
        self._thread.start()

    def catch_up(self) -> None:
        """Take in all that was sent before this call."""
        with self._moving:
            sightings = self._inbox.drain()
            for sighting in sightings:
                self._fleet.saw(sighting)
            if sightings:
                self._screen.news(sightings)

    def ended(self, host: str) -> None:
        """A task of ``host`` is over. Its result may arrive before its last datagram is read, hence catching up."""
        self.catch_up()
        self._fleet.ended(host)
        self._screen.ended(host)

    def stop(self) -> None:
        """End the thread and remove what it drew."""
        self._stopping.set()
        self._thread.join(timeout=2)
        self._screen.close()
        self._inbox.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._inbox.wait(_LONGEST_PAUSE)
            self.catch_up()
            self._screen.tick(self._fleet)

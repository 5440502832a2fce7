# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way progress takes from the workers to the main process: one JSON datagram for each change.

The receiving end leaves the path of its socket in the environment, which every worker inherits. The socket lies in a
directory that only its owner can enter. Sending never waits and never fails: progress is a courtesy, and the record of
what happened is the task's result.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import select
import shutil
import socket
import tempfile

from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress

VARIABLE = "HIKVISION_PROGRESS_SOCKET"
_LONGEST_TEXT = 120
_LARGEST_DATAGRAM = 4096


@dataclasses.dataclass(frozen=True, slots=True)
class Sighting:
    """Where ``host`` stands."""

    host: str
    progress: Progress

    def encode(self) -> bytes:
        """The datagram."""
        return json.dumps(dataclasses.asdict(self)).encode()

    @classmethod
    def decode(cls, datagram: bytes) -> Sighting | None:
        """Read a datagram; ``None`` for anything else that arrived.

        Words of a device may be among the text, so what a terminal would obey is taken out.
        """
        try:
            data = json.loads(datagram)
            progress, percent = data["progress"], data["progress"]["percent"]
            return cls(
                _printable(data["host"]),
                Progress(
                    _printable(progress["phase"]),
                    None if percent is None else min(100, max(0, int(percent))),
                    _printable(progress["message"]),
                ),
            )
        except (ValueError, TypeError, KeyError):
            return None


def _printable(text: object) -> str:
    return "".join(character if character.isprintable() else " " for character in str(text)[:_LONGEST_TEXT])


def send(path: str, sighting: Sighting) -> None:
    """Send without waiting. A full or vanished socket loses the datagram."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto(sighting.encode(), path)


class Inbox:
    """The receiving end.

    Raises :class:`OSError` where there can be none, for example because the path of the directory for temporary files
    is too long for a socket.
    """

    def __init__(self) -> None:
        self._directory = tempfile.mkdtemp(prefix="hikvision-")  # mode 0700
        path = f"{self._directory}/progress"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        try:
            self._socket.bind(path)
        except OSError:
            self.close()
            raise
        os.environ[VARIABLE] = path

    def wait(self, seconds: float) -> None:
        """Return when something has arrived, at the latest after ``seconds``."""
        select.select([self._socket], [], [], seconds)

    def drain(self) -> list[Sighting]:
        """Everything that has arrived, oldest first."""
        arrived = []
        with contextlib.suppress(BlockingIOError):
            while True:
                arrived.append(Sighting.decode(self._socket.recv(_LARGEST_DATAGRAM)))
        return [sighting for sighting in arrived if sighting is not None]

    def close(self) -> None:
        """Take the path out of the environment and remove the socket."""
        os.environ.pop(VARIABLE, None)
        self._socket.close()
        shutil.rmtree(self._directory, ignore_errors=True)

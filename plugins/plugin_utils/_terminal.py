# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines at the bottom of a terminal that stay there while everything else scrolls above them.

The terminal does the work: it is told to scroll only the lines above (DECSTBM, which every terminal in use since the
VT100 knows). So nothing that Ansible prints has to be intercepted, no lock is shared with it, and a worker that is
forked meanwhile inherits nothing that could be half done. Each change is a single write, which no other writer splits.
"""

from __future__ import annotations

import contextlib
import os
import typing

_SAVE, _RESTORE = "\x1b7", "\x1b8"
_DOWN_AND_SCROLL = "\x1bD"
_SCROLL_EVERYWHERE = "\x1b[r"


class BottomLines:
    """Holds lines of the terminal behind the file descriptor; none at first."""

    def __init__(self, descriptor: int, size: typing.Callable[[int], os.terminal_size] = os.get_terminal_size) -> None:
        self._descriptor = descriptor
        self._size = size
        self._held = 0
        self._known_size: os.terminal_size | None = None

    @property
    def columns(self) -> int:
        """Width of the terminal; 80 when it does not tell."""
        return self._measure().columns

    @property
    def room(self) -> int:
        """How many lines may be shown, so that most of the terminal remains for what scrolls."""
        return max(0, self._measure().lines * 2 // 3 - 1)

    def show(self, lines: typing.Sequence[str]) -> None:
        """Replace the lines by ``lines``; their text must fit the width."""
        size = self._measure()
        shown = list(lines)[: self.room]
        frame = self._resized(size) + self._resize_to(len(shown), size)
        top = size.lines - len(shown) + 1
        text = "".join(f"\x1b[{top + index};1H\x1b[2K{line}" for index, line in enumerate(shown))
        self._write(f"{frame}{_SAVE}{text}{_RESTORE}" if text else frame)

    def clear(self) -> None:
        """Give all lines back."""
        self.show(())

    def _resized(self, size: os.terminal_size) -> str:
        """After a change of size the old lines are somewhere in the middle; begin again."""
        if self._known_size in (None, size):
            self._known_size = size
            return ""
        self._known_size, held = size, self._held
        self._held = 0
        return self._margin(size.lines, erase=range(max(1, size.lines - held + 1), size.lines + 1))

    def _resize_to(self, wanted: int, size: os.terminal_size) -> str:
        held, self._held = self._held, wanted
        if wanted > held:
            # Scroll up as far as needed, then put the cursor back to the text it was at.
            make_room = _DOWN_AND_SCROLL * (wanted - held) + f"\x1b[{wanted - held}A"
            return make_room + self._margin(size.lines - wanted)
        if wanted < held:
            released = range(size.lines - held + 1, size.lines - wanted + 1)
            return self._margin(size.lines - wanted if wanted else None, erase=released)
        return ""

    @staticmethod
    def _margin(last: int | None, erase: typing.Iterable[int] = ()) -> str:
        """Scroll only the lines up to ``last``, or all. The command moves the cursor, hence save and restore."""
        erased = "".join(f"\x1b[{row};1H\x1b[2K" for row in erase)
        return _SAVE + erased + (f"\x1b[1;{last}r" if last else _SCROLL_EVERYWHERE) + _RESTORE

    def _measure(self) -> os.terminal_size:
        with contextlib.suppress(OSError):
            size = self._size(self._descriptor)
            if size.columns and size.lines:
                return size
        return os.terminal_size((80, 24))

    def _write(self, frame: str) -> None:
        data = frame.encode("utf-8", "replace")
        # A terminal that is gone or can take no more now is no reason to disturb the run.
        with contextlib.suppress(OSError):
            while data:
                data = data[os.write(self._descriptor, data) :]

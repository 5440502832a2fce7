# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines at the bottom of the terminal stay there, disturb nothing above and vanish without a trace."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._terminal import BottomLines

from .screen import Screen


class Terminal:
    """A screen behind a pipe, as ``BottomLines`` sees it."""

    def __init__(self) -> None:
        self.screen = Screen()
        self._reading, self.descriptor = os.pipe()
        os.set_blocking(self._reading, False)
        self.bottom = BottomLines(self.descriptor, size=lambda descriptor: self.screen.size)

    def show(self, *lines: str) -> list[str]:
        """Show lines at the bottom; returns all rows of the screen."""
        self.bottom.show(lines)
        return self.received()

    def received(self) -> list[str]:
        with contextlib.suppress(BlockingIOError):
            self.screen.write(os.read(self._reading, 1 << 16).decode())
        return self.screen.rows

    def resize(self, columns: int, lines: int) -> None:
        """What most terminals do: keep the upper rows, forget the margins."""
        rows = (self.screen.rows + [""] * lines)[:lines]
        cursor = self.screen._row
        self.screen.size = os.terminal_size((columns, lines))
        self.screen.rows, self.screen.bottom = rows, lines
        self.screen._row = min(cursor, lines)

    def close(self) -> None:
        os.close(self._reading)
        os.close(self.descriptor)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.close()


def test_lines_appear_at_the_bottom_and_the_text_goes_on_above(terminal: Terminal) -> None:
    terminal.screen.write("one\n")
    terminal.show("a 10 %", "b 20 %")
    terminal.screen.write("two\n")
    assert terminal.show("a 30 %", "b 40 %") == ["one", "two", *[""] * 6, "a 30 %", "b 40 %"]


def test_a_full_screen_scrolls_up_and_loses_nothing(terminal: Terminal) -> None:
    terminal.screen.write("".join(f"line {number}\n" for number in range(12)))
    rows = terminal.show("a", "b", "c")
    assert rows == [*(f"line {number}" for number in range(6, 12)), "", "a", "b", "c"]
    terminal.screen.write("line 12\nline 13\n")
    assert terminal.screen.scrolled_out == [f"line {number}" for number in range(8)]
    assert terminal.screen.rows == [*(f"line {number}" for number in range(8, 14)), "", "a", "b", "c"]


def test_more_and_fewer_lines(terminal: Terminal) -> None:
    terminal.screen.write("".join(f"line {number}\n" for number in range(12)))
    terminal.show("a")
    assert terminal.show("a", "b", "c")[-3:] == ["a", "b", "c"]
    assert terminal.show("c")[-3:] == ["", "", "c"]
    terminal.screen.write("line 12\n")
    assert "line 12" in terminal.screen.rows
    assert terminal.screen.rows[-1] == "c"


def test_clearing_leaves_only_the_text_and_a_terminal_that_scrolls_everywhere(terminal: Terminal) -> None:
    terminal.screen.write("one\n")
    terminal.show("a", "b")
    terminal.bottom.clear()
    assert terminal.received() == ["one", *[""] * 9]
    assert terminal.screen.bottom == terminal.screen.size.lines
    terminal.screen.write("two\n")
    assert terminal.screen.rows[:2] == ["one", "two"]


def test_most_of_the_terminal_remains_for_the_text(terminal: Terminal) -> None:
    rows = terminal.show(*(f"device {number}" for number in range(100)))
    assert sum(row.startswith("device") for row in rows) == terminal.bottom.room == 5


@pytest.mark.parametrize("lines", [8, 14])
def test_a_resized_terminal_ends_up_in_order(terminal: Terminal, lines: int) -> None:
    terminal.screen.write("one\n")
    terminal.show("a", "b")
    terminal.resize(40, lines)
    rows = terminal.show("a", "b", "c")
    assert rows[-3:] == ["a", "b", "c"]
    assert terminal.screen.bottom == lines - 3
    terminal.bottom.clear()
    assert terminal.received()[-3:] == ["", "", ""]
    assert terminal.screen.bottom == lines


def test_a_terminal_that_is_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    os.close(writing)
    bottom = BottomLines(writing)
    bottom.show(["a"])
    assert (bottom.columns, bottom.room) == (80, 15)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of devices under way, drawn with rich."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._fleet import Picture, UnderWay

try:
    import rich.console
    import rich.progress_bar
    import rich.table
    import rich.text

    HAS_RICH = True
except ImportError:
    HAS_RICH = False

_BAR_WIDTH = 24


class LiveTable:
    """Turns a picture of the fleet into lines of text with colours. Needs rich."""

    def __init__(self, *, colour: bool) -> None:
        self._console = rich.console.Console(
            force_terminal=True, no_color=None if colour else True, highlight=False, legacy_windows=False
        )

    def lines(self, picture: Picture, *, columns: int, room: int) -> list[str]:
        """At most ``room`` lines of at most ``columns`` characters; none when nothing goes on."""
        if not (picture.task or picture.under_way) or room < 2:
            return []
        shown = picture.under_way if len(picture.under_way) < room else picture.under_way[: room - 2]
        table = _grid()
        for device in shown:
            table.add_row(*_cells(device, picture.now))
        rest = len(picture.under_way) - len(shown)
        footer = [rich.text.Text(f"... and {rest} more", style="dim")] if rest else []
        self._console.width = columns
        with self._console.capture() as captured:
            self._console.print(_headline(picture), table, *footer, overflow="ellipsis", no_wrap=True)
        return captured.get().splitlines()


def _grid() -> rich.table.Table:
    table = rich.table.Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, overflow="ellipsis", min_width=12)
    table.add_column(no_wrap=True, style="cyan", min_width=7)
    table.add_column(width=_BAR_WIDTH)
    table.add_column(no_wrap=True, justify="right", min_width=5)
    table.add_column(no_wrap=True, justify="right", style="dim", min_width=5)
    table.add_column(no_wrap=True, overflow="ellipsis", style="dim")
    return table


def _cells(device: UnderWay, now: float) -> tuple[rich.console.RenderableType, ...]:
    progress = device.progress
    gauge: rich.console.RenderableType = ""
    percent = ""
    if progress.percent is not None:
        gauge = rich.progress_bar.ProgressBar(total=100, completed=progress.percent, width=_BAR_WIDTH)
        percent = f"{progress.percent} %"
    plain = (rich.text.Text(text) for text in (percent, _clock(now - device.since), progress.message))
    return (rich.text.Text(device.host), rich.text.Text(progress.phase), gauge, *plain)


def _headline(picture: Picture) -> rich.text.Text:
    devices = "device" if picture.batch == 1 else "devices"
    text = rich.text.Text(f"{picture.done} of {picture.batch} {devices} through", style="bold")
    if picture.in_trouble:
        text.append(f", {picture.in_trouble} in trouble", style="red")
    text.append(f"  {_clock(picture.seconds)}  {picture.task}", style="dim")
    return text


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"

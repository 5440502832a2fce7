# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The places and the line that uploads share, whichever worker or rollout they belong to."""

from __future__ import annotations

import contextlib
import pathlib
import time
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.pace import FULL_SPEED, Pace, block_for
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.throttle import SharedPace, Slots, Stop
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import Uploads

Tell = typing.Callable[[str], None]


class SharedLine:
    """The pace for one of several uploads that share a line.

    A line that can not be shared any more is no reason to break an upload off.
    """

    def __init__(self, shared: SharedPace, warn: Tell) -> None:
        self.block = block_for(shared.bytes_per_second)
        self._shared = shared
        self._warn = warn

    def wait(self, count: int) -> float:
        try:
            delay = self._shared.delay(count)
        except ControlError as error:
            self._warn(str(error))
            return 0.0
        time.sleep(delay)
        return delay


def pace_of(uploads: Uploads, site: str | None, directory: pathlib.Path, warn: Tell) -> Pace:
    """The pace that all uploads of a site have in common."""
    if not uploads.bytes_per_second:
        return FULL_SPEED
    return SharedLine(SharedPace(directory, _site(site), uploads.bytes_per_second), warn)


@contextlib.contextmanager
def slot(uploads: Uploads, site: str | None, directory: pathlib.Path, stop: Stop, tell: Tell) -> typing.Iterator[None]:
    """Hold a place at the site, then one of all. Raises :class:`ControlError` and its kind :class:`Stopped`."""
    wanted = [Slots(directory, _site(site), uploads.site)] if uploads.site else []
    wanted += [Slots(directory, "all", uploads.all)] if uploads.all else []
    with contextlib.ExitStack() as held:
        for slots in wanted:
            held.enter_context(slots.one(stop, tell))
        yield


def _site(site: str | None) -> str:
    return f"site {site}" if site else "no site"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether somebody has stopped the rollout: the kill switch, or the end of the process that runs it."""

from __future__ import annotations

import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._main_process import is_gone
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import shortened, visible

_MOST_BYTES: typing.Final = 4096  # of what a stop file says


def stop_asked(files: typing.Iterable[pathlib.Path]) -> str | None:
    """Why nothing more should begin: a sentence, or ``None``.

    ``files`` are the places of the kill switch. One that is there stops, whatever it is; its text is the reason. One
    that can not be looked at stops as well, because nobody could use it.
    """
    if is_gone():
        return "The process that runs the rollout has ended."
    return next((reason for reason in map(_reason, files) if reason), None)


def _reason(file: pathlib.Path) -> str | None:
    try:
        file.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"The kill switch can not be looked at: {error}."
    said = shortened(visible(_text(file).strip())).rstrip(".")
    return f"The kill switch {file} is set: {said}." if said else f"The kill switch {file} is set."


def _text(file: pathlib.Path) -> str:
    if not file.is_file():
        return ""
    try:
        with open(file, "rb") as opened:
            return opened.read(_MOST_BYTES).decode(errors="replace")
    except OSError:
        return ""

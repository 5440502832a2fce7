# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a recorder records."""

from __future__ import annotations

import dataclasses

from .._isapi.client import Client
from .._isapi.errors import BadAnswer, NotSupported
from .._isapi.xml import Element
from . import document


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    """``count`` channels record at this moment (``live``), or are set to record."""

    count: int
    live: bool


def read_recording(client: Client) -> Recording:
    """From the working status where the recorder has one, else from the recording schedule.

    Raises what :meth:`Client.send` raises, and :class:`BadAnswer`.
    """
    try:
        return parse_working_status(document.read(client, "/ISAPI/System/workingstatus", format="json"))
    except (NotSupported, BadAnswer):
        return parse_tracks(document.read(client, "/ISAPI/ContentMgmt/record/tracks"))


def parse_working_status(root: Element) -> Recording:
    """Read a ``WorkingStatus`` document, which one firmware calls ``JSON_WorkingStatus``.

    Raises :class:`BadAnswer` when it lists no channels.
    """
    told = document.child(root, "WorkingStatus") or root
    entries = document.children(told, "ChanStatus")
    if not entries:
        raise BadAnswer("the working status lists no channels")
    return Recording(sum(document.flag(entry, "record") is True for entry in entries), live=True)


def parse_tracks(root: Element) -> Recording:
    """Read a ``TrackList``."""
    tracks = document.children(root, "Track")
    return Recording(sum(document.flag(track, "Enable") is True for track in tracks), live=False)

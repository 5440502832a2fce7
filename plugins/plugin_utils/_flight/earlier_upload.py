# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journal knows of an upload that nobody saw the end of, as options of the module ``firmware_proof``."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind


def earlier_upload(events: typing.Iterable[Event], host: str) -> dict[str, typing.Any]:
    """The options; empty when the journal knows of no upload to ``host``.

    The journal has a line of the kind ``sent`` before the last block of a file goes out. Without it, the device can
    not have the whole file, and with a later one that says so, neither.
    """
    since: list[Event] = []
    for event in events:
        if event.host == host:
            since = [event] if event.kind is Kind.WRITING else [*since, event]
    if not since or since[0].kind is not Kind.WRITING:
        return {}
    told = since[0].details
    return {
        "since": since[0].at.isoformat(),
        "before": told.get("before"),
        "uptime": told.get("uptime"),
        "whole_file": _may_be_whole(since),
        "accepted": any(event.kind is Kind.FLASHING for event in since),
        "refused": any(event.kind is Kind.SENT and bool(event.details.get("refused")) for event in since),
    }


def _may_be_whole(since: typing.Iterable[Event]) -> bool:
    sent = [event for event in since if event.kind is Kind.SENT]
    return bool(sent) and sent[-1].details.get("whole") is not False

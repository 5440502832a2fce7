# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks, memory cards and network storage.

Numbers of free megabytes judge nothing: a recorder that overwrites its oldest footage reports 0 (7 of 10 recorded
ones). The ``size`` attribute of a list counts slots, not disks.
"""

from __future__ import annotations

import dataclasses

from .._isapi.client import Client
from .._isapi.xml import Element
from . import document

_EMPTY_SLOT = "notexist"
# Measured: ok, notexist, offline. The others are from the ISAPI guide, with its spelling of "formatting".
_WORKING = frozenset({"ok", "normal", "idle", "sleeping", "formating", "formatting"})
_FAILED = frozenset({"error", "abnormal", "offline", "smartfailed", "mismatch", "unformatted", "exception", "failed"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One disk (``hdd``), memory card or solid state disk (``ssd``) or network share (``nas``).

    ``status`` is as told. ``capacity`` and ``free`` are in megabytes.
    """

    kind: str
    id: int | None = None
    name: str | None = None
    status: str | None = None
    capacity: int | None = None
    free: int | None = None
    access: str | None = None

    @property
    def label(self) -> str:
        """A name that stays the same over restarts."""
        return self.name or f"{self.kind}{'' if self.id is None else self.id}"

    @property
    def working(self) -> bool | None:
        """``None`` for an empty slot and for words that no known firmware uses."""
        word = (self.status or "").casefold()
        if word in _WORKING:
            return True
        return False if word in _FAILED else None

    @property
    def empty_slot(self) -> bool:
        return (self.status or "").casefold() == _EMPTY_SLOT


def read_storage(client: Client) -> tuple[Volume, ...]:
    """All volumes and slots. Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    return parse_storage(document.read(client, "/ISAPI/ContentMgmt/Storage"))


def parse_storage(root: Element) -> tuple[Volume, ...]:
    """Read a ``storage`` document."""
    return tuple(
        _volume(kind, entry)
        for kind in ("hdd", "ssd", "nas")
        for entry in document.children(document.child(root, f"{kind}List"), kind)
    )


def _volume(kind: str, entry: Element) -> Volume:
    return Volume(
        kind=kind,
        id=document.number(entry, "id"),
        name=document.text(entry, f"{kind}Name", "path"),
        status=document.text(entry, "status"),
        capacity=document.number(entry, "capacity"),
        free=document.number(entry, "freeSpace"),
        access=document.text(entry, "property"),
    )

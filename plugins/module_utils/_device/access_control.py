# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Doors, readers and stored persons of access controllers and door stations.

The source is ``AcsWorkStatus`` (ISAPI guide for access controllers). Its arrays are indexed by door number minus one;
small controllers send 128 entries for two doors, so the number of locks is taken from ``deviceInfo`` where told.
"""

from __future__ import annotations

import dataclasses

from .._isapi.client import Client
from .._isapi.errors import NotSupported, PermissionDenied
from .._isapi.xml import Element, to_integer
from . import document

_LOCK = {0: "closed", 1: "open", 2: "short_circuit", 3: "broken_circuit", 4: "exception"}
_MODE = {1: "sleeping", 2: "remains_open", 3: "remains_closed", 4: "normal"}
_LOCK_WORKS = frozenset({"closed", "open"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One door. ``lock`` and ``contact`` are closed, open, short_circuit, broken_circuit or exception.

    ``mode`` is normal, remains_open, remains_closed or sleeping. A number that no guide explains stays a number.
    """

    number: int
    lock: str | None = None
    mode: str | None = None
    contact: str | None = None

    @property
    def working(self) -> bool | None:
        return None if self.lock is None else self.lock in _LOCK_WORKS


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccessControl:
    """State of a controller; ``None`` where nothing is told.

    ``readers_online`` holds the numbers of the readers that answer. ``persons`` and ``cards`` count what is stored.
    ``power``, ``tamper`` and ``fire_input`` are as told, such as ``ACPowerSupply``, ``close``, ``normal``.
    """

    doors: tuple[Door, ...] = ()
    readers_online: tuple[int, ...] = ()
    power: str | None = None
    battery_low: bool | None = None
    tamper: str | None = None
    fire_input: str | None = None
    persons: int | None = None
    cards: int | None = None


def read_access_control(client: Client, locks: int | None) -> AccessControl:
    """State and counts. ``locks`` is the number of doors where the device tells it elsewhere.

    Raises what :meth:`Client.send` raises, and :class:`BadAnswer`.
    """
    state = parse_work_status(document.read(client, "/ISAPI/AccessControl/AcsWorkStatus", format="json"), locks)
    cards = state.cards if state.cards is not None else _count(client, "CardInfo", "cardNumber")
    return dataclasses.replace(state, persons=_count(client, "UserInfo", "userNumber"), cards=cards)


def _count(client: Client, what: str, field: str) -> int | None:
    try:
        root = document.read(client, f"/ISAPI/AccessControl/{what}/Count", format="json")
    except (NotSupported, PermissionDenied):
        return None
    return document.number(root, field, f"{what}Count/{field}")


def parse_work_status(root: Element, locks: int | None = None) -> AccessControl:
    """Read an ``AcsWorkStatus`` document, from JSON or XML."""
    told = document.child(root, "AcsWorkStatus") or root
    return AccessControl(
        doors=_doors(told, locks),
        readers_online=_readers(_numbers(told, "cardReaderOnlineStatus")),
        power=document.text(told, "powerSupplyStatus"),
        battery_low=document.flag(told, "batteryLowVoltage"),
        tamper=document.text(told, "hostAntiDismantleStatus"),
        fire_input=document.text(told, "fireAlarmStatus"),
        cards=document.number(told, "cardNum"),
    )


def _doors(told: Element, locks: int | None) -> tuple[Door, ...]:
    columns = [_numbers(told, name) for name in ("doorLockStatus", "doorStatus", "magneticStatus")]
    length = max(len(column) for column in columns)
    lock, mode, contact = (column + [None] * (length - len(column)) for column in columns)
    return tuple(
        Door(
            number=index + 1,
            lock=_word(lock[index], _LOCK),
            mode=_word(mode[index], _MODE),
            contact=_word(contact[index], _LOCK),
        )
        for index in range(min(length, locks) if locks else length)
    )


def _word(code: int | None, words: dict[int, str]) -> str | None:
    return None if code is None else words.get(code, str(code))


def _numbers(told: Element, name: str) -> list[int | None]:
    """A JSON list has become repeated elements; some XML writes one element with commas."""
    written = [word for entry in document.children(told, name) for word in entry.text.split(",") if word.strip()]
    return [to_integer(word) for word in written]


def _readers(told: list[int | None]) -> tuple[int, ...]:
    """The numbers of the online readers. The guide lists numbers; some firmwares send a 0 or 1 per reader instead."""
    flags = set(told) <= {0, 1} and (0 in told or len(told) > 1)
    if flags:
        return tuple(index for index, value in enumerate(told, start=1) if value)
    return tuple(sorted({value for value in told if value}))

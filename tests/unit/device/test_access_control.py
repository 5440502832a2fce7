# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Doors, readers and persons."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device import document
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.access_control import (
    AccessControl,
    Door,
    parse_work_status,
    read_access_control,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import xml
from ansible_collections.surveillance.hikvision.tests.unit import wire

STATUS = "/ISAPI/AccessControl/AcsWorkStatus?format=json"
PERSONS = "/ISAPI/AccessControl/UserInfo/Count?format=json"
CARDS = "/ISAPI/AccessControl/CardInfo/Count?format=json"


def parsed(locks: int | None = None, **fields: typing.Any) -> AccessControl:
    return parse_work_status(document.from_json({"AcsWorkStatus": fields}), locks)


def test_words_for_numbers() -> None:
    told = parsed(doorLockStatus=[0, 2], doorStatus=[4, 2], magneticStatus=[1])
    assert told.doors == (
        Door(number=1, lock="closed", mode="normal", contact="open"),
        Door(number=2, lock="short_circuit", mode="remains_open", contact=None),
    )
    assert [door.working for door in told.doors] == [True, False]


def test_a_number_that_no_guide_explains_stays() -> None:
    assert parsed(doorLockStatus=[9]).doors[0].lock == "9"


def test_long_arrays_are_cut_to_the_locks_that_there_are() -> None:
    assert len(parsed(2, doorLockStatus=[0] * 128).doors) == 2
    assert len(parsed(None, doorLockStatus=[0] * 128).doors) == 128
    assert len(parsed(4, doorLockStatus=[0]).doors) == 1


@pytest.mark.parametrize(
    ("told", "online"),
    [
        ([1], (1,)),
        ([0], ()),
        ([1, 1, 0, 1], (1, 2, 4)),
        ([1, 3, 5], (1, 3, 5)),
        ([2], (2,)),
        ([], ()),
    ],
)
def test_readers_as_numbers_or_as_flags(told: list[int], online: tuple[int, ...]) -> None:
    assert parsed(cardReaderOnlineStatus=told).readers_online == online


def test_xml_is_read_the_same() -> None:
    body = (
        b"<AcsWorkStatus><doorLockStatus>0</doorLockStatus><doorLockStatus>1</doorLockStatus>"
        b"<doorStatus>4,4</doorStatus><powerSupplyStatus>ACPowerSupply</powerSupplyStatus></AcsWorkStatus>"
    )
    json_form = parsed(doorLockStatus=[0, 1], doorStatus=[4, 4], powerSupplyStatus="ACPowerSupply")
    assert parse_work_status(xml.parse(body)) == json_form


def test_housing() -> None:
    told = parsed(batteryLowVoltage=True, hostAntiDismantleStatus="open", fireAlarmStatus="normal")
    assert (told.battery_low, told.tamper, told.fire_input, told.power) == (True, "open", "normal", None)


def test_counts() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", STATUS, wire.as_json({"AcsWorkStatus": {"cardNum": 7}})),
        wire.Expect("GET", PERSONS, wire.as_json({"UserInfoCount": {"userNumber": 12}})),
    ) as device:
        told = read_access_control(device.client, None)
    assert (told.persons, told.cards) == (12, 7)


def test_cards_are_counted_where_the_state_does_not_tell_them() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", STATUS, wire.as_json({"AcsWorkStatus": {"doorLockStatus": [0]}})),
        wire.Expect("GET", CARDS, wire.as_json({"CardInfoCount": {"cardNumber": 3}})),
        wire.Expect("GET", PERSONS, wire.not_supported()),
    ) as device:
        told = read_access_control(device.client, None)
    assert (told.persons, told.cards) == (None, 3)

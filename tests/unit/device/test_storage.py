# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks, cards and shares."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.storage import Volume, parse_storage
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import xml


def test_lists_are_counted_not_believed() -> None:
    told = parse_storage(
        xml.parse(
            b'<storage><hddList size="8"><hdd><id>1</id><hddName>hdd1</hddName><status>ok</status>'
            b"<capacity>1907729</capacity><freeSpace>0</freeSpace><property>RW</property></hdd></hddList>"
            b"<nasList><nas><id>9</id><path>/volume2</path><status>offline</status><capacity>0</capacity></nas>"
            b'<supportMountType opt="NFS"/></nasList><ssdList/></storage>'
        )
    )
    assert told == (
        Volume(kind="hdd", id=1, name="hdd1", status="ok", capacity=1907729, free=0, access="RW"),
        Volume(kind="nas", id=9, name="/volume2", status="offline", capacity=0),
    )
    assert [volume.working for volume in told] == [True, False]


def test_no_storage() -> None:
    assert parse_storage(xml.parse(b"<storage/>")) == ()


@pytest.mark.parametrize(
    ("status", "working"),
    [
        ("ok", True),
        ("Idle", True),
        ("sleeping", True),
        ("formating", True),
        ("smartFailed", False),
        ("unformatted", False),
        ("error", False),
        ("notexist", None),
        ("somethingNew", None),
        (None, None),
    ],
)
def test_working(status: str | None, working: bool | None) -> None:
    assert Volume(kind="hdd", status=status).working is working


def test_labels() -> None:
    assert Volume(kind="hdd", name="hdde", id=1).label == "hdde"
    assert Volume(kind="nas", id=9).label == "nas9"
    assert Volume(kind="ssd").label == "ssd"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices as HikCentral's lists tell them."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.connection import connected
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.device import (
    Kind,
    ManagedDevice,
    Status,
    read_devices,
)
from ansible_collections.surveillance.hikvision.tests.hikcentral_server import Faults, RunningServer
from ansible_collections.surveillance.hikvision.tests.unit.hikcentral.scripted import params


def devices(
    server: RunningServer, kinds: typing.Iterable[Kind] = Kind, *, sites: bool = True
) -> dict[tuple[str, str], ManagedDevice]:
    with connected(params(server)) as client:
        found = read_devices(client, kinds, page_size=3, with_sites=sites)
    return {(str(device.kind), device.index_code): device for device in found}


def test_a_device_with_everything(server: RunningServer) -> None:
    assert devices(server)["encoding", "1"] == ManagedDevice(
        kind=Kind.ENCODING,
        index_code="1",
        name="Gate north",
        address="192.0.2.11",
        sdk_port=8000,
        code="DS-1",
        protocol="hiksdk_net",
        status=Status.ONLINE,
        site="Head office",
    )


def test_a_device_with_nothing(server: RunningServer) -> None:
    assert devices(server)["access_control", "2"] == ManagedDevice(
        kind=Kind.ACCESS_CONTROL,
        index_code="2",
        name="",
        address=None,
        sdk_port=None,
        code=None,
        protocol=None,
        status=Status.UNKNOWN,
        site=None,
    )


@pytest.mark.parametrize(
    ("told", "status"), [(1, "online"), ("2", "offline"), (0, "unknown"), (9, "unknown"), (True, "unknown")]
)
def test_status(server: RunningServer, told: object, status: str) -> None:
    server.contents.lists["resource/v1/encodeDevice/encodeDeviceList"][0]["status"] = told
    assert devices(server)["encoding", "1"].status == status


def test_a_device_whose_cameras_are_at_two_sites_has_none(server: RunningServer) -> None:
    found = devices(server)
    assert [found["encoding", code].site for code in "1234"] == ["Head office", "Head office", None, None]


def test_a_site_that_a_device_names_itself_counts(server: RunningServer) -> None:
    server.contents.lists["resource/v1/acsDevice/acsDeviceList"][0]["siteIndexCode"] = 9
    server.contents.lists["resource/v1/encodeDevice/encodeDeviceList"][2]["siteIndexCode"] = "nameless"
    found = devices(server)
    assert found["access_control", "1"].site == "Depot"
    assert found["encoding", "3"].site == "nameless"


def test_a_server_without_sites_has_devices_all_the_same(server: RunningServer) -> None:
    del server.contents.lists["resource/v1/site/siteList"]
    found = devices(server)
    assert len(found) == 6
    assert {device.site for device in found.values()} == {None}


def test_sites_cost_nothing_when_nobody_wants_them(server: RunningServer) -> None:
    devices(server, [Kind.ENCODING], sites=False)
    assert set(server.paths) == {"resource/v1/encodeDevice/encodeDeviceList"}


@pytest.mark.parametrize("path", ["encodeDeviceList", "acsDeviceList", "cameras", "siteList"])
def test_one_list_that_is_not_whole_spoils_all(server: RunningServer, path: str) -> None:
    server.faults = Faults(only=path, cuts_page=1)
    with pytest.raises(errors.IncompleteList):
        devices(server)


def test_what_a_cache_keeps_is_the_same_device(server: RunningServer) -> None:
    for device in devices(server).values():
        plain = device.as_dict()
        assert ManagedDevice.from_dict(plain) == device
        assert all(type(value) in (str, int, type(None)) for value in plain.values())

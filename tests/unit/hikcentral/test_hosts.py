# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and groups of hosts."""

from __future__ import annotations

import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.device import (
    Kind,
    ManagedDevice,
    Status,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._hikcentral_inventory.hosts import (
    NameBy,
    SameName,
    groups_of,
    named,
    variables_of,
)


def device(code: str, name: str, kind: Kind = Kind.ENCODING, **changes: typing.Any) -> ManagedDevice:
    known = {"address": None, "sdk_port": 8000, "code": None, "protocol": None, "status": Status.ONLINE, "site": None}
    return ManagedDevice(kind=kind, index_code=code, name=name, **{**known, **changes})


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("cam-01.site_a", "cam-01.site_a"),
        ("Gate north", "Gate-north"),
        ("a,b:c&d!e*f[0]", "a-b-c-d-e-f-0"),
        ("-x-", "x"),
        ("Żółw 1", "Żółw-1"),
        ("仓库", "仓库"),
        ("   ", "encoding-7"),
        ("", "encoding-7"),
        ("{{ 1 }}", "1"),
        ("localhost", "localhost-encoding-7"),
        ("all", "all-encoding-7"),
    ],
)
def test_a_name_is_one_that_a_pattern_can_match(name: str, host: str) -> None:
    assert list(named([device("7", name)], NameBy.NAME)) == [host]


def test_devices_of_one_name_are_all_marked() -> None:
    devices = [device("1", "Yard"), device("2", "Yard"), device("1", "Yard", Kind.ACCESS_CONTROL), device("3", "Gate")]
    assert list(named(devices, NameBy.NAME)) == ["Yard-encoding-1", "Yard-encoding-2", "Yard-access_control-1", "Gate"]


def test_names_that_look_alike_only_afterwards_are_one_name() -> None:
    assert list(named([device("1", "a b"), device("2", "a:b")], NameBy.NAME)) == ["a-b-encoding-1", "a-b-encoding-2"]


def test_a_name_that_someone_else_gets_by_its_mark_is_an_error() -> None:
    devices = [device("1", "Yard"), device("2", "Yard"), device("3", "Yard-encoding-1")]
    with pytest.raises(SameName, match="encoding-1 and encoding-3 would both be the host Yard-encoding-1"):
        named(devices, NameBy.NAME)
    assert len(named(devices, NameBy.INDEX_CODE)) == 3


@settings(deadline=None)
@given(st.lists(st.text(max_size=3), max_size=6))
def test_no_device_is_lost(names: list[str]) -> None:
    devices = [device(str(number), name) for number, name in enumerate(names)]
    assert list(named(devices, NameBy.NAME).values()) == devices


def test_other_names() -> None:
    devices = [device("1", "Yard", address="192.0.2.1"), device("2", "Gate"), device("3", "v6", address="2001:db8::1")]
    assert list(named(devices, NameBy.ADDRESS)) == ["192.0.2.1", "encoding-2", "2001-db8-1"]
    assert list(named(devices, NameBy.INDEX_CODE)) == ["encoding-1", "encoding-2", "encoding-3"]


def test_groups() -> None:
    assert groups_of(device("1", "x", Kind.ACCESS_CONTROL, status=Status.OFFLINE, site="Depot 2")) == [
        "hikcentral_access_control",
        "hikcentral_offline",
        "hikcentral_site_Depot 2",
    ]
    assert groups_of(device("1", "x")) == ["hikcentral_encoding", "hikcentral_online"]


def test_variables_have_the_address_and_never_a_port() -> None:
    variables = variables_of(device("1", "x", address="192.0.2.1"))
    assert variables["ansible_host"] == "192.0.2.1"
    assert variables["hikcentral_device"]["sdk_port"] == 8000
    assert sorted(variables) == ["ansible_host", "hikcentral_device"]
    assert sorted(variables_of(device("1", "x"))) == ["hikcentral_device"]

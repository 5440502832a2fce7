# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HikCentral against an inventory."""

from __future__ import annotations

import typing

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_drift import hikcentral_drift
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._hikcentral_inventory.drift import (
    KnownHost,
    ManagedHost,
    compare,
)

ADDRESSES = st.sampled_from(["192.0.2.1", "192.0.2.2", "2001:db8::1", "CAM.example.com"])


def known(host: str, address: str | None = None) -> dict[str, dict[str, typing.Any]]:
    return {host: {"ansible_host": address} if address else {}}


def managed(host: str, address: str | None, **variables: typing.Any) -> dict[str, dict[str, typing.Any]]:
    device = {
        "address": address,
        "name": f"{host} in HikCentral",
        "kind": "encoding",
        "status": "online",
        "index_code": "1",
    }
    return {host: {"hikcentral_device": device, **variables}}


def drift(here: dict[str, typing.Any], there: dict[str, typing.Any]) -> dict[str, typing.Any]:
    both = {host: there.get(host, {}) | here.get(host, {}) for host in [*here, *there]}
    return hikcentral_drift(list(here), both, list(there))


def test_the_same_devices_under_other_names() -> None:
    result = drift(
        known("a", "192.0.2.1") | known("192.0.2.2") | known("c", "[2001:DB8::1]") | known("d", "Cam.Example.com."),
        managed("w", "192.0.2.1")
        | managed("x", "192.0.2.2")
        | managed("y", "2001:db8:0:0::1")
        | managed("z", "cam.example.com"),
    )
    assert (result["in_sync"], result["in_both"], result["sentences"]) == (True, 4, [])


def test_what_one_side_lacks() -> None:
    result = drift(known("a", "192.0.2.1"), managed("b", "192.0.2.2") | managed("c", None))
    assert not result["in_sync"]
    assert result["only_in_inventory"] == [{"host": "a", "address": "192.0.2.1"}]
    assert [(device["host"], device["address"]) for device in result["only_in_hikcentral"]] == [
        ("b", "192.0.2.2"),
        ("c", None),
    ]
    assert result["sentences"] == [
        "a (192.0.2.1) is in the inventory and not in HikCentral.",
        "b (192.0.2.2, encoding, online) is in HikCentral and not in the inventory.",
        "c (no address, encoding, online) is in HikCentral and not in the inventory.",
    ]


def test_one_name_with_two_addresses() -> None:
    result = drift(known("a", "192.0.2.1"), managed("a", "192.0.2.9"))
    assert (result["in_sync"], result["in_both"]) == (False, 1)
    assert result["different_address"] == [{"host": "a", "inventory": "192.0.2.1", "hikcentral": "192.0.2.9"}]
    assert result["sentences"] == ["a is at 192.0.2.1 in the inventory, at 192.0.2.9 in HikCentral."]


@pytest.mark.parametrize("address", [None, "192.0.2.1", "cam.example.com"])
def test_one_name_that_nothing_speaks_against(address: str | None) -> None:
    assert drift(known("a", "192.0.2.1"), managed("a", address))["in_sync"]


def test_an_address_of_several_devices_tells_none_of_them() -> None:
    result = drift(known("a", "192.0.2.1") | known("b", "192.0.2.1"), managed("c", "192.0.2.1"))
    assert not result["in_sync"]
    assert result["shared_address"] == [{"address": "192.0.2.1", "inventory": ["a", "b"], "hikcentral": ["c"]}]
    assert (result["only_in_inventory"], result["only_in_hikcentral"]) == ([], [])


def test_a_name_takes_its_host_away_from_a_shared_address() -> None:
    result = drift(
        known("a", "192.0.2.1") | known("b", "192.0.2.1"), managed("a", "192.0.2.1") | managed("x", "192.0.2.1")
    )
    assert (result["in_sync"], result["in_both"]) == (True, 2)


def test_a_host_that_is_not_from_hikcentral_is_named() -> None:
    with pytest.raises(AnsibleFilterError, match="b has no variable hikcentral_device"):
        hikcentral_drift(["a"], {"a": {}, "b": {}}, ["b"])


@settings(deadline=None)
@given(st.lists(ADDRESSES, max_size=5), st.lists(st.none() | ADDRESSES, max_size=5))
def test_every_host_is_told_once(here: list[str], there: list[str | None]) -> None:
    hosts = [KnownHost(f"host-{number}", address) for number, address in enumerate(here)]
    devices = [
        ManagedHost(f"host-{2 * number}", address, "", "encoding", "online", str(number))
        for number, address in enumerate(there)
    ]
    found = compare(hosts, devices)
    told = [*found.only_known, *(pair.known for pair in found.pairs), *(h for s in found.shared for h in s.known)]
    assert sorted(host.host for host in told) == sorted(host.host for host in hosts)
    told_devices = [
        *found.only_managed,
        *(pair.managed for pair in found.pairs),
        *(host for shared in found.shared for host in shared.managed),
    ]
    assert sorted(device.host for device in told_devices) == sorted(device.host for device in devices)

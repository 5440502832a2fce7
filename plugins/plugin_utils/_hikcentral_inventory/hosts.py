# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices as inventory hosts: their names, groups and variables."""

from __future__ import annotations

import collections
import enum
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.device import ManagedDevice

ROOT_GROUP = "hikcentral_devices"  # not "hikcentral": those are the servers, which the role patches
DEVICE = "hikcentral_device"  # the variable that holds what HikCentral tells

# What a host pattern takes for something else: blanks, commas, colons, wild cards, brackets.
_SPECIAL = re.compile(r"[^\w.-]+")
_TAKEN: typing.Final = frozenset({"all", "ungrouped", "localhost", "hikcentral", ROOT_GROUP})


class NameBy(enum.StrEnum):
    """What hosts are called after."""

    NAME = "name"
    ADDRESS = "address"
    INDEX_CODE = "index_code"


class SameName(ValueError):
    """Two devices can not be told apart by name; the message names both."""


def named(devices: typing.Iterable[ManagedDevice], by: NameBy) -> dict[str, ManagedDevice]:
    """The devices by host name, in their order.

    Where several would get one name, each gets kind and index code appended, whichever comes first: a new device must
    not take over the name of an old one. So does a device whose name means something to Ansible. Raises
    :class:`SameName`.
    """
    wanted = [(_wanted(device, by), device) for device in devices]
    often = collections.Counter(name for name, _device in wanted)
    hosts: dict[str, ManagedDevice] = {}
    for name, device in wanted:
        host = name if often[name] == 1 and name not in _TAKEN else f"{name}-{_identity(device)}"
        if host in hosts:
            raise SameName(f"{_identity(hosts[host])} and {_identity(device)} would both be the host {host}")
        hosts[host] = device
    return hosts


def groups_of(device: ManagedDevice) -> list[str]:
    """The groups below :data:`ROOT_GROUP`, before Ansible replaces what a group may not be called."""
    groups = [str(device.kind), str(device.status), *([f"site_{device.site}"] if device.site else [])]
    return [f"hikcentral_{group}" for group in groups]


def variables_of(device: ManagedDevice) -> dict[str, typing.Any]:
    """There is no ``ansible_port``: HikCentral knows the port of the vendor's own protocol, not that of ISAPI."""
    address = {"ansible_host": device.address} if device.address else {}
    return {DEVICE: device.as_dict(), **address}


def _wanted(device: ManagedDevice, by: NameBy) -> str:
    match by:
        case NameBy.NAME:
            word: str | None = device.name
        case NameBy.ADDRESS:
            word = device.address
        case NameBy.INDEX_CODE:
            word = None
    return _safe(word or "") or _identity(device)


def _identity(device: ManagedDevice) -> str:
    return f"{device.kind}-{_safe(device.index_code)}"


def _safe(word: str) -> str:
    return _SPECIAL.sub("-", word).strip("-.")

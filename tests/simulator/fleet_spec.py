# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to simulate, as values: read from a fleet file or written in a test."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import yaml

from .accounts import ALL_RIGHTS, Account
from .faults import Fault, faults_from
from .profiles import PROFILES, Profile, override

DEFAULT_USER = "admin"
DEFAULT_PASSWORD = "Simulated-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSpec:
    """The device's self-signed certificate. Factory certificates carry no subject alternative name."""

    subject_alt_name: bool = False
    rsa_bits: int = 2048
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSpec:
    """One device. None means: as the profile or the fleet says."""

    name: str
    profile: str
    address: str | None = None
    port: int | None = None
    tls: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    users: tuple[Account, ...] = ()
    version: str | None = None
    build: str | None = None
    model: str | None = None
    serial: str | None = None
    device_name: str | None = None
    language: str | None = None
    platform: str | None = None
    activated: bool = True
    clock_offset: float = 0.0
    uptime: float | None = None
    certificate: CertificateSpec = CertificateSpec()
    tls_maximum: str | None = None
    faults: tuple[Fault, ...] | Sequence[Any] = ()
    overrides: Mapping[str, Any] = field(default_factory=dict)

    def resolved_profile(self) -> Profile:
        """The profile with everything that this device changes. Raises ValueError for unknown names."""
        if self.profile not in PROFILES:
            raise ValueError(f"unknown profile {self.profile!r}; known: {', '.join(PROFILES)}")
        changes: dict[str, Any] = dict(self.overrides)
        for name in ("version", "build", "model", "device_name", "language", "platform"):
            if (value := getattr(self, name)) is not None:
                changes[name] = str(value)
        return override(PROFILES[self.profile], changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSpec:
    """Many devices and where they listen."""

    devices: Sequence[DeviceSpec]
    network: str = "127.77.0.0/16"
    address: str | None = None
    port: int = 0
    tls_port: int = 0
    username: str = DEFAULT_USER
    password: str = field(default=DEFAULT_PASSWORD, repr=False)
    time_factor: float = 1.0

    def placed(self) -> list[DeviceSpec]:
        """The devices with address, port and credentials filled in. Raises ValueError for a name used twice."""
        addresses = ipaddress.ip_network(self.network).hosts()
        result = []
        for index, device in enumerate(self.devices):
            own = str(next(addresses))
            port = self.tls_port if device.tls else self.port
            if self.address is not None:
                own, port = self.address, self.port + index if self.port else 0
            result.append(
                replace(
                    device,
                    address=device.address or own,
                    port=port if device.port is None else device.port,
                    username=device.username or self.username,
                    password=device.password or self.password,
                )
            )
        names = [device.name for device in result]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"device names used twice: {', '.join(sorted(twice))}")
        return result


def read_fleet(path: Path) -> FleetSpec:
    """Read a fleet file, YAML or JSON. Raises ValueError where it makes no sense."""
    text = path.read_text(encoding="utf-8")
    return fleet_from_data(json.loads(text) if path.suffix == ".json" else yaml.safe_load(text))


def fleet_from_data(data: Mapping[str, Any]) -> FleetSpec:
    """Make a fleet from plain data. Raises ValueError for unknown keys."""
    _known_keys("fleet", data, FleetSpec)
    devices = [device for entry in data.get("devices", ()) for device in _devices(entry)]
    return FleetSpec(**{**data, "devices": devices})


def _devices(entry: Mapping[str, Any]) -> Iterator[DeviceSpec]:
    values = dict(entry)
    count, first = values.pop("count", None), values.pop("first", 1)
    values.setdefault("name", "{profile}-{{:03d}}".format(**values) if count else values.get("profile", "device"))
    _known_keys(f"device {values['name']}", values, DeviceSpec)
    values["faults"] = tuple(faults_from(values.get("faults", ())))
    values["users"] = tuple(_account(user) for user in values.get("users", ()))
    values["certificate"] = CertificateSpec(**values.get("certificate", {}))
    for name in ("version", "build"):
        if name in values:
            values[name] = str(values[name])
    if count is None:
        yield DeviceSpec(**values)
        return
    for number in range(first, first + count):
        yield DeviceSpec(**{**values, "name": values["name"].format(number)})


def _account(data: Mapping[str, Any]) -> Account:
    rights = frozenset(data.get("rights", ()))
    if unknown := rights - ALL_RIGHTS:
        raise ValueError(f"unknown rights: {', '.join(sorted(unknown))}")
    return Account(data["name"], data["password"], data.get("level", "Operator"), rights)


def _known_keys(what: str, data: Mapping[str, Any], kind: type) -> None:
    if unknown := set(data) - {item.name for item in fields(kind)}:
        raise ValueError(f"{what}: unknown key {', '.join(sorted(map(str, unknown)))}")

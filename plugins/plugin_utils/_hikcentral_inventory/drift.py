# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What HikCentral manages against what an inventory knows."""

from __future__ import annotations

import collections
import dataclasses
import ipaddress
import typing


@dataclasses.dataclass(frozen=True, slots=True)
class KnownHost:
    """A host of the inventory. ``address`` is where Ansible would go."""

    host: str
    address: str


@dataclasses.dataclass(frozen=True, slots=True)
class ManagedHost:
    """A host that the inventory plugin made; the rest is what HikCentral tells of the device."""

    host: str
    address: str | None
    name: str
    kind: str
    status: str
    index_code: str


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """The same device on both sides."""

    known: KnownHost
    managed: ManagedHost

    @property
    def same_address(self) -> bool:
        """Also when nothing can be told: one side has no address, or a name where the other has a number."""
        here, there = self.known.address, self.managed.address
        if there is None or (_number(here) is None) != (_number(there) is None):
            return True
        return _canonical(here) == _canonical(there)


@dataclasses.dataclass(frozen=True, slots=True)
class SharedAddress:
    """Devices behind one address, which therefore tells none of them."""

    address: str
    known: tuple[KnownHost, ...]
    managed: tuple[ManagedHost, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Drift:
    """Every host of both sides appears once: in a pair, alone, or behind a shared address."""

    pairs: tuple[Pair, ...]
    only_known: tuple[KnownHost, ...]
    only_managed: tuple[ManagedHost, ...]
    shared: tuple[SharedAddress, ...]

    @property
    def moved(self) -> tuple[Pair, ...]:
        """Pairs of one name with different addresses."""
        return tuple(pair for pair in self.pairs if not pair.same_address)

    @property
    def in_sync(self) -> bool:
        return not (self.only_known or self.only_managed or self.shared or self.moved)


def compare(known: typing.Sequence[KnownHost], managed: typing.Sequence[ManagedHost]) -> Drift:
    """Pair by host name first, then by address where it is one device's alone."""
    by_name = {host.host: host for host in managed}
    pairs = [Pair(host, by_name[host.host]) for host in known if host.host in by_name]
    paired = {pair.known.host for pair in pairs}
    known_at = _by_address(host for host in known if host.host not in paired)
    managed_at = _by_address(host for host in managed if host.host not in paired)
    shared = []
    for address in [address for address in known_at if address in managed_at]:
        here, there = known_at.pop(address), managed_at.pop(address)
        if len(here) == len(there) == 1:
            pairs.append(Pair(here[0], there[0]))
        else:
            shared.append(SharedAddress(address, tuple(here), tuple(there)))
    return Drift(tuple(pairs), _flat(known_at), _flat(managed_at), tuple(shared))


_Host = typing.TypeVar("_Host", KnownHost, ManagedHost)


def _by_address(hosts: typing.Iterable[_Host]) -> dict[str, list[_Host]]:
    found = collections.defaultdict(list)
    for host in hosts:
        # Without an address, a host has a place of its own.
        found[_canonical(host.address) if host.address else f"/{host.host}"].append(host)
    return found


def _flat(hosts: dict[str, list[_Host]]) -> tuple[_Host, ...]:
    return tuple(host for each in hosts.values() for host in each)


def _canonical(address: str) -> str:
    return str(_number(address) or address.lower().rstrip("."))


def _number(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return None

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that HikCentral manages."""

from __future__ import annotations

import dataclasses
import enum
import typing

from .._artemis.errors import NotOffered
from .._artemis.paging import Record, read_all
from . import listings

if typing.TYPE_CHECKING:  # whoever wants the values alone, such as a filter, needs no library for HTTP
    from .._artemis.client import Client


class Kind(enum.StrEnum):
    """The list in which HikCentral keeps a device."""

    ENCODING = "encoding"  # cameras and recorders
    ACCESS_CONTROL = "access_control"


class Status(enum.StrEnum):
    """Whether HikCentral reaches a device. A value that the guide does not list is unknown, too."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"


_PREFIX: typing.Final = {Kind.ENCODING: "encodeDev", Kind.ACCESS_CONTROL: "acsDev"}
_LISTINGS: typing.Final = {
    Kind.ENCODING: listings.ENCODING_DEVICES,
    Kind.ACCESS_CONTROL: listings.ACCESS_CONTROL_DEVICES,
}
_STATUS: typing.Final = {"1": Status.ONLINE, "2": Status.OFFLINE}


@dataclasses.dataclass(frozen=True, slots=True)
class ManagedDevice:
    """One device. ``index_code`` is unique within its kind.

    ``sdk_port`` is the port of the vendor's own protocol (usually 8000), which is not where ISAPI answers. ``code`` is
    ``encodeDevCode`` or ``acsDevCode``; some installations keep the serial number there.
    """

    kind: Kind
    index_code: str
    name: str
    address: str | None
    sdk_port: int | None
    code: str | None
    protocol: str | None
    status: Status
    site: str | None

    def as_dict(self) -> dict[str, typing.Any]:
        """Plain values, from which :meth:`from_dict` makes the same device again."""
        return dataclasses.asdict(self) | {"kind": str(self.kind), "status": str(self.status)}

    @classmethod
    def from_dict(cls, plain: typing.Mapping[str, typing.Any]) -> ManagedDevice:
        return cls(**{**plain, "kind": Kind(plain["kind"]), "status": Status(plain["status"])})


def read_devices(
    client: Client, kinds: typing.Iterable[Kind], *, page_size: int, with_sites: bool
) -> list[ManagedDevice]:
    """All devices of these kinds. Raises any error of the tree: one list that can not be read whole is an error."""
    records = {kind: read_all(client, _LISTINGS[kind], page_size=page_size) for kind in kinds}
    sites = _Sites.read(client, page_size) if with_sites else _Sites({}, {})
    return [_decoded(kind, record, sites) for kind in records for record in records[kind]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Sites:
    """Names of sites, and the site of each encoding device as its cameras tell it."""

    names: dict[str, str]
    of_devices: dict[str, str]

    @classmethod
    def read(cls, client: Client, page_size: int) -> _Sites:
        """Nothing from a server that has no sites to offer: a group less, no device less."""
        try:
            sites = read_all(client, listings.SITES, page_size=page_size)
            cameras = read_all(client, listings.CAMERAS, page_size=page_size)
        except NotOffered:
            return cls({}, {})
        names = {str(site["indexCode"]): _word(site.get("name")) or str(site["indexCode"]) for site in sites}
        return cls(names, _one_site_each(cameras))

    def of(self, record: Record, index_code: str, kind: Kind) -> str | None:
        code = _word(record.get("siteIndexCode"))
        if code is None and kind is Kind.ENCODING:
            code = self.of_devices.get(index_code)
        return None if code is None else self.names.get(code, code)


def _one_site_each(cameras: list[Record]) -> dict[str, str]:
    """A device whose cameras belong to several sites has none."""
    found: dict[str, set[str]] = {}
    for camera in cameras:
        device, site = _word(camera.get("encodeDevIndexCode")), _word(camera.get("siteIndexCode"))
        if device and site:
            found.setdefault(device, set()).add(site)
    return {device: next(iter(sites)) for device, sites in found.items() if len(sites) == 1}


def _decoded(kind: Kind, record: Record, sites: _Sites) -> ManagedDevice:
    prefix = _PREFIX[kind]
    index_code = str(record[f"{prefix}IndexCode"])
    port = _word(record.get(f"{prefix}Port"))
    return ManagedDevice(
        kind=kind,
        index_code=index_code,
        name=_word(record.get(f"{prefix}Name")) or "",
        address=_word(record.get(f"{prefix}Ip")),
        sdk_port=int(port) if port and port.isascii() and port.isdecimal() else None,
        code=_word(record.get(f"{prefix}Code")),
        protocol=_word(record.get("treatyType")),
        status=_STATUS.get(_word(record.get("status")) or "", Status.UNKNOWN),
        site=sites.of(record, index_code, kind),
    )


def _word(value: object) -> str | None:
    """Text of a string or a number, which servers mix."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None

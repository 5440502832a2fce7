# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture of a device, put together from the parts it offers. What it does not tell is listed, never guessed."""

from __future__ import annotations

import dataclasses
import typing

from .._isapi.client import Client
from .._isapi.errors import BadAnswer, NotActivated, NotSupported, Rejected
from . import system
from .access_control import AccessControl, read_access_control
from .capabilities import Capabilities, read_capabilities
from .channels import Channels, read_channels
from .device_time import DeviceTime, read_time
from .identity import DeviceKind, Identity, read_partial_identity
from .plain import plain_fields
from .storage import Volume, read_storage
from .system import SystemStatus
from .users import Users, read_users


@dataclasses.dataclass(frozen=True, slots=True)
class Missing:
    """A part that was asked for and could not be had."""

    part: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Parts are ``None`` when they are listed in ``missing``, were not asked for, or do not exist for this kind."""

    identity: Identity | None = None
    status: SystemStatus | None = None
    time: DeviceTime | None = None
    capabilities: Capabilities | None = None
    storage: tuple[Volume, ...] | None = None
    channels: Channels | None = None
    users: Users | None = None
    access_control: AccessControl | None = None
    missing: tuple[Missing, ...] = ()

    def as_result(self) -> dict[str, object]:
        """The parts in plain types. The firmware has a key of its own, because everybody asks for it."""
        result = plain_fields(self)
        del result["missing"]
        identity = result["identity"]
        result["firmware"] = identity.pop("firmware") if isinstance(identity, dict) else None
        return result


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """How to read a part, and which kinds of device have it at all."""

    read: typing.Callable[[Client, Identity], object]
    kinds: frozenset[DeviceKind] = frozenset(DeviceKind)


_VIDEO = frozenset({DeviceKind.CAMERA, DeviceKind.RECORDER, DeviceKind.INTERCOM, DeviceKind.UNKNOWN})
_DISKS = _VIDEO - {DeviceKind.INTERCOM}
_DOORS = frozenset({DeviceKind.ACCESS_CONTROL, DeviceKind.INTERCOM, DeviceKind.UNKNOWN})

_PARTS: typing.Final[dict[str, _Part]] = {
    "status": _Part(lambda client, _unused: _read_status(client)),
    "time": _Part(lambda client, _unused: read_time(client)),
    "capabilities": _Part(lambda client, _unused: read_capabilities(client)),
    "storage": _Part(lambda client, _unused: read_storage(client), _DISKS),
    "channels": _Part(lambda client, identity: read_channels(client, identity.kind), _VIDEO),
    "users": _Part(lambda client, _unused: read_users(client)),
    "access_control": _Part(lambda client, identity: read_access_control(client, identity.locks), _DOORS),
}
SUBSETS: typing.Final = ("all", "min", "identity", *_PARTS)


def gather(client: Client, subsets: typing.Sequence[str] = ("all",)) -> Snapshot:
    """Read the identity and the parts that ``subsets`` choose, as far as the device's kind has them.

    Raises :class:`ValueError` for an unknown subset, :class:`Unreachable`, :class:`CredentialsRefused` and whatever
    else is not about one part.
    """
    wanted = chosen_parts(subsets)
    found: dict[str, typing.Any] = {}
    missing: list[Missing] = []
    try:
        found["identity"] = identity = read_partial_identity(client)
        missing += [Missing("identity", f"deviceInfo has no readable {gap}") for gap in identity.gaps]
    except (Rejected, BadAnswer) as error:
        identity = Identity()
        missing.append(_missing("identity", error))
    for name, part in _PARTS.items():
        if name not in wanted:
            continue
        if identity.kind not in part.kinds:
            if name in subsets:
                missing.append(Missing(name, f"not asked: {identity.kind.value} devices have none"))
            continue
        try:
            found[name] = part.read(client, identity)
        except (Rejected, BadAnswer) as error:
            missing.append(_missing(name, error))
    return Snapshot(**found, missing=tuple(missing))


def chosen_parts(subsets: typing.Sequence[str]) -> frozenset[str]:
    """The parts that a list such as ``[all, "!storage"]`` or ``[min, users]`` stands for, identity aside.

    Raises :class:`ValueError` that names the unknown subset.
    """
    for subset in subsets:
        if subset.removeprefix("!") not in SUBSETS:
            raise ValueError(f"unknown subset {subset!r}; known are {', '.join(SUBSETS)}, and each with ! before it")
    included = [subset for subset in subsets if not subset.startswith("!")]
    excluded = {subset[1:] for subset in subsets if subset.startswith("!")}
    everything = "all" in included or not included
    parts = set(_PARTS) if everything and "all" not in excluded else set(_PARTS).intersection(included)
    return frozenset(parts - excluded)


def _read_status(client: Client) -> SystemStatus:
    status = system.read_status(client)
    if status is None:
        raise NotSupported("the device has no readable System/status", http_status=404)
    return status


def _missing(part: str, error: Rejected | BadAnswer) -> Missing:
    if isinstance(error, NotActivated):
        raise error  # the whole device is unusable, not one part of it
    return Missing(part, str(error))

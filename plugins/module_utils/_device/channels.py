# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Video: the streams a device sends, its own inputs, and the cameras behind a recorder.

A recorder's list of cameras is no list of devices that could be upgraded: model and version are often empty, and other
makers' cameras and door stations are among them.
"""

from __future__ import annotations

import dataclasses
import typing

from .._firmware.version import FirmwareVersion
from .._isapi.client import Client
from .._isapi.errors import NotSupported
from .._isapi.xml import Element, to_boolean
from . import document
from .identity import DeviceKind

_PROXIED = "/ISAPI/ContentMgmt/InputProxy/channels"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One stream that the device sends. 101 is the main stream of channel 1, 102 its sub stream."""

    id: int | None = None
    name: str | None = None
    enabled: bool | None = None
    codec: str | None = None
    width: int | None = None
    height: int | None = None

    @property
    def settings(self) -> str:
        """What a restored or lost configuration would change, on one line."""
        size = f"{self.width}x{self.height}" if self.width and self.height else "size not told"
        return f"{self.codec or 'codec not told'} {size}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VideoInput:
    """One input of the device itself. ``signal`` is told by recorders with analogue inputs."""

    id: int | None = None
    name: str | None = None
    enabled: bool | None = None
    signal: bool | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProxiedChannel:
    """One camera behind a recorder, as the recorder sees it. ``firmware_told`` keeps what is no version of ours."""

    id: int | None = None
    name: str | None = None
    address: str | None = None
    port: int | None = None
    protocol: str | None = None
    model: str | None = None
    serial: str | None = None
    firmware: FirmwareVersion | None = None
    firmware_told: str | None = None
    online: bool | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """``None`` where the device has no such list, or was not asked because its kind has none."""

    streams: tuple[Stream, ...] | None = None
    inputs: tuple[VideoInput, ...] | None = None
    proxied: tuple[ProxiedChannel, ...] | None = None


def read_channels(client: Client, kind: DeviceKind) -> Channels:
    """The lists that a device of this kind has.

    Raises :class:`NotSupported` when it has none of them, what :meth:`Client.send` raises, and :class:`BadAnswer`.
    """
    recorder = kind in (DeviceKind.RECORDER, DeviceKind.UNKNOWN)
    found = Channels(
        streams=None if kind is DeviceKind.RECORDER else _if_supported(read_streams, client),
        inputs=_if_supported(read_inputs, client),
        proxied=_if_supported(read_proxied, client) if recorder else None,
    )
    if found == Channels():
        raise NotSupported("the device has no list of streams, inputs or cameras", http_status=404)
    return found


_T = typing.TypeVar("_T")


def _if_supported(read: typing.Callable[[Client], _T], client: Client) -> _T | None:
    try:
        return read(client)
    except NotSupported:
        return None


def read_streams(client: Client) -> tuple[Stream, ...]:
    """The device's own streams. Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    return parse_streams(document.read(client, "/ISAPI/Streaming/channels"))


def read_inputs(client: Client) -> tuple[VideoInput, ...]:
    """The device's own inputs. Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    return parse_inputs(document.read(client, "/ISAPI/System/Video/inputs/channels"))


def read_proxied(client: Client) -> tuple[ProxiedChannel, ...]:
    """The cameras behind a recorder, with their connection state where it is told.

    Raises what :meth:`Client.send` raises, and :class:`BadAnswer`.
    """
    channels = parse_proxied(document.read(client, _PROXIED))
    if not channels:
        return ()
    online = _read_online(client, channels)
    return tuple(dataclasses.replace(channel, online=online.get(channel.id)) for channel in channels)


def _read_online(client: Client, channels: typing.Sequence[ProxiedChannel]) -> dict[int | None, bool | None]:
    """Connection state by channel id. Some recorders have no list of states, only one document per channel."""
    try:
        return parse_online(document.read(client, f"{_PROXIED}/status"))
    except NotSupported:
        pass
    states: dict[int | None, bool | None] = {}
    for channel in channels:
        try:
            states |= parse_online(document.read(client, f"{_PROXIED}/{channel.id}/status"))
        except NotSupported:
            break  # the others have none either
    return states


def parse_streams(root: Element) -> tuple[Stream, ...]:
    """Read a ``StreamingChannelList``."""
    return tuple(
        Stream(
            id=document.number(entry, "id"),
            name=document.text(entry, "channelName"),
            enabled=document.flag(entry, "enabled"),
            codec=document.text(entry, "Video/videoCodecType"),
            width=document.number(entry, "Video/videoResolutionWidth"),
            height=document.number(entry, "Video/videoResolutionHeight"),
        )
        for entry in document.children(root, "StreamingChannel")
    )


def parse_inputs(root: Element) -> tuple[VideoInput, ...]:
    """Read a ``VideoInputChannelList``."""
    return tuple(
        VideoInput(
            id=document.number(entry, "id"),
            name=document.text(entry, "name"),
            enabled=document.flag(entry, "videoInputEnabled"),
            signal=_signal(document.text(entry, "resDesc")),
        )
        for entry in document.children(root, "VideoInputChannel")
    )


def _signal(description: str | None) -> bool | None:
    """``NO VIDEO`` or a resolution such as ``2560*1440(4MP)P30`` (measured on an iDS-7204HUHI-M1)."""
    return None if description is None else description.casefold() != "no video"


def parse_proxied(root: Element) -> tuple[ProxiedChannel, ...]:
    """Read an ``InputProxyChannelList``."""
    return tuple(_proxied(entry) for entry in document.children(root, "InputProxyChannel"))


def _proxied(entry: Element) -> ProxiedChannel:
    source = document.child(entry, "sourceInputPortDescriptor")
    version = document.text(source, "firmwareVersion")
    firmware = FirmwareVersion.parse(version or "")
    return ProxiedChannel(
        id=document.number(entry, "id"),
        name=document.text(entry, "name"),
        address=document.text(source, "ipAddress", "hostName", "ipv6Address"),
        port=document.number(source, "managePortNo"),
        protocol=document.text(source, "proxyProtocol"),
        model=document.text(source, "model"),
        serial=document.text(source, "serialNumber"),
        firmware=firmware,
        firmware_told=version if firmware is None or firmware.build is None else None,
    )


def parse_online(root: Element) -> dict[int | None, bool | None]:
    """Read an ``InputProxyChannelStatusList``, or one ``InputProxyChannelStatus``: connection state by channel id."""
    entries = document.children(root, "InputProxyChannelStatus") or [root]
    return {document.number(entry, "id"): to_boolean(document.text(entry, "online")) for entry in entries}

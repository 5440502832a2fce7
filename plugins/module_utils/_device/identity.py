# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who a device is, from ``/ISAPI/System/deviceInfo``: the one document that every device answers.

Only name, model, serial number and firmware version were in all of 42 recorded documents; everything else is missing
or empty on some device.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import typing

from .._firmware.version import FirmwareVersion
from .._isapi.errors import BadAnswer, NotSupported
from .._isapi.xml import Element
from . import document

if typing.TYPE_CHECKING:  # whoever wants the values alone, such as a filter, needs no library for HTTP
    from .._isapi.client import Client

_PATH = "/ISAPI/System/deviceInfo"


class DeviceKind(enum.StrEnum):
    """What a device is for. ``UNKNOWN`` is an answer: nothing is assumed about such a device."""

    CAMERA = "camera"
    RECORDER = "recorder"
    ACCESS_CONTROL = "access_control"
    INTERCOM = "intercom"
    UNKNOWN = "unknown"


# Searched in a type without blanks and signs. "Vis" is the vendor's word for door and indoor stations: VIS,
# "TAB + Vis" and EmbeddedNetVIS were seen, HybridNVR and "Embedded Net DVR" likewise for recorders.
_KIND_BY_TYPE = (
    (DeviceKind.RECORDER, re.compile(r"nvr|dvr|videorecorder")),
    (DeviceKind.INTERCOM, re.compile(r"vis\Z|intercom|doorstation|indoorstation|masterstation")),
    (DeviceKind.ACCESS_CONTROL, re.compile(r"\Aacs|access|personnelchannel|facerecognitionterminal|attendance")),
    (DeviceKind.CAMERA, re.compile(r"camera|dome\Z|zoom\Z|\Aip(?:c|ptz|bullet|turret)\Z|panoram|fisheye|\Athermal")),
)
_KIND_BY_MODEL = (
    (DeviceKind.ACCESS_CONTROL, re.compile(r"(?:ids|ds)-k\d")),
    (DeviceKind.INTERCOM, re.compile(r"(?:ids|ds)-k[a-z]")),
    (DeviceKind.CAMERA, re.compile(r"(?:ids|ds)-2(?!ce)[a-z]|ipc-|ptz-|hwi-|hwp-")),
    (DeviceKind.RECORDER, re.compile(r"(?:ids|ds)-[789]\d{3}|nvr-|dvr-|hwn-|hwd-")),
)
_SIGNS = re.compile(r"[\W_]+")
_PLATFORM_CODE = re.compile(r"\A\w-\w-(\w+)-\w+\Z")  # B-R-G5-0, B-R-K21B1-00
_PLATFORM_NAME = re.compile(r"\A[A-Za-z]\w{0,11}\Z")
_MEANINGLESS_HARDWARE = re.compile(r"\A0x0+\Z")  # what every camera with this element says
_MAC = re.compile(r"\A(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\Z")
_OWN_BRAND = "1"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a device tells about itself; ``None`` where it tells nothing.

    ``device_type`` and ``sub_type`` are as told, ``kind`` is what we make of them. ``platform`` is the hardware
    platform that firmware packages are built for (``G5``, ``K51``). ``customised`` means that this is not the
    vendor's stock firmware: ``customizedInfo`` is not empty (ISAPI guide: stock devices need not return it) or
    ``OEMCode`` is not 1. ``locks`` is the number of door locks that it can drive.
    """

    kind: DeviceKind = DeviceKind.UNKNOWN
    device_type: str | None = None
    sub_type: str | None = None
    model: str | None = None
    serial: str | None = None
    mac: str | None = None
    name: str | None = None
    device_id: str | None = None
    manufacturer: str | None = None
    firmware: FirmwareVersion | None = None
    encoder: FirmwareVersion | None = None
    hardware_version: str | None = None
    platform: str | None = None
    language: str | None = None
    customised: bool | None = None
    oem_code: str | None = None
    boot_time: str | None = None
    locks: int | None = None

    @property
    def gaps(self) -> tuple[str, ...]:
        """The elements of ``DeviceInfo`` without which nothing can be decided about a device, if they are missing."""
        needed = {"model": self.model, "firmwareVersion": self.firmware}
        return tuple(name for name, value in needed.items() if value is None)


def read_identity(client: Client) -> Identity:
    """The identity with model and firmware version.

    Raises :class:`BadAnswer` that names the field when one of them is missing, and what :meth:`Client.send` raises.
    """
    identity = read_partial_identity(client)
    if identity.gaps:
        raise BadAnswer(f"deviceInfo of {client.device} has no readable {' and no '.join(identity.gaps)}")
    return identity


def read_partial_identity(client: Client) -> Identity:
    """The identity with whatever the device tells. Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    try:
        return parse_identity(document.read(client, _PATH))
    except NotSupported:
        return parse_identity(document.read(client, _PATH, format="json"))


def parse_identity(root: Element) -> Identity:
    """Read a ``DeviceInfo`` document, from XML or from JSON. Raises :class:`BadAnswer` when it is something else."""
    told = document.child(root, "DeviceInfo") or root
    device_type = document.text(told, "deviceType")
    sub_type = document.text(told, "subDeviceType")
    model = document.text(told, "model")
    version = document.text(told, "firmwareVersion")
    if not (model or version or device_type):
        raise BadAnswer(f"the device sent {root.name or 'a document'!r} where DeviceInfo was asked for")
    hardware_version = document.text(told, "hardwareVersion")
    return Identity(
        kind=kind_of(device_type, sub_type, model),
        device_type=device_type,
        sub_type=sub_type,
        model=model,
        serial=document.text(told, "serialNumber"),
        mac=_mac(document.text(told, "macAddress")),
        name=document.text(told, "deviceName"),
        device_id=document.text(told, "deviceID"),
        manufacturer=document.text(told, "manufacturer"),
        firmware=FirmwareVersion.parse(version or "", document.text(told, "firmwareReleasedDate")),
        encoder=FirmwareVersion.parse(
            document.text(told, "encoderVersion") or "", document.text(told, "encoderReleasedDate")
        ),
        hardware_version=None if _MEANINGLESS_HARDWARE.match(hardware_version or "") else hardware_version,
        platform=_platform(told, hardware_version),
        language=document.text(told, "languageType"),
        customised=_customised(told),
        oem_code=document.text(told, "OEMCode"),
        boot_time=document.text(told, "bootTime"),
        locks=document.number(told, "electroLockNum"),
    )


def kind_of(device_type: str | None, sub_type: str | None, model: str | None) -> DeviceKind:
    """The kind by device type, else by sub type, else by model series, else unknown.

    OEM models have names of their own, so the model is the weakest evidence.
    """
    for told in (device_type, sub_type):
        words = _SIGNS.sub("", (told or "").casefold())
        for kind, pattern in _KIND_BY_TYPE:
            if pattern.search(words):
                return kind
    for kind, pattern in _KIND_BY_MODEL:
        if pattern.match((model or "").casefold()):
            return kind
    return DeviceKind.UNKNOWN


def _platform(told: Element, hardware_version: str | None) -> str | None:
    """Cameras tell it in ``firmwareVersionInfo``, the newest in ``platformName``, recorders in ``hardwareVersion``."""
    name = document.text(told, "platformName")
    for code in (document.text(told, "firmwareVersionInfo"), name, hardware_version):
        found = _PLATFORM_CODE.match(code or "")
        if found:
            return found.group(1).upper()
    return name.upper() if name and _PLATFORM_NAME.match(name) else None


def _customised(told: Element) -> bool | None:
    if document.text(told, "customizedInfo"):
        return True
    oem_code = document.text(told, "OEMCode")
    if oem_code is not None:
        return oem_code != _OWN_BRAND
    return None if document.child(told, "customizedInfo") is None else False


def _mac(text: str | None) -> str | None:
    lower = (text or "").casefold()
    return lower.replace("-", ":") if _MAC.match(lower) else text

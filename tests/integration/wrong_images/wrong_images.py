# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that must not reach a device, and what is known about them."""

from __future__ import annotations

import dataclasses
import pathlib
import typing
import zipfile

from simulator import PROFILES, DeviceSpec, firmware_for

Spoil = typing.Callable[[bytes], bytes]
WEB_PAGE = b"<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>" * 50
# 64-byte header, two entries of 44 bytes: what follows is data.
DATA = 1000


def intact(image: bytes) -> bytes:
    return image


def damaged(image: bytes) -> bytes:
    return image[:-100] + bytes([image[-100] ^ 1]) + image[-99:]


def rearranged(image: bytes) -> bytes:
    """Two blocks swapped: the sums in the header do not notice."""
    one, other = image[DATA : DATA + 32], image[DATA + 32 : DATA + 64]
    return image[:DATA] + other + one + image[DATA + 64 :]


def truncated(image: bytes) -> bytes:
    return image[: len(image) // 2]


@dataclasses.dataclass(frozen=True, kw_only=True)
class WrongImage:
    """A file for a device, and who refuses it with which word.

    ``image`` changes what is built for the profile, ``spoil`` the bytes. ``options`` are what an operator says about
    the file, ``overrides`` what is special about the device. ``code`` is the check that finds it, ``sub_status`` the
    device's own refusal when the checks are blind, or ``None`` when the device would not notice.
    """

    profile: str
    code: str
    sub_status: str | None
    image: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    spoil: Spoil = intact
    options: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    overrides: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    version: str = "V9.1.2"
    build: str = "260101"
    zipped: tuple[str, ...] = ()

    def device(self, name: str) -> DeviceSpec:
        return DeviceSpec(name=name, profile=self.profile, overrides=self.overrides)

    @property
    def content(self) -> bytes:
        made = firmware_for(PROFILES[self.profile], **{"version": self.version, "build": self.build, **self.image})
        if not isinstance(made, bytes):
            raise TypeError("an image without a path is bytes")
        return self.spoil(made)

    def write(self, directory: pathlib.Path, name: str) -> pathlib.Path:
        """The file as an operator has it."""
        directory.mkdir(exist_ok=True)
        path = directory / f"{name}.{'zip' if self.zipped else 'dav'}"
        if not self.zipped:
            path.write_bytes(self.content)
            return path
        with zipfile.ZipFile(path, "w") as archive:
            for member in self.zipped:
                archive.writestr(member, self.content)
        return path

    def told(self, path: pathlib.Path) -> dict[str, typing.Any]:
        """The options of the module firmware."""
        return {"src": str(path), "version": self.version, "build": self.build, **self.options}


WRONG_IMAGES: typing.Final = {
    "other-model": WrongImage(
        profile="camera-g5",
        code="FW030",
        sub_status="badDevType",
        image={"models": ["DS-9*"]},
        options={"models": ["DS-9*"]},
    ),
    "other-platform": WrongImage(
        profile="camera-g5",
        code="FW031",
        sub_status="badDevType",
        image={"platform": "G7"},
        options={"platform": "G7"},
    ),
    "other-platform-g7": WrongImage(
        profile="camera-g7",
        code="FW031",
        sub_status="devicePlatformMismatch",
        image={"platform": "G5"},
        options={"platform": "G5"},
    ),
    "other-class": WrongImage(
        profile="door-controller",
        code="FW031",
        sub_status="badDevType",
        image={"container": "hkws", "device_class": 7},
        options={"device_classes": [861]},
    ),
    "camera-firmware": WrongImage(
        profile="door-controller",
        code="FW032",
        sub_status="badDevType",
        image={"container": "hkws", "device_class": 2},
    ),
    "recorder-firmware": WrongImage(
        profile="camera-g0",
        code="FW032",
        sub_status="badDevType",
        image={"device_class": 44},
    ),
    "door-firmware": WrongImage(
        profile="camera-g5",
        code="FW032",
        sub_status="badDevType",
        image={"container": "hksu", "device_class": 861},
    ),
    "other-language": WrongImage(
        profile="camera-g5",
        code="FW034",
        sub_status="badLanguage",
        image={"language": "cn"},
        overrides={"device_info": {"languageType": "English"}},
    ),
    "other-oem": WrongImage(profile="camera-g5", code="FW035", sub_status="OEMCodeMismatch", image={"oem_code": 7}),
    "older": WrongImage(profile="camera-g7", code="FW041", sub_status="badVersion", version="V5.8.0", build="240101"),
    "older-recorder": WrongImage(
        profile="nvr", code="FW041", sub_status="errorUpgradeVersion", version="V4.30.5", build="200101"
    ),
    "empty": WrongImage(profile="camera-g5", code="FW001", sub_status="upgrateDataEmpty", spoil=lambda image: b""),
    "two-in-a-zip": WrongImage(
        profile="camera-g5",
        code="FW003",
        sub_status="verificationFailed",
        zipped=("old/digicap.dav", "new/digicap.dav"),
    ),
    "web-page": WrongImage(
        profile="camera-g5", code="FW004", sub_status="verificationFailed", spoil=lambda image: WEB_PAGE
    ),
    "truncated": WrongImage(profile="camera-g5", code="FW009", sub_status="verificationFailed", spoil=truncated),
    "damaged": WrongImage(profile="camera-g5", code="FW011", sub_status="verificationFailed", spoil=damaged),
    "damaged-hk20": WrongImage(profile="camera-g7", code="FW011", sub_status="verificationFailed", spoil=damaged),
    "other-digest": WrongImage(
        profile="camera-g5",
        code="FW021",
        sub_status=None,
        spoil=rearranged,
        options={"sha256": "0" * 64},
    ),
    "other-contents": WrongImage(
        profile="camera-g5",
        code="FW024",
        sub_status=None,
        image={"version": "V9.1.1"},
    ),
}

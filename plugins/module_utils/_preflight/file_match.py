# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a file is what its package says, and whether its header speaks against the device.

A header is evidence, not a promise: what it does not tell, or what is encrypted, is no finding here.
"""

from __future__ import annotations

import typing

from .._device.identity import DeviceKind
from .._firmware.finding import Finding, Permission, blocked, error, warning
from .._firmware.package import Package
from .device import Device
from .firmware_file import FirmwareFile
from .language import Language, language_of

_HKSU = "HKSU"
# Classes in HKSU headers, from the vendor's published terminal code; the end is not part of a range.
_HKSU_CLASSES = {DeviceKind.ACCESS_CONTROL: range(850, 1000), DeviceKind.INTERCOM: range(1000, 1201)}
# Classes in the headers of the other containers: the vendor's upgrade client of 2012 names the first two, a recorder's
# file of 2015 has the third. Others may be anything.
_CLASSES = {1: DeviceKind.RECORDER, 2: DeviceKind.CAMERA, 44: DeviceKind.RECORDER}
_ANY_OEM = 0xFFFFFFFF
# Platform, flash, memory, major and minor type, language: three digits each. What a 19th digit means is not known.
_CODE_DIGITS = 18


def mismatches(file: FirmwareFile, package: Package, device: Device) -> tuple[Finding, ...]:
    """Everything in which a file contradicts its package or the device: FW021, FW024, FW031, FW032, FW034, FW035."""
    return tuple(finding for check in CHECKS for finding in check(file, package, device))


def digests(file: FirmwareFile, package: Package, _device: Device) -> typing.Iterator[Finding]:
    told = (
        (file.path, package.sha256, file.sha256),
        (file.image_name, package.image_sha256, file.image_sha256),
    )
    for name, wanted, found in told:
        if wanted and wanted.casefold() != found:
            sentence = f"the SHA-256 of {name} is {found or 'not known'}, and {wanted} was expected"
            yield error("FW021", sentence, file=name, expected=wanted, found=found)


def firmware(file: FirmwareFile, package: Package, _device: Device) -> typing.Iterator[Finding]:
    says, wanted = file.firmware, package.firmware
    if says is None:
        return
    # Headers hold three numbers, whatever the device makes of them.
    same_numbers = says.tuple[:3] == wanted.tuple[:3]
    if not same_numbers or (says.build and wanted.build and says.build != wanted.build):
        sentence = f"{file.image_name} says that it is {says}, and {package} was expected"
        yield error("FW024", sentence, file=says.as_result(), package=wanted.as_result())


def device_class(file: FirmwareFile, package: Package, _device: Device) -> typing.Iterator[Finding]:
    if package.device_classes and file.device_class is not None and file.device_class not in package.device_classes:
        classes = ", ".join(map(str, package.device_classes))
        sentence = f"{file.image_name} is for device class {file.device_class}, {package} is for {classes}"
        yield error("FW031", sentence, file=file.device_class, package=list(package.device_classes))


def upgrade_code(file: FirmwareFile, package: Package, _device: Device) -> typing.Iterator[Finding]:
    if not package.upgrade_codes or not file.upgrade_code:
        return
    if file.upgrade_code[:_CODE_DIGITS] not in (code[:_CODE_DIGITS] for code in package.upgrade_codes):
        codes = ", ".join(package.upgrade_codes)
        sentence = f"{file.image_name} has the upgrade code {file.upgrade_code}, {package} has {codes}"
        yield error("FW031", sentence, file=file.upgrade_code, package=list(package.upgrade_codes))


def kind(file: FirmwareFile, package: Package, device: Device) -> typing.Iterator[Finding]:
    says = _kind_in_header(file)
    if says is None:
        return
    told = f"{file.image_name} is {_spoken(says)} firmware by its header (class {file.device_class})"
    if package.kind in set(DeviceKind) - {DeviceKind.UNKNOWN, says}:
        sentence = f"{told}, and {package} is for {_spoken(package.kind)} hardware"
        yield error("FW032", sentence, device_class=file.device_class, package=package.kind)
    if device.kind not in (DeviceKind.UNKNOWN, says):
        sentence = f"{told}, this is {_spoken(device.kind)} hardware"
        yield error("FW032", sentence, device_class=file.device_class, device=device.kind.value)


def _kind_in_header(file: FirmwareFile) -> DeviceKind | None:
    """For which kind of device a file is, as far as the meaning of its class is known."""
    if file.device_class is None:
        return None
    if (file.container or "").upper() != _HKSU:
        return _CLASSES.get(file.device_class)
    return next((kind for kind, classes in _HKSU_CLASSES.items() if file.device_class in classes), None)


def _spoken(kind: str | None) -> str:
    return str(kind).replace("_", " ")


def language(file: FirmwareFile, package: Package, device: Device) -> typing.Iterator[Finding]:
    covered = _languages(file)
    if not covered:
        return
    words = " and ".join(sorted(covered))
    said, has = language_of(package.language), language_of(device.language)
    if said is not None:
        if not _covers(covered, said):
            sentence = f"{file.image_name} has the language {words} in its header, and {package} is {said}"
            yield blocked("FW034", Permission.LANGUAGE_MISMATCH, sentence, file=sorted(covered), package=said.value)
    elif has is None and covered == {Language.CN}:
        sentence = (
            f"{file.image_name} is Chinese by its header; the device does not tell its language to compare it with"
        )
        yield warning("FW034", sentence, file=sorted(covered), device=None)
    elif has is not None and not _covers(covered, has):
        sentence = f"{file.image_name} has the language {words} in its header, the device has {device.language}"
        consequence = f"{sentence}: this can make it unusable"
        evidence = {"file": sorted(covered), "device": device.language}
        yield blocked("FW034", Permission.LANGUAGE_MISMATCH, consequence, **evidence)


def _languages(file: FirmwareFile) -> frozenset[Language]:
    told = file.languages or ((file.language,) if file.language else ())
    return frozenset(found for word in told if (found := language_of(word)))


def _covers(covered: frozenset[Language], wanted: Language) -> bool:
    """English in a header may be one of several languages; Chinese alone is Chinese hardware."""
    if wanted in (Language.CN, Language.EN):
        return wanted in covered
    return covered != {Language.CN}


def oem_code(file: FirmwareFile, package: Package, device: Device) -> typing.Iterator[Finding]:
    code = file.oem_code
    if code in (None, _ANY_OEM):
        return
    wanted = package.oem_codes or ((device.oem_code,) if device.oem_code else ())
    if wanted and str(code) not in wanted:
        whose = f"{package} is for" if package.oem_codes else "the device has"
        sentence = f"{file.image_name} is built for OEM code {code}, {whose} {' or '.join(wanted)}"
        yield blocked("FW035", Permission.OTHER_EDITION, sentence, file=code, wanted=list(wanted))


CHECKS: typing.Final = (digests, firmware, device_class, upgrade_code, kind, language, oem_code)

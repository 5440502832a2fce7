# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a package is for a device, by what is written about the package and what the device tells of itself.

No file is opened here. What a package does not say is not checked, and what a device does not tell is never taken for
agreement: it is a warning.
"""

from __future__ import annotations

import fnmatch
import pathlib
import re
import typing

from .._device.identity import DeviceKind
from .._firmware.finding import Finding, Permission, blocked, error, info, warning
from .._firmware.package import Package
from .device import Device
from .language import Language, language_of, suits

_SERIAL = re.compile(r"(?:\A|[_-])serial(?:[_.-]|\Z)", re.IGNORECASE)
_KINDS: typing.Final[dict[str | None, str]] = {kind.value: kind.value.replace("_", " ") for kind in DeviceKind}
_FOR_SOMEBODY = frozenset({"OEM", "CUSTOM"})


def misfits(package: Package, device: Device) -> tuple[Finding, ...]:
    """Everything that keeps a package from a device or leaves the question open: FW030 to FW035."""
    return tuple(finding for check in CHECKS for finding in check(package, device))


def matches(model: str, patterns: typing.Iterable[str]) -> bool:
    """Whether the whole ISAPI model name matches one of the shell patterns, upper and lower case alike."""
    return any(fnmatch.fnmatchcase(model.casefold(), pattern.casefold()) for pattern in patterns)


def model(package: Package, device: Device) -> typing.Iterator[Finding]:
    called = device.model or "a model that is not told"
    if package.models and not matches(device.model, package.models):
        yield error(
            "FW030",
            f"{package} is for {', '.join(package.models)}, and this is {called}",
            models=list(package.models),
            device_model=device.model,
        )
    elif matches(device.model, package.exclude_models):
        yield error(
            "FW030",
            f"{package} is expressly not for {called}",
            exclude_models=list(package.exclude_models),
            device_model=device.model,
        )


def platform(package: Package, device: Device) -> typing.Iterator[Finding]:
    if package.platform:
        yield from _hardware("platform", package, (package.platform,), device.platform)


def hardware_version(package: Package, device: Device) -> typing.Iterator[Finding]:
    if package.hardware_versions:
        yield from _hardware("hardware version", package, package.hardware_versions, device.hardware_version)


def _hardware(what: str, package: Package, wanted: tuple[str, ...], told: str | None) -> typing.Iterator[Finding]:
    evidence = {"package": list(wanted), "device": told}
    named = f"{package} is for {what} {' or '.join(wanted)}"
    if not told:
        yield warning("FW031", f"{named}; the device does not tell its {what}, so they can not be compared", **evidence)
    elif told.casefold() not in (one.casefold() for one in wanted):
        yield error("FW031", f"{named}, the device is {told}", **evidence)


def kind(package: Package, device: Device) -> typing.Iterator[Finding]:
    if package.kind not in _KINDS or DeviceKind.UNKNOWN in (package.kind, device.kind):
        return
    if package.kind != device.kind:
        sentence = f"{package} is {_KINDS[package.kind]} firmware, this is {_KINDS[device.kind]} hardware"
        yield error("FW032", sentence, package=package.kind, device=device.kind.value)


def component(package: Package, _device: Device) -> typing.Iterator[Finding]:
    if package.component != "main":
        sentence = f"{package} is for the component {package.component}; only a device's main firmware can be installed"
        yield error("FW033", sentence, component=package.component)
    names = [pathlib.PurePath(name).name for name in (package.src, package.image_name) if name]
    for name in names:
        if _SERIAL.search(name):
            sentence = f"{name} is an image for the serial line; the image for the network ends in _Net.bin"
            yield error("FW033", sentence, file=name)


def language(package: Package, device: Device) -> typing.Iterator[Finding]:
    wanted, has = language_of(package.language), language_of(device.language)
    if wanted is None:
        return
    evidence = {"package": wanted.value, "device": device.language}
    if has is None:
        if wanted is not Language.ML:
            sentence = f"{package} has the language {wanted}; the device does not tell its own to compare it with"
            yield warning("FW034", sentence, **evidence)
    elif not suits(wanted, has):
        sentence = f"{package} has the language {wanted}, the device has {device.language}: this can make it unusable"
        yield blocked("FW034", Permission.LANGUAGE_MISMATCH, sentence, **evidence)
    elif wanted is Language.OTHER:
        sentence = f"{package} and the device have neither English nor Chinese; nothing tells whether it is the same"
        yield warning("FW034", sentence, **evidence)


def edition(package: Package, device: Device) -> typing.Iterator[Finding]:
    if package.oem_codes:
        yield from _oem_code(package, device)
    else:
        yield from _customised(package, device)


def _oem_code(package: Package, device: Device) -> typing.Iterator[Finding]:
    evidence = {"package": list(package.oem_codes), "device": device.oem_code}
    named = f"{package} is a build for OEM code {' or '.join(package.oem_codes)}"
    if device.oem_code is None:
        yield warning("FW035", f"{named}; the device does not tell its code, so they can not be compared", **evidence)
    elif device.oem_code not in package.oem_codes:
        yield blocked("FW035", Permission.OTHER_EDITION, f"{named}, the device has {device.oem_code}", **evidence)


def _customised(package: Package, device: Device) -> typing.Iterator[Finding]:
    for_somebody = package.edition in _FOR_SOMEBODY
    evidence = {"edition": package.edition, "customised": device.customised, "oem_code": device.oem_code}
    if device.customised and not for_somebody:
        said = f"is edition {package.edition}" if package.edition else "does not say that it is a custom build"
        sentence = f"the device runs customised firmware, and {package} {said}"
        yield blocked("FW035", Permission.OTHER_EDITION, sentence, **evidence)
    elif device.customised is False and for_somebody:
        sentence = f"{package} is edition {package.edition}, and the device runs the vendor's stock firmware"
        yield blocked("FW035", Permission.OTHER_EDITION, sentence, **evidence)
    elif for_somebody and device.customised is None:
        sentence = f"{package} is edition {package.edition}; the device does not tell whether it is customised"
        yield info("FW035", sentence, **evidence)


CHECKS: typing.Final = (model, platform, hardware_version, kind, component, language, edition)

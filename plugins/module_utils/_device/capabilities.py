# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a device says it can do, as far as firmware and configuration are concerned.

A flag that is absent means nothing: of 17 recorded devices one told that it takes firmware, and they all do. A value
is written as text or only as attributes (``<securityVersion opt="1"/>``), so both are read.
"""

from __future__ import annotations

import dataclasses
import typing

from .._isapi.client import Client
from .._isapi.xml import Element, to_boolean, to_integer
from . import document


@dataclasses.dataclass(frozen=True, slots=True)
class LengthLimits:
    """Smallest and largest number of characters."""

    minimum: int
    maximum: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SecurityCapabilities:
    """From ``SecurityCap``; ``None`` where nothing is told.

    ``secret_key_length`` limits the secret of a configuration file. ``irreversible`` and ``salt`` say how passwords
    are stored, ``key_iterations`` and ``security_versions`` how secrets are to be encrypted. ``login_attempts`` wrong
    passwords lock the account for ``lock_minutes``.
    """

    config_export: bool | None = None
    config_import: bool | None = None
    secret_key_length: LengthLimits | None = None
    irreversible: bool | None = None
    key_iterations: int | None = None
    security_versions: tuple[int, ...] = ()
    login_attempts: int | None = None
    lock_minutes: int | None = None
    salt: str | None = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """From ``DeviceCap``; ``None`` where nothing is told.

    ``validation_header`` is the number of bytes of a firmware file that the device can judge before an upload.
    """

    firmware_upgrade: bool | None = None
    firmware_by_post: bool | None = None
    peripheral_upgrade: bool | None = None
    online_upgrade: bool | None = None
    validation_header: int | None = None
    access_control: bool | None = None
    video_inputs: int | None = None
    proxied_channels: int | None = None
    security: SecurityCapabilities = dataclasses.field(default_factory=SecurityCapabilities)


def read_capabilities(client: Client) -> Capabilities:
    """Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    return parse_capabilities(document.read(client, "/ISAPI/System/capabilities"))


def read_security_capabilities(client: Client, username: str) -> SecurityCapabilities:
    """The same document for one account, with the salt of its password where the device has one.

    Raises what :meth:`Client.send` raises, and :class:`BadAnswer`.
    """
    return parse_security(document.read(client, "/ISAPI/Security/capabilities", username=username))


def parse_capabilities(root: Element) -> Capabilities:
    """Read a ``DeviceCap`` document."""
    found = document.by_name(root)
    return Capabilities(
        firmware_upgrade=_flag(found, "isSupportUpdatefirmware"),
        firmware_by_post=_flag(found, "isSupportPostUpdateFirmware"),
        peripheral_upgrade=_flag(found, "isSupportAcsUpdate"),
        online_upgrade=_flag(found, "isSupportOnlineUpgradeTask"),
        validation_header=_number(found, "updateHeaderLength"),
        access_control=_flag(found, "isSupportAccessControlCap"),
        video_inputs=_number(found, "videoInputPortNums"),
        proxied_channels=_number(found, "inputProxyNums"),
        security=_security(found),
    )


def parse_security(root: Element) -> SecurityCapabilities:
    """Read a ``SecurityCap`` document, or the one inside a ``DeviceCap``."""
    return _security(document.by_name(root))


def _security(everything: typing.Mapping[str, Element]) -> SecurityCapabilities:
    inner = everything.get("securitycap")
    found = document.by_name(inner) if inner else everything
    salt = found.get("salt")
    return SecurityCapabilities(
        config_export=_flag(found, "isSupportConfigFileExport"),
        config_import=_flag(found, "isSupportConfigFileImport"),
        secret_key_length=_limits(found.get("cfgfilesecretkeylenlimit")),
        irreversible=_flag(found, "isIrreversible"),
        key_iterations=_number(found, "keyIterateNum"),
        security_versions=_numbers(found.get("securityversion")),
        login_attempts=_number(found, "maxIllegalLoginTimes"),
        lock_minutes=_number(found, "maxIllegalLoginLockTime"),
        salt=(salt.text or None) if salt else None,
    )


def _value(element: Element | None) -> str | None:
    """The text, else the default, else the only choice."""
    if element is None:
        return None
    return element.text or element.attributes.get("def") or element.attributes.get("opt")


def _flag(found: typing.Mapping[str, Element], name: str) -> bool | None:
    return to_boolean(_value(found.get(name.casefold())))


def _number(found: typing.Mapping[str, Element], name: str) -> int | None:
    return to_integer(_value(found.get(name.casefold())))


def _numbers(element: Element | None) -> tuple[int, ...]:
    """All choices: ``opt="1,2"``, else the value."""
    listed = (element.attributes.get("opt") or element.text).split(",") if element else []
    return tuple(value for word in listed if (value := to_integer(word)) is not None)


def _limits(element: Element | None) -> LengthLimits | None:
    if element is None:
        return None
    smallest, largest = (to_integer(element.attributes.get(name)) for name in ("min", "max"))
    return None if largest is None else LengthLimits(smallest or 0, largest)

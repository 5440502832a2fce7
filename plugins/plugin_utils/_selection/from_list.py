# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice from a list that the operator writes without a catalogue: the variable ``hikvision_firmware``.

There is no lineage and no status in it: every entry is meant to be installed, and numbers say what is a downgrade.
"""

from __future__ import annotations

import dataclasses
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package, PackageError
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.fit import matches
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.choice import Choice, Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.decision import Decision
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.lineage import Lineage
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.offer import Offer
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import (
    LATEST,
    Policy,
    PolicyError,
    permissions,
)

_REQUIRED = frozenset({"models", "version", "build", "src"})
_LISTS = frozenset({"models", "exclude_models", "hardware_versions", "upgrade_codes", "oem_codes"})
_NUMBERS = frozenset({"device_classes"})
_WORDS = frozenset({"package", "src", "image_name", "platform"})
_DIGESTS = frozenset({"sha256", "image_sha256"})
_CHOICES = {
    "kind": ("camera", "recorder", "access_control", "intercom", "other"),
    "component": ("main", "mcu", "reader", "fingerprint", "wifi", "module"),
    "language": ("EN", "ML", "CN", "OTHER"),
    "edition": ("STD", "NEU", "GM", "OEM", "CUSTOM"),
}
_KNOWN = _REQUIRED | _LISTS | _NUMBERS | _WORDS | _DIGESTS | set(_CHOICES) | {"allow"}
_NOTHING_GIVEN = "there is no package at all: neither hikvision_catalogue nor hikvision_firmware is set for this host"
_DIGEST = re.compile(r"\A[0-9a-fA-F]{64}\Z")


class PackageListError(ValueError):
    """The list of packages is malformed; the message names the entry."""


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    """A package of the list, and what the list allows for it."""

    package: Package
    allow: frozenset[str]

    @property
    def entry(self) -> Entry:
        return Entry(id=self.package.name, package=self.package, status=Status.APPROVED)

    def concerns(self, device: Device, policy: Policy) -> bool:
        """It names the model, or the policy names it."""
        return self.package.name == policy.target or matches(device.model, self.package.models)


def parse_packages(told: object) -> tuple[Listed, ...]:
    """Read the whole list. Raises :class:`PackageListError` wherever the mistake is."""
    if not _is_list(told):
        raise PackageListError(f"it must be a list of dictionaries, not {told!r}")
    listed = tuple(_parse(number, entry) for number, entry in enumerate(typing.cast("list[object]", told), 1))
    names = [one.package.name for one in listed]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PackageListError(f"the name {', '.join(twice)} is given to more than one package")
    return listed


def choose_from_list(device: Device, packages: object, policy: Policy) -> Choice:
    """What ``device`` is to run. Raises :class:`PackageListError` for a malformed list."""
    device = policy.complete(device)
    listed = parse_packages(packages)
    if not listed and policy.target == LATEST:
        return Choice(standing=Standing.NO_PACKAGE, reasons=(_NOTHING_GIVEN,))
    named = [one for one in listed if one.concerns(device, policy)]
    offers = [Offer.of(one.entry, device, policy.allow | one.allow) for one in named]
    decision = Decision(device=device, policy=policy, entries=(), lineage=Lineage((), ()))
    return decision.among(offers)


def _parse(number: int, told: object) -> Listed:
    try:
        return _listed(number, told)
    except (PackageError, PolicyError, PackageListError) as error:
        raise PackageListError(f"entry {number}: {error}") from error


def _listed(number: int, told: object) -> Listed:
    if not isinstance(told, typing.Mapping):
        raise PackageListError("is not a mapping with models, version, build and src")
    given = {str(key): value for key, value in told.items() if value is not None}
    missing, unknown = sorted(_REQUIRED - set(given)), sorted(set(given) - _KNOWN)
    known = f"{', '.join(unknown)} unknown; known are {', '.join(sorted(_KNOWN))}" if unknown else ""
    if missing or unknown:
        raise PackageListError("; ".join(filter(None, [f"{', '.join(missing)} missing" if missing else "", known])))
    for key, value in given.items():
        if problem := _problem(key, value):
            raise PackageListError(f"{key} must be {problem}, not {value!r}")
    package = Package.from_options({"package": f"entry {number}", **given})
    return Listed(package, permissions(given.get("allow")))


def _problem(key: str, value: object) -> str | None:
    """What ``value`` ought to be. Version, build and ``allow`` are judged where they are read."""
    if key in _LISTS:
        good = _is_list_of(str, value) and bool(value or key != "models")
        return None if good else f"a list of {'shell patterns' if 'models' in key else 'words'}"
    if key in _NUMBERS:
        return None if _is_list_of(int, value) else "a list of numbers"
    if key in _DIGESTS:
        return None if isinstance(value, str) and _DIGEST.match(value) else "64 hexadecimal digits"
    if key in _CHOICES:
        return None if value in _CHOICES[key] else f"one of {', '.join(_CHOICES[key])}"
    if key in _WORDS:
        return None if isinstance(value, str) and value.strip() else "a word"
    return None


def _is_list_of(kind: type, value: object) -> bool:
    return _is_list(value) and all(isinstance(item, kind) for item in typing.cast("list[object]", value))


def _is_list(value: object) -> bool:
    return isinstance(value, typing.Sequence) and not isinstance(value, (str, bytes))

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Security advisories as rules about model and firmware. A document is checked before it is read here."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.fit import matches
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.bound import Bound, Range

Mapping = typing.Mapping[str, typing.Any]


class AdvisoryError(ValueError):
    """The advisories can not be used, or there is none of that name; the message says why."""


class Severity(enum.StrEnum):
    """How bad an advisory is; the worst comes first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which firmware of which models is affected.

    ``series`` names the models in words, ``models`` and ``exclude`` are shell patterns for the whole model, and
    ``kinds`` restricts them where it is not empty. ``earlier_is_safe``: the advisory says that firmware before the
    range is not affected; without it, nothing is known of such firmware. ``doubt`` tells why the rule is not verified.
    """

    series: str
    models: tuple[str, ...]
    affected: Range
    exclude: tuple[str, ...] = ()
    kinds: frozenset[DeviceKind] = frozenset()
    earlier_is_safe: bool = False
    doubt: str | None = None

    @classmethod
    def read(cls, told: Mapping) -> Rule:
        start, end = (Bound.read(told[key]) if key in told else None for key in ("from", "to"))
        return cls(
            series=told["series"],
            models=tuple(told["models"]),
            affected=Range(start, end),
            exclude=tuple(told.get("exclude", ())),
            kinds=frozenset(DeviceKind(kind) for kind in told.get("kinds", ())),
            earlier_is_safe=told.get("earlier") == "not_affected",
            doubt=told.get("doubt"),
        )

    def covers(self, device: Device) -> bool | None:
        """Whether the rule is about ``device``; ``None`` where the device would have to tell its kind first."""
        if not matches(device.model, self.models) or matches(device.model, self.exclude):
            return False
        if not self.kinds or device.kind in self.kinds:
            return True
        return None if device.kind is DeviceKind.UNKNOWN else False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """One advisory. ``checked`` is the day its source was read, ``known_exploited`` that of its entry in CISA's list.

    Without ``cvss``, ``severity`` is the judgement of whoever wrote the rules.
    """

    id: str
    title: str
    severity: Severity
    source: str
    checked: str
    rules: tuple[Rule, ...]
    aliases: tuple[str, ...] = ()
    cvss: float | None = None
    known_exploited: str | None = None
    note: str | None = None

    @classmethod
    def read(cls, told: Mapping) -> Advisory:
        return cls(
            id=told["id"],
            title=told["title"],
            severity=Severity(told["severity"]),
            source=told["source"],
            checked=told["checked"],
            rules=tuple(Rule.read(rule) for rule in told["rules"]),
            aliases=tuple(told.get("aliases", ())),
            cvss=told.get("cvss"),
            known_exploited=told.get("known_exploited"),
            note=told.get("note"),
        )

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in (self.id, *self.aliases))


@dataclasses.dataclass(frozen=True, slots=True)
class Advisories:
    """All advisories of a document, in its order. ``outside`` tells why others are about no device."""

    listed: tuple[Advisory, ...]
    outside: Mapping = dataclasses.field(default_factory=dict)

    @classmethod
    def read(cls, document: Mapping) -> Advisories:
        listed = tuple(Advisory.read(told) for told in document["advisories"])
        return cls(listed, {told["id"]: told["reason"] for told in document.get("outside", ())})

    def extended_by(self, own: Advisories) -> Advisories:
        """Both; an advisory of ``own`` takes the place of the one with the same name."""
        replaced = frozenset().union(*(advisory.names for advisory in own.listed))
        kept = tuple(advisory for advisory in self.listed if not advisory.names & replaced)
        return Advisories((*kept, *own.listed), {**self.outside, **own.outside})

    def named(self, name: str) -> Advisory:
        """The advisory of that id or alias, in any case of letters. Raises :class:`AdvisoryError` if there is none."""
        for advisory in self.listed:
            if name.casefold() in advisory.names:
                return advisory
        reason = next((told for other, told in self.outside.items() if other.casefold() == name.casefold()), None)
        if reason:
            raise AdvisoryError(f"{name} can not be answered for a device: {reason}")
        known = ", ".join(advisory.id for advisory in self.listed) or "none"
        raise AdvisoryError(f"there is no rule about {name}; known are: {known}")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator wants for a device, beside what the catalogue says: the variable ``hikvision_policy``."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Permission
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.language import Language

LATEST: typing.Final = "latest"


class PolicyError(ValueError):
    """The policy can not be used; the message names the key."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``target`` is :data:`LATEST`, the id of an entry, or a firmware (``V5.7.18 build 240826``).

    ``ring`` is the group of devices that this one belongs to. ``language`` is used for a device that does not tell
    its own. ``allow`` holds words of :class:`Permission`, ``acknowledged`` the ids of packages whose release notes
    somebody has read.
    """

    target: str = LATEST
    ring: str | None = None
    language: str | None = None
    allow: frozenset[str] = frozenset()
    acknowledged: frozenset[str] = frozenset()

    @classmethod
    def read(cls, told: object) -> Policy:
        """Read the variable; keys without a value count as left out. Raises :class:`PolicyError`."""
        if told is None:
            return cls()
        if not isinstance(told, typing.Mapping):
            raise PolicyError(f"it must be a dictionary, not {told!r}")
        known = [field.name for field in dataclasses.fields(cls)]
        if unknown := sorted(str(key) for key in told if key not in known):
            raise PolicyError(f"{', '.join(unknown)} unknown; known are {', '.join(known)}")
        return cls(
            target=_word("target", told.get("target")) or LATEST,
            ring=_word("ring", told.get("ring")),
            language=_language(told.get("language")),
            allow=permissions(told.get("allow")),
            acknowledged=_words("acknowledged", told.get("acknowledged")),
        )

    def complete(self, device: Device) -> Device:
        """The device with what the operator knows of it and it does not tell."""
        return device if device.language else dataclasses.replace(device, language=self.language)

    def back_to(self, firmware: FirmwareVersion) -> Policy:
        """The policy for the way back to what a device ran before: an order to downgrade, if it is one."""
        allow = self.allow | {Permission.DOWNGRADE.value}
        return dataclasses.replace(self, target=str(firmware), allow=allow)


def permissions(told: object) -> frozenset[str]:
    """The list ``allow``: words of :class:`Permission`. Raises :class:`PolicyError`."""
    words = _words("allow", told)
    if unknown := sorted(words - set(Permission)):
        raise PolicyError(f"allow does not know {', '.join(unknown)}; it knows {', '.join(Permission)}")
    return words


def _words(key: str, told: object) -> frozenset[str]:
    if told is None:
        return frozenset()
    words = told if isinstance(told, typing.Sequence) and not isinstance(told, (str, bytes)) else [None]
    if not all(isinstance(word, str) for word in words):
        raise PolicyError(f"{key} must be a list of words, not {told!r}")
    return frozenset(str(word) for word in words)


def _word(key: str, told: object) -> str | None:
    if told is None:
        return None
    if not isinstance(told, str) or not told.strip():
        raise PolicyError(f"{key} must be a word, not {told!r}")
    return told.strip()


def _language(told: object) -> str | None:
    word = _word("language", told)
    if word is not None and word.upper() not in set(Language):
        raise PolicyError(f"language must be one of {', '.join(Language)}, not {word}")
    return word

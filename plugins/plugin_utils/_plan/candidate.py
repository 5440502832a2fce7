# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of one host when a plan is made: what it answered, what is meant for it, and where it stands."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.error import PlanError

Mapping = typing.Mapping[str, typing.Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One host.

    ``snapshot`` is the ``device`` that ``device_info`` returned, and ``choice`` what ``select_firmware`` made of it.
    ``error`` is the result of a task that failed for this host, with ``msg``, and ``unreachable`` or ``error``.
    ``missing`` says what becomes of it without a package where a plan is applied in one go: ``refuse`` or ``skip``.
    """

    host: str
    snapshot: Mapping | None = None
    choice: Mapping | None = None
    error: Mapping | None = None
    site: str | None = None
    areas: tuple[str, ...] = ()
    parent: str | None = None
    missing: str = "refuse"

    @classmethod
    def read(cls, told: Mapping) -> Candidate:
        """Read plain values under the names of the fields; ``areas`` may be one word.

        Raises :class:`PlanError`, which names the host and the inventory variable.
        """
        host = str(told["host"])
        return cls(
            host=host,
            snapshot=told.get("snapshot") or None,
            choice=told.get("choice") or None,
            error=told.get("error") or None,
            site=_word(host, "hikvision_site", told.get("site")),
            areas=_words(host, "hikvision_area", told.get("areas")),
            parent=_word(host, "hikvision_parent", told.get("parent")),
            missing=str(told.get("missing") or "refuse"),
        )

    @property
    def identity(self) -> Mapping:
        """Empty where the device could not be read."""
        return (self.snapshot or {}).get("identity") or {}


def _words(host: str, variable: str, told: object) -> tuple[str, ...]:
    if not isinstance(told, (list, tuple)):
        word = _word(host, variable, told)
        return (word,) if word else ()
    words = (_word(host, variable, each) for each in told)
    return tuple(dict.fromkeys(word for word in words if word))


def _word(host: str, variable: str, told: object) -> str | None:
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, (str, int)):
        raise PlanError(f"{variable} of {host} must be a word, not {told!r}")
    return str(told).strip() or None

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the audit says of one device."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import Severity
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing as Exposure


class State(enum.StrEnum):
    """How a device stands to what is meant for it. The set is closed: programs rely on these words."""

    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"  # its package would take it back to something older
    NO_PACKAGE = "no_package"
    AMBIGUOUS = "ambiguous"  # several packages fit
    WITHDRAWN = "withdrawn"  # what it runs must not be installed any more
    UNKNOWN = "unknown"  # it did not tell enough, or the inventory can not be used for it
    UNREACHABLE = "unreachable"
    LOCKED = "locked"


SEVERITIES = tuple(severity.value for severity in Severity)  # the worst first


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One device; ``None`` where nothing is known.

    ``firmware`` and ``target`` are written as ``V5.7.15 build 240201``; ``package`` is what the target is called in the
    catalogue or list, ``security_fixes`` what a device that is behind would gain. ``severity`` is the worst of
    ``advisories``, the advisories that affect it; ``unclear`` lists those that could not be judged. ``backup_age`` is
    in days. ``error`` is the kind of error that kept the device from being read.
    """

    host: str
    state: State
    kind: str | None = None
    model: str | None = None
    serial: str | None = None
    firmware: str | None = None
    target: str | None = None
    package: str | None = None
    security_fixes: tuple[str, ...] = ()
    exposure: Exposure = Exposure.UNKNOWN
    severity: str | None = None
    advisories: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    customised: bool | None = None
    backup_age: float | None = None
    error: str | None = None
    reason: str = ""
    advice: str = ""

    @classmethod
    def from_result(cls, told: typing.Mapping[str, typing.Any]) -> Row:
        """Read what :meth:`as_result` wrote. Raises :class:`KeyError` and :class:`ValueError` for anything else."""
        names = [field.name for field in dataclasses.fields(cls)]
        values: dict[str, typing.Any] = {name: told[name] for name in names}
        lists = {name: tuple(map(str, value)) for name, value in values.items() if _is_list(value)}
        return cls(**values | lists | {"state": State(told["state"]), "exposure": Exposure(told["exposure"])})

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values for playbooks and files."""
        values = dataclasses.asdict(self) | {"state": self.state.value, "exposure": self.exposure.value}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _is_list(value: object) -> bool:
    return isinstance(value, typing.Sequence) and not isinstance(value, str)

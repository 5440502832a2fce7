# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults as fleet files and the control API write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from . import access, answers, restart, upload
from .base import Fault, PathFault

KINDS: dict[str, type[Fault]] = {
    kind.name(): kind
    for area in (upload, restart, access, answers)
    for kind in vars(area).values()
    if isinstance(kind, type) and issubclass(kind, Fault) and kind not in (Fault, PathFault)
}


def fault(name: str, parameters: Mapping[str, Any] | None = None) -> Fault:
    """Make a fault from its name. Raises ValueError for an unknown name or parameter."""
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"unknown fault {name!r}; known: {', '.join(sorted(KINDS))}")
    values: dict[str, Any] = dict(parameters or {})
    if "times" in values:
        values["uses"] = values.pop("times")
    if unknown := set(values) - {item.name for item in fields(kind)}:
        raise ValueError(f"{name} has no parameter {', '.join(sorted(unknown))}")
    if values.get("uses") == "always":
        values["uses"] = None
    given: Any = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return kind(**given)


def faults_from(notation: Any) -> list[Fault]:
    """Read the notation of fleet files: a name, ``{name: parameters}``, or a list of both."""
    if isinstance(notation, Fault):
        return [notation]
    if isinstance(notation, str):
        return [fault(notation)]
    if isinstance(notation, Mapping):
        return [fault(name, parameters) for name, parameters in notation.items()]
    return [item for entry in notation for item in faults_from(entry)]

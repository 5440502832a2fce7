# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our values as the plain types that a module result may hold."""

from __future__ import annotations

import dataclasses
import enum
import typing

from .._firmware.version import FirmwareVersion

if typing.TYPE_CHECKING:
    from _typeshed import DataclassInstance


def plain(value: object) -> object:
    """The value with dictionaries, lists and text in place of our dataclasses, tuples and enumerations."""
    match value:
        case FirmwareVersion():
            return {"version": value.numbers, "build": value.build}
        case enum.StrEnum():
            return value.value
        case tuple() | list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain_fields(value)
    return value


def plain_fields(value: DataclassInstance) -> dict[str, object]:
    """The fields of a dataclass in plain types, except those that it keeps out of its ``repr``."""
    return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value) if field.repr}

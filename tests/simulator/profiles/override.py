# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Change single fields of a profile from plain data, as a fleet file holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, get_args, get_type_hints

T = TypeVar("T")


def override(value: T, changes: Mapping[str, Any]) -> T:
    """Return a copy of a frozen dataclass with ``changes`` applied, nested ones included.

    Raises ValueError for a field that does not exist.
    """
    if not is_dataclass(value) or isinstance(value, type):
        raise ValueError(f"{value!r} has no fields to override")
    names = {item.name for item in fields(value)}
    if unknown := set(changes) - names:
        raise ValueError(f"{type(value).__name__} has no field {', '.join(sorted(unknown))}")
    hints = get_type_hints(type(value))
    return replace(value, **{name: _convert(getattr(value, name), new, hints[name]) for name, new in changes.items()})


def _convert(current: Any, new: Any, hint: Any) -> Any:
    if is_dataclass(current) and isinstance(new, Mapping):
        return override(current, new)
    if isinstance(current, Mapping) and isinstance(new, Mapping):
        return {**current, **new}
    if isinstance(current, Enum):
        return type(current)(str(new))
    if isinstance(current, frozenset):
        return frozenset(new)
    if isinstance(current, tuple) and isinstance(new, list):
        element = get_args(hint)[0]
        return tuple(element(**item) if isinstance(item, Mapping) else element(item) for item in new)
    return new

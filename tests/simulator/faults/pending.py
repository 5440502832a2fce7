# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The faults that still wait on a device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from .base import Fault

F = TypeVar("F", bound=Fault)


class FaultSet:
    """The faults that still wait on a device, in the order in which they came."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._pending: list[Fault] = list(faults)

    def add(self, new: Fault) -> None:
        self._pending.append(new)

    def remove(self, name: str | None = None) -> None:
        """Forget one fault, or all."""
        self._pending = [] if name is None else [item for item in self._pending if item.name() != name]

    def get(self, kind: type[F]) -> F | None:
        """The pending fault of a kind, without using it up."""
        for item in self._pending:
            if isinstance(item, kind):
                return item
        return None

    def all(self, kind: type[F]) -> list[F]:
        return [item for item in self._pending if isinstance(item, kind)]

    def use(self, used: Fault) -> None:
        """Count one use of a pending fault."""
        index = self._pending.index(used)
        if used.uses is None:
            return
        if used.uses > 1:
            self._pending[index] = replace(used, uses=used.uses - 1)
        else:
            del self._pending[index]

    def take(self, kind: type[F]) -> F | None:
        """The pending fault of a kind, used."""
        found = self.get(kind)
        if found is not None:
            self.use(found)
        return found

    def describe(self) -> list[dict[str, Any]]:
        return [item.describe() for item in self._pending]

    def __bool__(self) -> bool:
        return bool(self._pending)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that is wrong in a catalogue: where, and what, in a sentence."""

from __future__ import annotations

import dataclasses
import typing

Path = tuple[str | int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """``path`` leads from the top of the document to the place; ``line`` counts from 1, ``None`` where unknown."""

    path: Path
    line: int | None
    sentence: str

    def as_result(self) -> dict[str, typing.Any]:
        """For module results."""
        return {"path": dotted(self.path), "line": self.line, "sentence": self.sentence}

    def __str__(self) -> str:
        line = f" (line {self.line})" if self.line else ""
        return f"{dotted(self.path)}{line}: {self.sentence}"


def dotted(path: Path) -> str:
    """The path as people write it.

    >>> dotted(("firmware", 3, "build"))
    'firmware[3].build'
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.lstrip(".") or "the document"

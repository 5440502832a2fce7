# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of a file, each read as one type or refused with a sentence."""

from __future__ import annotations

import enum
import math
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import shortened

Reader = typing.Callable[[object], typing.Any]
Record = dict[str, typing.Any]


class Misfit(ValueError):
    """A value is not what belongs there. The message begins with the place: ``devices[3].steps[0].src``."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self._sentence = sentence
        self._place = ""

    def below(self, step: str) -> Misfit:
        """The same, seen from one level further out."""
        dot = "." if self._place and not self._place.startswith("[") else ""
        self._place = f"{step}{dot}{self._place}"
        return self

    def __str__(self) -> str:
        return f"{self._place}: {self._sentence}" if self._place else self._sentence


def mapping(told: object) -> Record:
    if not isinstance(told, dict):
        raise Misfit(f"a dictionary belongs here, not {_shown(told)}")
    return told


def sequence(read: Reader, told: object) -> tuple[typing.Any, ...]:
    if not isinstance(told, list):
        raise Misfit(f"a list belongs here, not {_shown(told)}")
    values = []
    for number, each in enumerate(told):
        try:
            values.append(read(each))
        except Misfit as misfit:
            raise misfit.below(f"[{number}]") from misfit.__cause__
    return tuple(values)


def optional(read: Reader, told: object) -> typing.Any:
    return None if told is None else read(told)


def text(told: object) -> str:
    if not isinstance(told, str):
        raise Misfit(f"a text belongs here, not {_shown(told)}")
    return told


def flag(told: object) -> bool:
    if not isinstance(told, bool):
        raise Misfit(f"true or false belongs here, not {_shown(told)}")
    return told


def whole(told: object) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or told < 0:
        raise Misfit(f"a whole number from 0 on belongs here, not {_shown(told)}")
    return told


def number(told: object) -> float:
    if not isinstance(told, (int, float)) or isinstance(told, bool) or not math.isfinite(told) or told < 0:
        raise Misfit(f"a number from 0 on belongs here, not {_shown(told)}")
    return told


def word(kind: type[enum.StrEnum], told: object) -> enum.StrEnum:
    if not isinstance(told, str) or told not in set(kind):
        raise Misfit(f"one of {', '.join(kind)} belongs here, not {_shown(told)}")
    return kind(told)


def _shown(told: object) -> str:
    return shortened(repr(told), 60)

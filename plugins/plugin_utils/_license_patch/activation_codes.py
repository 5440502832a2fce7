# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Activation codes: whether they are there and can be theirs. No code ever leaves this file, nor does a part of one.

After the patch the system is deactivated, and whoever has lost an activation code has lost the license.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import typing

MOST: typing.Final = 110  # licenses in one system, chapter 7 of the vendor's guide

# The vendor publishes no form. This is only what keeps a blank line, a remark or a placeholder from passing for a code.
_FORM = re.compile(r"[!-~]{8,128}", re.ASCII)
_FEWEST_CHARACTERS = 4
_SEPARATORS = re.compile(r"[-_. ]")

# Hundreds of milliseconds for each guess of all codes together.
_SCRYPT: typing.Final = {"n": 1 << 14, "r": 8, "p": 1, "maxmem": 64 << 20, "dklen": 32}


@dataclasses.dataclass(frozen=True, slots=True)
class Codes:
    """``digest`` is the same for the same codes in any order; ``problems`` count codes from 1 and never show one."""

    count: int
    digest: str | None
    problems: tuple[str, ...]

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values."""
        return {
            "count": self.count,
            "digest": self.digest,
            "problems": list(self.problems),
            "ok": not self.problems,
        }


def examine(codes: object, salt: str | None = None) -> Codes:
    """Look at the codes. Without ``salt`` there is no digest."""
    if isinstance(codes, str) or not isinstance(codes, typing.Sequence):
        return Codes(0, None, ("The activation codes are no list.",))
    problems = [*_of_count(len(codes)), *_of_form(codes), *_of_repetition(codes)]
    return Codes(len(codes), _digest(codes, salt) if salt and not problems else None, tuple(problems))


def _of_count(count: int) -> typing.Iterator[str]:
    if not count:
        yield "There are no activation codes."
    elif count > MOST:
        yield f"There are {count} activation codes; one system takes {MOST} at most."


def _of_form(codes: typing.Sequence[object]) -> typing.Iterator[str]:
    for number, code in enumerate(codes, 1):
        if not isinstance(code, str):
            yield f"Activation code {number} is no text; put it in quotes."
        elif not _FORM.fullmatch(code) or len(set(code)) < _FEWEST_CHARACTERS:
            yield f"Activation code {number} can not be one: 8 to 128 letters, digits and signs without blanks are."


def _of_repetition(codes: typing.Sequence[object]) -> typing.Iterator[str]:
    first: dict[str, int] = {}
    for number, code in enumerate(codes, 1):
        key = _SEPARATORS.sub("", str(code)).casefold()
        if first.setdefault(key, number) != number:
            yield f"Activation code {number} is the same as number {first[key]}."


def _digest(codes: typing.Sequence[object], salt: str) -> str:
    together = "\n".join(sorted(str(code) for code in codes))
    return hashlib.scrypt(together.encode(), salt=salt.encode(), **_SCRYPT).hex()

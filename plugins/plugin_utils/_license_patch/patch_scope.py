# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the license patch is for the installed version.

The versions are those of the vendor's guide "How to upgrade software's License module by installing patch" (2020),
chapter 1: eleven of them by name, and "V1.5.1 and later", which have the new license module already.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import typing

Version = tuple[int, int, int]

PATCHED: typing.Final[tuple[Version, ...]] = (
    (1, 1, 0),
    (1, 1, 1),
    (1, 2, 0),
    (1, 2, 1),
    (1, 3, 0),
    (1, 3, 1),
    (1, 3, 2),
    (1, 4, 0),
    (1, 4, 1),
    (1, 4, 2),
    (1, 5, 0),
)
NEW_MODULE_FROM: typing.Final[Version] = (1, 5, 1)
SOURCES_NEEDED: typing.Final = 2

# Three numbers and perhaps more, the last of which may be a date. Some version resources write "1, 4, 2, 0".
_NUMBERS = re.compile(
    r"(?<![\d.,])(\d{1,5}(?:(?:\.|,\s?)\d{1,5}){1,2}(?:(?:\.|,\s?)\d{1,9}){0,2})(?![\d.,]*\d)", re.ASCII
)


class Verdict(enum.StrEnum):
    """What is to be done about a version."""

    APPLIES = "applies"
    NOT_NEEDED = "not_needed"
    UNSUPPORTED = "unsupported"
    DISAGREE = "disagree"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"


_SENTENCES: typing.Final = {
    Verdict.APPLIES: "The license patch is for HikCentral Professional {}.",
    Verdict.NOT_NEEDED: "HikCentral Professional {} has the new license module already. The patch is not applicable.",
    Verdict.UNSUPPORTED: "The license patch is not applicable: it is not for HikCentral Professional {}.",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Scope:
    """The judgement. ``versions`` maps each source that told something to the version, ``None`` if it is none."""

    verdict: Verdict
    version: Version | None
    versions: typing.Mapping[str, Version | None]
    sentence: str

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values."""
        return {
            "applies": self.verdict is Verdict.APPLIES,
            "verdict": self.verdict.value,
            "version": _dotted(self.version) if self.version else None,
            "versions": {source: _dotted(found) if found else None for source, found in self.versions.items()},
            "sentence": self.sentence,
        }


def parse(told: str) -> Version | None:
    """The first three numbers of a version, or ``None`` where a text does not tell exactly one.

    Two numbers are not enough: "V1.5" may be 1.5.0, which is patched, or 1.5.1, which is not.

    >>> parse("V1.4.2.0 build20190520")
    (1, 4, 2)
    """
    distinct = {tuple(map(int, re.findall(r"\d+", found)))[:3] for found in _NUMBERS.findall(told)}
    if len(distinct) != 1:
        return None
    [version] = distinct
    return (version[0], version[1], version[2]) if len(version) == 3 else None


def scope(told: typing.Mapping[str, str | None]) -> Scope:
    """Judge what the sources say. Sources without an answer do not count, and those with one must agree."""
    versions = {source: parse(text) for source, text in told.items() if text and text.strip()}
    if not versions:
        return Scope(Verdict.UNKNOWN, None, versions, "No source tells the version of HikCentral.")
    unclear = [f"{source} ({told[source]!r})" for source, found in versions.items() if found is None]
    if unclear:
        sentence = f"This tells no version of three numbers: {', '.join(unclear)}."
        return Scope(Verdict.UNKNOWN, None, versions, sentence)
    distinct = {found for found in versions.values() if found}
    said = ", ".join(f"{source} says {_dotted(found)}" for source, found in versions.items() if found)
    if len(distinct) > 1:
        return Scope(Verdict.DISAGREE, None, versions, f"The sources disagree on the version: {said}.")
    [version] = distinct
    if len(versions) < SOURCES_NEEDED:
        return Scope(Verdict.UNCONFIRMED, version, versions, f"Only one source tells the version: {said}.")
    verdict = _judged(version)
    return Scope(verdict, version, versions, _SENTENCES[verdict].format(_dotted(version)))


def _judged(version: Version) -> Verdict:
    if version in PATCHED:
        return Verdict.APPLIES
    return Verdict.NOT_NEEDED if version >= NEW_MODULE_FROM else Verdict.UNSUPPORTED


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))

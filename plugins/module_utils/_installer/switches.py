# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Switches that installers of a kind usually have. They are candidates: only the maker of an installer knows."""

from __future__ import annotations

import typing

from .kinds import Kind


class Candidate(typing.NamedTuple):
    """Arguments that may make an installer work without a window."""

    arguments: str
    note: str


_CANDIDATES: typing.Final[dict[Kind, tuple[Candidate, ...]]] = {
    Kind.NSIS: (Candidate("/S", "a capital S; a script may ignore it or show windows all the same"),),
    Kind.INNO: (Candidate("/VERYSILENT /SUPPRESSMSGBOXES /NORESTART /SP-", "known to every installer of Inno Setup"),),
    Kind.INSTALLSHIELD: (
        Candidate('/s /v"/qn /norestart"', "where an installation package is inside"),
        Candidate('/s /f1"<response file>"', "where a script is inside; the response file is recorded with /r"),
    ),
    Kind.BURN: (Candidate("/quiet /norestart", "a bundle may have a user interface of its own that ignores it"),),
    Kind.MSI: (Candidate("/qn /norestart", "for msiexec"),),
    Kind.SEVEN_ZIP_SFX: (Candidate("-y", "unpacks without questions; the program inside has switches of its own"),),
    Kind.UNKNOWN: (),
}


def candidates(kind: Kind) -> tuple[Candidate, ...]:
    """The candidates, the usual one first. None are known for an unknown kind."""
    return _CANDIDATES[kind]

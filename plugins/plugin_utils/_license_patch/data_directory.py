# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Where the database lies: one directory with ``PG_VERSION`` in it, or nobody guesses.

Versions 1.1 to 1.5 keep it in ``PostgreSQL\data`` below the servers' directory, newer ones in ``PGData`` (seen on real
servers). A PostgreSQL service on Windows names its own with ``-D``.
"""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import Service
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.windows_path import normalised

_USUAL: typing.Final = (r"PostgreSQL\data", "PGData")


class DataDirectoryError(Exception):
    """There is not exactly one; ``str(error)`` is a sentence for the operator."""


def candidates(services: typing.Iterable[Service], root: str) -> list[str]:
    """The directories to look at, those of services first, each once."""
    named = [service.data_directory for service in services]
    places = [place for place in named if place] + [normalised(rf"{root}\{usual}") for usual in _USUAL]
    distinct: dict[str, str] = {}
    for place in places:
        distinct.setdefault(place.casefold(), place)
    return list(distinct.values())


def choose(looked_at: typing.Sequence[str], with_pg_version: typing.Sequence[str], chosen: str | None = None) -> str:
    """The directory. ``chosen`` is the operator's word, and holds only for one in which ``PG_VERSION`` was seen.

    Raises :class:`DataDirectoryError`.
    """
    found = {place.casefold(): place for place in map(normalised, with_pg_version)}
    if chosen:
        key = normalised(chosen).casefold()
        if key not in found:
            raise DataDirectoryError(f"{chosen} is no data directory of PostgreSQL: PG_VERSION was not found in it.")
        return found[key]
    if not found:
        places = ", ".join(looked_at) or "no directory"
        raise DataDirectoryError(f"There is no data directory: PG_VERSION was looked for in {places}.")
    if len(found) > 1:
        raise DataDirectoryError(
            f"There are {len(found)} data directories: {', '.join(found.values())}. Name the right one."
        )
    [place] = found.values()
    return place

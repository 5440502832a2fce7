# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of a Windows service: its program, and the arguments that name directories."""

from __future__ import annotations

import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.windows_path import (
    USUAL,
    Environment,
    normalised,
)

_OBJECT_PREFIX = re.compile(r'\\\?\?\\(?=")')
_QUOTED = re.compile(r'"([^"]*)"?(.*)', re.DOTALL)
# Without quotes, blanks belong to the path until something that can be run ends.
_BARE = re.compile(r'([^"]*?\.(?:exe|com|bat|cmd))(?=[\s"]|$)(.*)', re.DOTALL | re.IGNORECASE)
_NO_SUFFIX = re.compile(r'(.*?)((?:\s+[-/"].*)?)', re.DOTALL)
_DATA_DIRECTORY = re.compile(r'(?<!\S)-D\s*(?:"([^"]+)"|(\S+))')


class Command(typing.NamedTuple):
    """``program`` is a normalised path, ``arguments`` is what follows it, as it stands there."""

    program: str
    arguments: str


def command(image_path: str, environment: Environment = USUAL) -> Command:
    r"""Take the ``ImagePath`` of a service apart, quoted or not.

    >>> command(r'"C:\HikCentral\VSM Servers\SYS\sys.exe" -run').program
    'C:\\HikCentral\\VSM Servers\\SYS\\sys.exe'
    >>> command(r"C:/HikCentral/VSM Servers/SYS/sys.exe -run").arguments
    '-run'
    """
    line = _OBJECT_PREFIX.sub("", image_path.strip(), count=1)
    found = (_QUOTED if line.startswith('"') else _BARE).fullmatch(line) or _NO_SUFFIX.fullmatch(line)
    program, arguments = (found[1], found[2]) if found else (line, "")
    return Command(normalised(program, environment), arguments.strip())


def data_directory(arguments: str, environment: Environment = USUAL) -> str | None:
    """The directory that PostgreSQL's ``pg_ctl runservice`` is given with ``-D``, normalised."""
    found = _DATA_DIRECTORY.search(arguments)
    return normalised((found[1] or found[2]).rstrip("\\/"), environment) if found else None

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of a Windows host, judged on the controller: nothing here looks at a file system."""

from __future__ import annotations

import ntpath
import re
import types
import typing

Environment = typing.Mapping[str, str]

# What a fresh 64-bit Windows says. A host that is set up otherwise tells its own values.
USUAL: typing.Final[Environment] = types.MappingProxyType(
    {
        "ProgramFiles": r"C:\Program Files",
        "ProgramFiles(x86)": r"C:\Program Files (x86)",
        "ProgramW6432": r"C:\Program Files",
        "ProgramData": r"C:\ProgramData",
        "SystemDrive": "C:",
        "SystemRoot": r"C:\Windows",
        "windir": r"C:\Windows",
    }
)

_VARIABLE = re.compile(r"%([^%\\]+)%")
# Names of the object manager, as drivers and some installers write them into a service.
_DEVICE_PREFIX = re.compile(r"\\(?:\?\?|\\\?|\\\.)\\(UNC\\)?", re.IGNORECASE)
_SYSTEM_ROOT = re.compile(r"\\SystemRoot(?=\\)", re.IGNORECASE)
_SHORT = re.compile(r"([^~.]{1,6})~[0-9]{1,6}(?:\.([^.]{0,3}))?")
_NOT_IN_SHORT = re.compile(r"[ .]")


def normalised(path: str, environment: Environment = USUAL) -> str:
    r"""The path with backslashes, without prefixes, dots and doubled separators, its variables expanded once.

    >>> normalised(r"\??\%ProgramFiles(x86)%/HikCentral\.\VSM Servers\\SYS\sys.exe")
    'C:\\Program Files (x86)\\HikCentral\\VSM Servers\\SYS\\sys.exe'
    """
    told = path.strip().replace("/", "\\")
    told = _DEVICE_PREFIX.sub(lambda found: r"\\" if found[1] else "", told, count=1) if told[:1] == "\\" else told
    told = _SYSTEM_ROOT.sub("%SystemRoot%", told, count=1) if told[:1] == "\\" else told
    return ntpath.normpath(expanded(told, environment)) if told else ""


def expanded(text: str, environment: Environment) -> str:
    """The text with its variables replaced, in any case of letters. A variable that is not known stays as it is."""
    known = {name.casefold(): value for name, value in {**USUAL, **environment}.items()}
    return _VARIABLE.sub(lambda found: known.get(found[1].casefold(), found[0]), text)


def is_below(path: str, directory: str) -> bool:
    """Whether a normalised path lies below a normalised directory.

    Case does not count. A short name (``PROGRA~2``) stands for every name that it could be made from: which one it is
    only the host knows, and a service that is overlooked would go on writing.
    """
    parts, above = path.split("\\"), directory.rstrip("\\").split("\\")
    return len(parts) > len(above) and all(map(_same_name, parts, above))


def surrounding(path: str, directories: typing.Iterable[str], environment: Environment = USUAL) -> list[str]:
    """Those of the directories that a path is, or lies below, however each of them is written."""
    place = normalised(path, environment)
    return [each for each in directories if each and _is_at_or_below(place, normalised(each, environment))]


def _is_at_or_below(path: str, directory: str) -> bool:
    return is_below(path + "\\.", directory)


def is_directory_of_its_own(path: str) -> bool:
    """Whether a normalised path names a directory on a drive or share, neither of which is taken as a whole."""
    drive, rest = ntpath.splitdrive(path)
    return bool(drive) and rest.startswith("\\") and bool(rest.strip("\\"))


def _same_name(name: str, of_directory: str) -> bool:
    left, right = name.casefold(), of_directory.casefold()
    if left == right:
        return True
    short = _SHORT.fullmatch(left)
    if short is None:
        return False
    stem, _dot, suffix = right.rpartition(".") if "." in right else (right, "", "")
    return _NOT_IN_SHORT.sub("", stem).startswith(short[1]) and (short[2] or "") == suffix[:3]

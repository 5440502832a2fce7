# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version resource of a program: VS_VERSIONINFO as the Windows SDK describes it."""

from __future__ import annotations

import dataclasses
import typing

from .pieces import unpacked

_SIGNATURE = b"\xbd\x04\xef\xfe"
_MOST_STRINGS = 256
_LONGEST = 1024  # characters of one string


@dataclasses.dataclass(frozen=True, slots=True)
class VersionInfo:
    """``None`` and empty where the program tells nothing. ``strings`` are for people, and can say anything."""

    file_version: str | None = None
    product_version: str | None = None
    strings: typing.Mapping[str, str] = dataclasses.field(default_factory=dict)


class _Block(typing.NamedTuple):
    """A block of the tree: its key, where its value and the blocks in it begin, and where it ends."""

    key: str
    value: int
    value_length: int
    end: int


def read_version(data: bytes) -> VersionInfo:
    """What can be read of a version resource."""
    root = _block(data, 0, len(data))
    if root is None or root.key != "VS_VERSION_INFO":
        return VersionInfo()
    fixed = data[root.value : root.value + root.value_length]
    strings = dict(_strings(data, _aligned(root.value + root.value_length), root.end))
    if fixed[:4] != _SIGNATURE:
        return VersionInfo(strings=strings)
    return VersionInfo(_dotted(fixed, 8), _dotted(fixed, 16), strings)


def _strings(data: bytes, start: int, end: int) -> typing.Iterator[tuple[str, str]]:
    """The strings of the first language."""
    for info in _blocks(data, start, end):
        if info.key != "StringFileInfo":
            continue
        for table in _blocks(data, info.value, info.end):
            for string in _blocks(data, table.value, table.end):
                text = data[string.value : min(string.value + 2 * string.value_length, string.end)]
                yield string.key, _text(text)
            return


def _blocks(data: bytes, start: int, end: int) -> typing.Iterator[_Block]:
    for _number in range(_MOST_STRINGS):
        block = _block(data, start, end)
        if block is None:
            return
        yield block
        start = _aligned(block.end)


def _block(data: bytes, start: int, end: int) -> _Block | None:
    header = unpacked("HHH", data, start)
    if header is None or header[0] < 6 or start + 6 >= end:
        return None
    close = min(start + header[0], end, len(data))
    key_end = start + 6
    while key_end + 1 < close and data[key_end : key_end + 2] != b"\0\0":
        key_end += 2
    return _Block(_text(data[start + 6 : key_end]), _aligned(key_end + 2), header[1], close)


def _text(data: bytes) -> str:
    whole = data[: len(data) & ~1][: 2 * _LONGEST]
    return whole.decode("utf-16-le", "replace").partition("\0")[0].strip()


def _dotted(fixed: bytes, offset: int) -> str | None:
    numbers = unpacked("HHHH", fixed, offset)
    return f"{numbers[1]}.{numbers[0]}.{numbers[3]}.{numbers[2]}" if numbers else None


def _aligned(offset: int) -> int:
    return (offset + 3) & ~3

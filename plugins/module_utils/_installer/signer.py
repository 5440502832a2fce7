# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In whose name a program is signed, as the program says it. Nothing here is checked: anybody can write a name.

The table of certificates is that of Microsoft's "PE Format", what is in it a SignedData of RFC 5652, whose first signer
names the issuer and the serial number of its certificate (RFC 5280).
"""

from __future__ import annotations

import dataclasses
import typing

from .pieces import unpacked

_HEADER = 8  # bytes: length, revision, kind
_SIGNED_DATA = 2  # the kind of entry that Authenticode is
_COMMON_NAME = b"\x55\x04\x03"  # 2.5.4.3
_OID, _SEQUENCE, _SET, _FIRST = 0x06, 0x30, 0x31, 0xA0
_TEXTS: typing.Final = {
    0x0C: "utf-8",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
_LONG_TAG = 0x1F
_LONGEST_LENGTH = 4  # bytes
_MOST_NODES = 1024  # in one value; a table has a handful of certificates


class _Unreadable(Exception):
    """The bytes are not what they should be."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Node:
    """A value in DER: its kind, its content, and all of its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def inside(self, tag: int) -> list[_Node]:
        """The values in it. Raises :class:`_Unreadable` if it is of another kind."""
        if self.tag != tag:
            raise _Unreadable
        return _nodes(self.content)


def signer(table: bytes) -> str | None:
    """The common name of the first signer in a table of certificates; ``None`` where there is none to be read."""
    header = unpacked("IHH", table, 0)
    if header is None or header[2] != _SIGNED_DATA:
        return None
    try:
        return _signer(_node(table[: header[0]], _HEADER))
    except (_Unreadable, IndexError, ValueError):  # too few of them, too many, or no text
        return None


def _signer(content_info: _Node) -> str | None:
    signed_data = content_info.inside(_SEQUENCE)[1].inside(_FIRST)[0].inside(_SEQUENCE)
    certificates = [each for part in signed_data if part.tag == _FIRST for each in part.inside(_FIRST)]
    first = signed_data[-1].inside(_SET)[0].inside(_SEQUENCE)
    issuer, serial = first[1].inside(_SEQUENCE)
    for certificate in certificates:
        told = certificate.inside(_SEQUENCE)[0].inside(_SEQUENCE)
        number, _algorithm, of, _validity, subject = told[told[0].tag == _FIRST :][:5]
        if (number.whole, of.whole) == (serial.whole, issuer.whole):
            return _common_name(subject)
    return None


def _common_name(name: _Node) -> str | None:
    for part in name.inside(_SEQUENCE):
        for attribute in part.inside(_SET):
            kind, value = attribute.inside(_SEQUENCE)
            if kind.tag == _OID and kind.content == _COMMON_NAME and value.tag in _TEXTS:
                return value.content.decode(_TEXTS[value.tag]).strip() or None
    return None


def _nodes(data: bytes) -> list[_Node]:
    """The values one after the other. Raises :class:`_Unreadable`."""
    found: list[_Node] = []
    place = 0
    while place < len(data) and len(found) < _MOST_NODES:
        found.append(_node(data, place))
        place += len(found[-1].whole)
    return found


def _node(data: bytes, place: int) -> _Node:
    head = data[place : place + 2]
    if len(head) < 2 or head[0] & _LONG_TAG == _LONG_TAG:
        raise _Unreadable
    start, length = place + 2, head[1]
    if length & 0x80:
        start += length & 0x7F
        if not place + 2 < start <= place + 2 + _LONGEST_LENGTH:
            raise _Unreadable
        length = int.from_bytes(data[place + 2 : start])
    end = start + length
    if end > len(data):
        raise _Unreadable
    return _Node(head[0], data[start:end], data[place:end])

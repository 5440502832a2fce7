# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installers made byte by byte, so that each of their parts can be left out, moved or broken."""

from __future__ import annotations

import dataclasses
import struct
import uuid

X86, X64, ARM64 = 0x014C, 0x8664, 0xAA64
MSI_CLASS = uuid.UUID("000c1084-0000-0000-c000-000000000046")

_RAW = 0x400  # where the first section begins in the file
_MEMORY = 0x1000
_ALIGNMENT = 0x200


@dataclasses.dataclass(frozen=True)
class Program:
    """What :meth:`build` writes. ``resources`` maps kind and name to data, ``overlay`` follows the sections."""

    machine: int = X64
    subsystem: int = 2
    flags: int = 0x22
    sections: tuple[str, ...] = (".text",)
    resources: tuple[tuple[int, int, bytes], ...] = ()
    overlay: bytes = b""
    signature: bytes = b""
    dos: bytes = b""

    def build(self) -> bytes:
        """The file."""
        names = [*self.sections, ".rsrc"]
        bodies = [b"\x90" * 16 for _name in self.sections] + [_resources(self.resources, len(self.sections))]
        table, raw = b"", b""
        for place, (name, body) in enumerate(zip(names, bodies, strict=True)):
            size = _aligned(len(body))
            memory = _MEMORY * (place + 1)
            table += struct.pack("<8sIIII16x", name.encode(), len(body), memory, size, _RAW + len(raw))
            raw += body.ljust(size, b"\0")
        certificates = (_RAW + len(raw) + len(self.overlay), len(self.signature)) if self.signature else (0, 0)
        directories = [(0, 0)] * 16
        directories[2] = (_MEMORY * len(names), len(bodies[-1]))
        directories[4] = certificates
        wide = self.machine != X86
        optional = struct.pack("<H66xH", 0x20B if wide else 0x10B, self.subsystem).ljust(112 if wide else 96, b"\0")
        optional += b"".join(struct.pack("<II", *each) for each in directories)
        header = struct.pack("<4sHH12xHH", b"PE\0\0", self.machine, len(names), len(optional), self.flags)
        dos = (b"MZ" + self.dos.rjust(len(self.dos) + 0x2E, b"\0")).ljust(0x3C, b"\0") + struct.pack("<I", 0x80)
        start = dos.ljust(0x80, b"\0") + header + optional + table
        return start.ljust(_RAW, b"\0") + raw + self.overlay + self.signature


def _resources(entries: tuple[tuple[int, int, bytes], ...], sections: int) -> bytes:
    """A tree in which every entry has a kind of its own."""
    count = len(entries)
    per_entry = 24 + 24 + 16  # a table for the name, one for the language, a leaf
    start = 16 + 8 * count
    root = struct.pack("<12xHH", 0, count)
    tables, data = b"", b""
    first_data = start + per_entry * count
    for place, (kind, name, body) in enumerate(entries):
        at = start + per_entry * place
        root += struct.pack("<II", kind, at | 0x80000000)
        tables += struct.pack("<12xHHII", 0, 1, name, (at + 24) | 0x80000000)
        tables += struct.pack("<12xHHII", 0, 1, 1033, at + 48)
        address = _MEMORY * (sections + 1) + first_data + len(data)
        tables += struct.pack("<IIII", address, len(body), 0, 0)
        data += body.ljust(len(body) + -len(body) % 8, b"\0")
    return root + tables + data


def version_resource(numbers: tuple[int, int, int, int], **strings: str) -> bytes:
    """VS_VERSIONINFO."""
    a, b, c, d = numbers
    fixed = struct.pack("<IIHHHHHHHH", 0xFEEF04BD, 0x10000, b, a, d, c, b, a, d, c).ljust(52, b"\0")
    told = b"".join(_block(name, text.encode("utf-16-le") + b"\0\0", text=True) for name, text in strings.items())
    return _block("VS_VERSION_INFO", fixed, _block("StringFileInfo", b"", _block("040904B0", b"", told)))


def _block(key: str, value: bytes, below: bytes = b"", *, text: bool = False) -> bytes:
    name = key.encode("utf-16-le") + b"\0\0"
    head = name.ljust(len(name) + (-(6 + len(name)) % 4), b"\0")
    body = head + value.ljust(len(value) + -len(value) % 4, b"\0") + below
    return struct.pack("<HHH", 6 + len(body), len(value) // 2 if text else len(value), int(text)) + body


def nsis_overlay(padding: int = 0, *, data: bytes = b"x" * 100) -> bytes:
    """The data of NSIS: flags, signature, two lengths."""
    head = struct.pack("<I16sII", 0, b"\xef\xbe\xad\xdeNullsoftInst", 50, 28 + len(data))
    return b"\0" * padding + head + data


def compound_file(kind: uuid.UUID = MSI_CLASS, *, shift: int = 9) -> bytes:
    """The first three sectors of a compound file."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHH", 0x3E, 4, 0xFFFE, shift)
    header = header.ljust(48, b"\0") + struct.pack("<I", 1)
    sector = 1 << min(shift, 12)
    root = "Root Entry".encode("utf-16-le").ljust(80, b"\0") + kind.bytes_le
    return header.ljust(sector, b"\0") + b"\0" * sector + root.ljust(sector, b"\0")


def _aligned(size: int) -> int:
    return size + -size % _ALIGNMENT

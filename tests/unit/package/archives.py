# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives for the tests: sound, and patched by hand."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def zipped(files: dict[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files. A list may name one twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about names that are there twice
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return target.getvalue()


def patched(archive: bytes, field: int, value: bytes, *, header: bytes = CENTRAL) -> bytes:
    """The archive with ``value`` in its first header of that kind, at the offset ``field`` of it."""
    place = archive.index(header) + field
    return archive[:place] + value + archive[place + len(value) :]


def with_method(archive: bytes, method: int) -> bytes:
    told = struct.pack("<H", method)
    return patched(patched(archive, 10, told), 8, told, header=LOCAL)


def with_flags(archive: bytes, flags: int) -> bytes:
    told = struct.pack("<H", flags)
    return patched(patched(archive, 8, told), 6, told, header=LOCAL)


def with_size(archive: bytes, size: int) -> bytes:
    """The archive whose directory claims that its first file unpacks to ``size`` bytes."""
    return patched(archive, 24, struct.pack("<I", size))


def with_large_size(archive: bytes, size: int) -> bytes:
    """The same with a size of 64 bits, in the field that was added for it."""
    start = archive.index(CENTRAL)
    end = archive.index(b"PK\x05\x06")
    directory = bytearray(archive[start:end])
    extra = struct.pack("<HHQ", 1, 8, size)
    struct.pack_into("<I", directory, 24, 0xFFFFFFFF)
    struct.pack_into("<H", directory, 30, len(extra))
    name_end = 46 + struct.unpack_from("<H", directory, 28)[0]
    directory[name_end:name_end] = extra
    last = bytearray(archive[end:])
    struct.pack_into("<I", last, 12, len(directory))
    return archive[:start] + bytes(directory) + bytes(last)

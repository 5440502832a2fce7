# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds synthetic firmware images of any size without holding them in memory."""

from __future__ import annotations

import hashlib
import json
import random
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .image_layout import (
    ENTRY,
    FIXED,
    HK20,
    HKSU,
    HKSU_ENTRY,
    HKSU_FIXED,
    HKWS,
    MANIFEST,
    ImageFacts,
    byte_sum,
    obfuscate,
    upgrade_code,
    version_word,
)

DEFAULT_SIZE = 256 * 1024
DEVICE_CLASSES = {"hkws": 2, "hk20": 2, "hksu": 861}
HKSU_LANGUAGES = {"en": b"\x01", "ml": b"\xff", "cn": b"\x02"}
SIGNATURE = 256


@dataclass(frozen=True)
class Filler:
    """Bytes that do not compress, the same for the same seed, made block by block."""

    seed: str
    length: int

    @cached_property
    def block(self) -> bytes:
        return random.Random(self.seed).randbytes(65536) * 16

    def chunks(self) -> Iterator[bytes]:
        whole, rest = divmod(self.length, len(self.block))
        for _unused in range(whole):
            yield self.block
        if rest:
            yield self.block[:rest]

    def byte_sum(self) -> int:
        whole, rest = divmod(self.length, len(self.block))
        return (whole * byte_sum(self.block) + byte_sum(self.block[:rest])) & 0xFFFFFFFF

    def sha256(self) -> bytes:
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.digest()


def build_image(
    path: Path | str | None = None,
    *,
    version: str = "V5.7.18",
    build: str = "240826",
    platform: str = "G5",
    language: str = "en",
    models: Sequence[str] = ("*",),
    device_class: int | None = None,
    container: str = "hkws",
    oem_code: int = 1,
    requires: str | None = None,
    size: int | None = None,
) -> bytes | Path:
    """Build an image that devices of ``platform`` and ``models`` (shell patterns) accept.

    Returns the bytes, or writes them to ``path`` and returns it. ``size`` is the exact size in bytes. ``requires`` is
    the lowest version the image may be installed over. Raises ValueError for an unknown container or too small a size.
    """
    facts = ImageFacts(
        container=container,
        version=version,
        build=build,
        platform=platform,
        language=language,
        device_class=DEVICE_CLASSES.get(container, 2) if device_class is None else device_class,
        models=tuple(models),
        oem_code=oem_code,
        requires=requires,
        size=DEFAULT_SIZE if size is None else size,
    )
    chunks = image_chunks(facts)
    if path is None:
        return b"".join(chunks)
    with Path(path).open("wb") as file:
        file.writelines(chunks)
    return Path(path)


def image_chunks(facts: ImageFacts) -> Iterator[bytes]:
    """The image as a sequence of chunks."""
    match facts.container:
        case "hkws":
            return _hkws(facts, facts.size)
        case "hk20":
            return _hk20(facts)
        case "hksu":
            return _hksu(facts)
    raise ValueError(f"unknown container {facts.container!r}: hkws, hk20 or hksu")


def _manifest(facts: ImageFacts) -> bytes:
    content = {
        "version": facts.version,
        "build": facts.build,
        "platform": facts.platform,
        "language": facts.language,
        "models": list(facts.models),
        "requires": facts.requires,
    }
    return json.dumps(content, sort_keys=True).encode()


def _filler(facts: ImageFacts, length: int) -> Filler:
    if length < 1:
        raise ValueError(f"{facts.size} bytes are too small for an image")
    return Filler(f"{facts.platform} {facts.version} {facts.build}", length)


def _hkws_header(facts: ImageFacts, total: int, members: Sequence[tuple[str, int, int]]) -> bytes:
    length = FIXED + ENTRY.size * len(members)
    body = struct.pack(
        "<IIIIIIII20s", len(members), {"cn": 2}.get(facts.language, 1), facts.device_class, facts.oem_code, 0xFFFFFFFF,
        total, int(facts.build), version_word(facts.version), upgrade_code(facts.platform, facts.language),
    )  # fmt: skip
    offset = length
    for name, size, checksum in members:
        body += ENTRY.pack(name.encode(), offset, size, checksum)
        offset += size
    return obfuscate(HKWS + struct.pack("<II", byte_sum(body), length) + body)


def _hkws(facts: ImageFacts, total: int) -> Iterator[bytes]:
    manifest = _manifest(facts)
    filler = _filler(facts, total - FIXED - 2 * ENTRY.size - len(manifest))
    members = [(MANIFEST, len(manifest), byte_sum(manifest)), ("app.img", filler.length, filler.byte_sum())]
    yield _hkws_header(facts, total, members)
    yield manifest
    yield from filler.chunks()


def _hk20(facts: ImageFacts) -> Iterator[bytes]:
    length = FIXED + ENTRY.size
    inner = facts.size - length
    code = upgrade_code(facts.platform, facts.language)
    section_sum = sum(byte_sum(chunk) for chunk in _hkws(facts, inner)) & 0xFFFFFFFF
    body = struct.pack("<III20s20s", 0, facts.size, 1, b"\xff" * 20, code) + ENTRY.pack(
        code, length, inner, section_sum
    )
    yield obfuscate(HK20 + struct.pack("<II", byte_sum(body), length) + body)
    yield from _hkws(facts, inner)


def _hksu(facts: ImageFacts) -> Iterator[bytes]:
    manifest = _manifest(facts)
    length = HKSU_FIXED + 2 * HKSU_ENTRY.size
    filler = _filler(facts, facts.size - length - len(manifest) - SIGNATURE)
    year, month, day = (int(facts.build[start : start + 2]) for start in (0, 2, 4))
    fixed = struct.pack(
        ">4sIII16sIIIIIIIIIIIIII", HKSU, 3 << 16 | 2, length, facts.device_class,
        HKSU_LANGUAGES[facts.language].ljust(16, b"\x00"), 1, 2, version_word(facts.version),
        year << 16 | month << 8 | day, facts.size - SIGNATURE, 0, 0, facts.size, 1, HKSU_FIXED, 1, 0, 0, 0,
    )  # fmt: skip
    table = HKSU_ENTRY.pack(MANIFEST.encode(), length, len(manifest), hashlib.sha256(manifest).digest(), 7)
    table += HKSU_ENTRY.pack(b"app.img", length + len(manifest), filler.length, filler.sha256(), 0)
    yield obfuscate(fixed.ljust(HKSU_FIXED, b"\x00") + table)
    yield manifest
    yield from filler.chunks()
    yield Filler("signature", SIGNATURE).block[:SIGNATURE]

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the start of an image must be: FW001 and FW004 to FW009."""

from __future__ import annotations

import typing

from .._firmware.finding import Finding, Permission, blocked, error, warning
from . import lookalikes
from .containers import READERS, SMALLEST
from .contents import LANGUAGE_WORDS, Container, Contents
from .names import printable


def large_enough(image: Contents) -> typing.Iterator[Finding]:
    if image.size < SMALLEST:
        what = f"{image.size} bytes" if image.size else "empty"
        yield error("FW001", f"{image.name} is {what}: no firmware header fits", size=image.size, least=SMALLEST)


def not_a_page(image: Contents) -> typing.Iterator[Finding]:
    page = lookalikes.page(image.start)
    if page is not None:
        text = printable(image.start[:80].decode("latin-1"))
        yield error("FW004", f"{image.name} is {page}, not firmware; the download failed", start=text)


def known_magic(image: Contents) -> typing.Iterator[Finding]:
    if image.container is not Container.UNKNOWN or image.size < SMALLEST or lookalikes.page(image.start):
        return
    other = lookalikes.other(image.start)
    told = f"is {other}" if other else "has no Hikvision header"
    sentence = f"{image.name} {told} (starts {image.magic}); only its digest could be checked"
    yield blocked("FW005", Permission.UNKNOWN_FORMAT, sentence, start=image.magic)


def known_generation(image: Contents) -> typing.Iterator[Finding]:
    if image.container is Container.NEWER and image.size >= SMALLEST:
        sentence = f"{image.name} uses a newer Hikvision format ({image.magic}); only its digest can be checked"
        yield blocked("FW006", Permission.UNKNOWN_FORMAT, sentence, magic=image.magic)


def consistent_header(image: Contents) -> typing.Iterator[Finding]:
    header = image.header
    if header is None:
        if image.container in READERS and image.size >= SMALLEST:
            yield error("FW007", f"{image.name} is of the format {image.container}, which has no place there")
        return
    evidence = {"length": header.length, "count": header.count, "expected_length": header.expected_length}
    parts = "sections" if image.container is Container.HK20 else "files"
    if not header.consistent:
        sentence = f"the header of {image.name} is inconsistent: length {header.length} for {header.count} {parts}"
        yield error("FW007", sentence, **evidence, most=header.most)
    elif image.signature_offset is not None and not header.length <= image.signature_offset <= (header.total or 0):
        place = {"signature_offset": image.signature_offset, "total": header.total}
        sentence = f"the header of {image.name} is inconsistent: its signature at {image.signature_offset} is outside"
        yield error("FW007", sentence, **place)


def one_language(image: Contents) -> typing.Iterator[Finding]:
    """The header and the upgrade code both tell a language."""
    word, code = LANGUAGE_WORDS.get(image.language_word or 0), image.upgrade_code and image.upgrade_code.language
    if word and code and word != code:
        sentence = f"{image.name} says {word} in its header and {code} in its upgrade code, so its language is unknown"
        yield warning("FW007", sentence, header=word, upgrade_code=code)


def header_checksum(image: Contents) -> typing.Iterator[Finding]:
    header = image.header
    if header is not None and header.computed is not None and header.computed != header.checksum:
        sentence = f"the header checksum of {image.name} is {header.computed}, should be {header.checksum}"
        yield error("FW008", sentence, computed=header.computed, checksum=header.checksum)


def total_covers_members(image: Contents) -> typing.Iterator[Finding]:
    total = image.header.total if image.header else None
    end = max((member.end for member in image.members), default=0)
    if total is not None and total < end:
        sentence = f"the header of {image.name} tells a size of {total} bytes, its table needs {end}"
        yield warning("FW007", sentence, total=total, needed=end)


def whole(image: Contents) -> typing.Iterator[Finding]:
    header = image.header
    if header is None:
        return
    ends = [member.end for member in image.members]
    needed = max([header.length if header.consistent else 0, header.total or 0, *ends])
    if needed > image.size:
        sentence = f"{image.name} is cut short: its header needs {needed} bytes, it has {image.size}"
        yield error("FW009", sentence, needed=needed, size=image.size)

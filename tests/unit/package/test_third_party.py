# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader that other people wrote, hiktools from PyPI, reads the same from the same images."""

from __future__ import annotations

import pathlib

import pytest
from hiktools.fmod import DigiCap

from ansible_collections.surveillance.hikvision.plugins.module_utils._package.inspection import inspect
from ansible_collections.surveillance.hikvision.tests.firmware_layouts import STYLES, hkws
from ansible_collections.surveillance.hikvision.tests.firmware_layouts.parts import noise


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", [1, 2])
def test_both_read_the_same(tmp_path: pathlib.Path, style: str, language: int) -> None:
    path = tmp_path / "digicap.dav"
    path.write_bytes(hkws(style=style, language=language, device_class=44, oem_code=7, tail=noise(256)))
    ours = inspect(path).image
    assert ours is not None
    assert ours.header is not None
    with DigiCap(str(path)) as theirs:
        head, files = theirs.head, list(theirs)
    assert head.magic == int.from_bytes(b"SWKH", "little")
    assert (head.header_checksum, head.header_length) == (ours.header.checksum, ours.header.length)
    assert (head.files, head.language) == (ours.header.count, ours.language_word)
    assert (head.device_class, head.oem_code) == (ours.device_class, ours.oem_code)
    # It calls the first word of an entry the length and the second the position. They are the other way round: the
    # first words are where one file ends and the next begins.
    swapped = [(name, offset, length, str(checksum)) for name, offset, length, checksum in files]
    assert swapped == [(member.name, member.offset, member.length, member.checksum) for member in ours.members]
    assert all(member.intact for member in ours.members)

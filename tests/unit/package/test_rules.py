# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule finds what it is for, says it in a sentence, and is silent otherwise."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Permission
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.file_checks import MOST_ALIKE
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.inspection import inspect
from ansible_collections.surveillance.hikvision.tests.firmware_layouts import FILES, File, hk20, hk30, hksu, hkws, newer
from ansible_collections.surveillance.hikvision.tests.firmware_layouts.hksu import ENCRYPTED
from ansible_collections.surveillance.hikvision.tests.firmware_layouts.parts import noise
from ansible_collections.surveillance.hikvision.tests.unit.package.conftest import look
from simulator.image_layout import obfuscate

IMAGE = hkws()
TWICE = [File(name=b"a", data=b"1"), File(name=b"a", data=b"2")]


def one(name: bytes = b"uImage", **lies: int) -> bytes:
    return hkws([File(name=name, data=noise(500), **lies)])


def flipped(data: bytes, position: int) -> bytes:
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


@pytest.mark.parametrize(
    ("data", "finding", "words"),
    [
        (b"", "FW001 error", "digicap.dav is empty: no firmware header fits"),
        (IMAGE[:63], "FW001 error", "is 63 bytes: no firmware header fits"),
        (b"\r\n<!DOCTYPE html><html>" + b" " * 60, "FW004 error", "is a web page, not firmware; the download failed"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>" + b" " * 60, "FW004 error", "is an XML document, not firmware"),
        (b'{"error": "not found"}' + b" " * 60, "FW004 error", "is a JSON document, not firmware"),
        (b"HTTP/1.1 404 Not Found\r\n" + b" " * 60, "FW004 error", "is the answer of a web server, not firmware"),
        (b"abcd" + bytes(100), "FW005 blocked", "has no Hikvision header (starts 61 62 63 64)"),
        (b"Rar!" + bytes(100), "FW005 blocked", "is a RAR archive (starts 52 61 72 21)"),
        (newer(b"47"), "FW006 blocked", "uses a newer Hikvision format (47KH)"),
        (hkws(count=4), "FW007 error", "is inconsistent: length 196 for 4 files"),
        (hkws(count=0, header_length=64), "FW007 error", "is inconsistent: length 64 for 0 files"),
        (hkws(count=257, header_length=64 + 44 * 257), "FW007 error", "for 257 files"),
        (hkws(header_length=197), "FW007 error", "length 197 for 3 files"),
        (hk20([IMAGE], count=33, header_length=64 + 44 * 33), "FW007 error", "for 33 sections"),
        (hk30(header_length=1793), "FW007 error", "length 1793 for 24 files"),
        (hksu(header_length=417), "FW007 error", "length 417 for 3 files"),
        (hksu(signature_offset=100), "FW007 error", "its signature at 100 is outside"),
        (hksu(signature_offset=10**9), "FW007 error", "its signature at 1000000000 is outside"),
        (hkws(total=300), "FW007 warning", f"tells a size of 300 bytes, its table needs {len(IMAGE)}"),
        (hkws(language=2), "FW007 warning", "says CN in its header and EN in its upgrade code"),
        (hkws(checksum=77), "FW008 error", "the header checksum of digicap.dav is"),
        (hk20([IMAGE], checksum=77), "FW008 error", "should be 77"),
        (IMAGE[:-1], "FW009 error", f"is cut short: its header needs {len(IMAGE)} bytes, it has {len(IMAGE) - 1}"),
        (hkws(total=10**9), "FW009 error", "is cut short: its header needs 1000000000 bytes"),
        (hkws(style="old")[:-1], "FW009 error", "is cut short"),
        (one(length=501), "FW009 error", "is cut short"),
        (one(offset=0xFFFFFFFF, length=0xFFFFFFFF), "FW009 error", "needs 8589934590 bytes"),
        (hk20([IMAGE])[:-1], "FW009 error", "is cut short"),
        (hk30(size=1000), "FW009 error", "its header needs 1792 bytes, it has 1000"),
        (hksu()[:-1], "FW009 error", "is cut short"),
        (hksu(total=10**9), "FW009 error", "is cut short"),
        (hksu()[:100], "FW009 error", "is cut short"),
        (one(name=b"../etc/passwd"), "FW010 error", "'../etc/passwd' of a file in digicap.dav leads out of"),
        (one(name=b"/etc/passwd"), "FW010 error", "is an absolute path"),
        (one(name=b"C:\\autoexec.bat"), "FW010 error", "is an absolute path"),
        (one(name=b"a\nb"), "FW010 error", "contains what can not be printed"),
        (one(name=b""), "FW010 error", "'' of a file in digicap.dav is empty"),
        (hkws(TWICE), "FW010 error", "2 files in digicap.dav are called a"),
        (one(offset=64), "FW010 error", "uImage in digicap.dav overlaps the header"),
        (hkws([*FILES[:2], File(name=b"b", data=b"2", offset=300)]), "FW010 error", "b in digicap.dav overlaps uImage"),
        (one(offset=110, length=498), "FW010 warning", "2 bytes before uImage in digicap.dav belong to no file"),
        (one(checksum=5), "FW011 error", "uImage in digicap.dav is damaged"),
        (flipped(IMAGE, 1000), "FW011 error", "app.img in digicap.dav is damaged"),
        (flipped(hk20([IMAGE, IMAGE]), 1000), "FW011 error", "uImage in section 1 of digicap.dav is damaged"),
        (flipped(hk20([hk30()]), 1000), "FW011 error", "section 1 in digicap.dav is damaged"),
        (flipped(hksu(), 1500), "FW011 error", "app.img in digicap.dav is damaged"),
        (hkws(tail=noise(16)), "FW012 info", "16 bytes follow the last file of digicap.dav, as long as an MD5 digest"),
        (hkws(tail=noise(256)), "FW012 info", "as long as an RSA-2048 signature"),
        (hkws(tail=noise(17)), "FW012 warning", "17 bytes follow the last file of digicap.dav; what they are"),
        (hk20([hkws(tail=noise(3))]), "FW012 warning", "3 bytes follow the last file of section 1 of digicap.dav"),
        (hksu(), "FW012 info", "ends in a signature of 256 bytes"),
        (hksu(tail=b"x"), "FW012 warning", "257 bytes follow the last file"),
        (hk20([hk30()]), "FW013 info", "the contents of section 1 of digicap.dav are encrypted"),
        (hksu(encryption=ENCRYPTED), "FW013 info", "the contents of digicap.dav are encrypted"),
        (hk20([newer()]), "FW006 blocked", "section 1 of digicap.dav uses a newer Hikvision format"),
        (hk20([hk20([IMAGE])]), "FW007 error", "section 1 of digicap.dav is of the format HK20, which has no place"),
        (hk20([hksu()]), "FW007 error", "section 1 of digicap.dav is of the format HKSU"),
        (hk20([b"x" * 63]), "FW001 error", "section 1 of digicap.dav is 63 bytes"),
    ],
)
def test_a_rule_speaks(data: bytes, finding: str, words: str) -> None:
    found = look(data).findings
    code, severity = finding.split()
    assert any(words in each.sentence for each in found if (each.code, each.severity) == (code, severity)), found
    assert all(not each.sentence.endswith(".") for each in found)


@pytest.mark.parametrize("data", [IMAGE, hkws(style="old"), hk20([IMAGE, IMAGE])])
def test_rules_are_silent_about_what_is_sound(data: bytes) -> None:
    inspection = look(data)
    assert inspection.findings == ()
    assert inspection.usable()


def test_unknown_formats_can_be_allowed() -> None:
    for data in (b"abcd" + bytes(100), newer()):
        inspection = look(data)
        assert {finding.allow for finding in inspection.findings} == {Permission.UNKNOWN_FORMAT}
        assert not inspection.usable()
        assert inspection.usable([Permission.UNKNOWN_FORMAT])


def test_a_digest_vouches_for_a_newer_format_but_not_for_anything() -> None:
    [finding] = look(newer()).findings_when_vouched()
    assert (finding.code, finding.severity, finding.allow) == ("FW006", "warning", None)
    [finding] = look(b"abcd" + bytes(100)).findings_when_vouched()
    assert finding.severity == "blocked"


def test_evidence_tells_both_sides() -> None:
    [finding] = look(IMAGE[:-1], sums=False).findings
    assert finding.evidence == {"needed": len(IMAGE), "size": len(IMAGE) - 1}


def test_a_rule_does_not_go_on_for_ever() -> None:
    files = [File(name=b"", data=b"x", offset=0)] * 256
    found = look(hkws(files)).findings
    assert max([finding.sentence for finding in found].count(finding.sentence) for finding in found) <= MOST_ALIKE
    assert len(found) < 40


@pytest.mark.parametrize(
    "image",
    [IMAGE, hkws(style="old"), hkws(style="recorder"), hkws(style="lock"), hk20([hkws(style="old"), hk30()])],
    ids=["camera", "old", "recorder", "lock", "hk20"],
)
def test_every_flipped_bit_is_noticed(image: bytes) -> None:
    for position in [*range(200), *range(200, len(image), 17)]:
        damaged = bytearray(image)
        damaged[position] ^= 1 << position % 8
        assert not look(bytes(damaged)).usable(), f"byte {position}"


def test_swapped_blocks_are_not_noticed() -> None:
    """Sums know no order; that is why only a digest vouches for a file."""
    swapped = bytearray(IMAGE)
    swapped[-64:-32], swapped[-32:] = IMAGE[-32:], IMAGE[-64:-32]
    assert bytes(swapped) != IMAGE
    assert look(bytes(swapped)).usable()


def test_what_is_not_there_can_not_be_read(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect(tmp_path / "digicap.dav")
    with pytest.raises(IsADirectoryError):
        inspect(tmp_path)
    with pytest.raises(OSError, match="Not a regular file"):
        inspect("/dev/zero")


def test_magic_alone_is_no_image() -> None:
    for magic in (b"SWKH", b"02KH", b"03KH", b"HKSU", b"99KH"):
        assert not look(obfuscate(magic)).usable(list(Permission))

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware in zip archives: the right image or none, whatever else is in there."""

from __future__ import annotations

import hashlib
import pathlib
import zipfile

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._package.archive import MODEST, open_member
from ansible_collections.surveillance.hikvision.plugins.module_utils._package.zip_stream import ZippedFile
from ansible_collections.surveillance.hikvision.tests.firmware_layouts import File, hk20, hk30, hksu, hkws, newer
from ansible_collections.surveillance.hikvision.tests.firmware_layouts.parts import noise
from ansible_collections.surveillance.hikvision.tests.unit.package.archives import (
    patched,
    with_flags,
    with_large_size,
    with_method,
    with_size,
    zipped,
)
from ansible_collections.surveillance.hikvision.tests.unit.package.conftest import look

IMAGE, OTHER = hkws(), hkws(version="V5.4.5", build="170123")
NOTES = {"Release Notes.pdf": b"%PDF-1.7" + noise(400), "read me first.txt": b"Important"}
FINDER = b"\x00\x05\x16\x07" + bytes(100)


@pytest.mark.parametrize(
    ("files", "image_name", "image"),
    [
        ({"digicap.dav": IMAGE}, None, "digicap.dav"),
        ({"digicap.dav": IMAGE, **NOTES}, None, "digicap.dav"),
        ({"DS-2CD/digicap.dav": IMAGE, "DS-2CD/": b""}, None, "digicap.dav"),
        ({"DS-2CD\\digicap.dav": IMAGE}, None, "digicap.dav"),
        ({"firmware": IMAGE, **NOTES}, None, "firmware"),
        ({"firmware": newer(), **NOTES}, None, "firmware"),
        ({"digicap.dav": IMAGE, "__MACOSX/._digicap.dav": FINDER}, None, "digicap.dav"),
        ({"digicap.dav": IMAGE, "tools.zip": zipped({"a": b"b"})}, None, "digicap.dav"),
        ({"a/digicap.dav": IMAGE, "b/digicap.dav": OTHER}, "a/digicap.dav", "digicap.dav"),
        ({"new.dav": IMAGE, "old.dav": OTHER}, "new.dav", "new.dav"),
        ({"a/new.dav": IMAGE, "a/old.dav": OTHER}, "new.dav", "new.dav"),
        ({"digicap.dav": IMAGE, "old/digicap.dav": OTHER}, "digicap.dav", "digicap.dav"),
    ],
)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_image_is_found(files: dict[str, bytes], image_name: str | None, image: str, method: int) -> None:
    inspection = look(zipped(files, method), image_name, name="package.zip")
    data = next(data for name, data in files.items() if name.endswith(image))
    assert inspection.image is not None
    assert (inspection.image.name, inspection.image.size) == (image, len(data))
    assert inspection.image_sha256 == hashlib.sha256(data).hexdigest()
    assert all(finding.code == "FW006" for finding in inspection.findings)


@pytest.mark.parametrize("image", [IMAGE, hk20([IMAGE, hk30()]), hksu()])
def test_an_image_in_an_archive_is_read_as_one_outside(image: bytes) -> None:
    outside, inside = look(image), look(zipped({"digicap.dav": image}), name="package.zip")
    assert inside.image == outside.image
    assert inside.findings == outside.findings
    assert inside.archive is not None
    assert inside.archive.as_result()["images"] == ["digicap.dav"]


@pytest.mark.parametrize(
    ("files", "image_name", "finding", "words"),
    [
        (
            [("a.dav", IMAGE), ("b.dav", OTHER)],
            None,
            "FW003",
            "holds 2 firmware images (a.dav, b.dav); name one",
        ),
        ([("digicap.dav", IMAGE), ("firmware", OTHER)], None, "FW003", "holds 2 firmware images (digicap.dav, firm"),
        ([("x_Net.bin", b"?" * 99), ("x_Serial.bin", b"!" * 99)], None, "FW003", "holds 2 firmware images"),
        (list(NOTES.items()), None, "FW003", "holds no firmware image among its 2 files"),
        ([], None, "FW003", "holds no firmware image among its 0 files"),
        ([("inner.zip", zipped({"digicap.dav": IMAGE}))], None, "FW003", "holds another archive (inner.zip)"),
        ([("digicap.dav", zipped({"a": IMAGE}))], "digicap.dav", "FW003", "digicap.dav in package.zip is another arch"),
        ([("a.dav", IMAGE)], "b.dav", "FW003", "holds no b.dav; its images are: a.dav"),
        ([("readme.txt", b"x")], "b.dav", "FW003", "holds no b.dav; its images are: none"),
        ([("a/x.dav", IMAGE), ("b/x.dav", IMAGE)], "x.dav", "FW003", "2 files called x.dav (a/x.dav, b/x.dav)"),
        ([("x.dav", IMAGE), ("x.dav", OTHER)], "x.dav", "FW003", "2 files called x.dav"),
        ([("../../digicap.dav", IMAGE)], None, "FW002", "was made to harm: the name '../../digicap.dav' in it leads"),
        ([("/etc/cron.d/x", b"*"), ("digicap.dav", IMAGE)], None, "FW002", "'/etc/cron.d/x' in it is an absolute path"),
        ([("C:/x.dll", b"*"), ("digicap.dav", IMAGE)], None, "FW002", "is an absolute path"),
        ([("a\x1b[31m", b"*"), ("digicap.dav", IMAGE)], None, "FW002", "contains what can not be printed"),
        ([(f"{number}.txt", b"") for number in range(600)], None, "FW002", "it lists 600 files"),
        ([("digicap.dav", bytes(65 << 20))], None, "FW002", "digicap.dav can not be read: it would unpack from"),
    ],
)
def test_an_archive_that_yields_no_image(
    files: list[tuple[str, bytes]], image_name: str | None, finding: str, words: str
) -> None:
    inspection = look(zipped(files), image_name, name="package.zip")
    assert any(words in each.sentence for each in inspection.findings if each.code == finding), inspection.findings
    assert inspection.image is None
    assert not inspection.usable()


SOUND = zipped({"digicap.dav": IMAGE})
STORED = zipped({"digicap.dav": IMAGE}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (with_flags(SOUND, 1), "digicap.dav can not be read: it is encrypted"),
        (with_flags(SOUND, 0x20), "compressed patched data"),
        (with_method(SOUND, 14), "its compression method 14 is not supported"),
        (with_method(SOUND, 12), "its compression method 12 is not supported"),
        (with_size(SOUND, 0xFFFFFFFE), "to 4294967294 bytes"),
        (with_size(SOUND, MODEST + 1), "it would unpack from"),
        (with_size(SOUND, len(IMAGE) + 1), f"it ends after {len(IMAGE)} of {len(IMAGE) + 1} bytes"),
        (with_size(SOUND, len(IMAGE) - 1), "Bad CRC-32"),
        (with_large_size(SOUND, 1 << 62), "it would unpack to 4611686018427387904 bytes"),
        (patched(SOUND, 16, b"\0\0\0\0"), "Bad CRC-32"),
        (patched(SOUND, 20, b"\x01\0\0\0"), "digicap.dav can not be read"),
        (patched(SOUND, 42, b"\xff\xff\xff\x7f"), "outside of the file"),
        (SOUND[:-30], "not a zip file"),
        (SOUND[:40], "not a zip file"),
        (b"PK\x03\x04", "not a zip file"),
        (STORED.replace(IMAGE[-40:], bytes(40)), "Bad CRC-32"),
        (patched(SOUND, 38, b"\xff" * 30, header=b"PK\x03\x04"), "digicap.dav can not be read"),
        (patched(SOUND, 12, b"\xff\xff\xff\x7f", header=b"PK\x05\x06"), "can not be read as a zip archive"),
        (patched(SOUND, 16, b"\xff\xff\xff\x7f", header=b"PK\x05\x06"), "can not be read"),
    ],
)
def test_an_archive_that_lies_or_is_damaged(archive: bytes, words: str) -> None:
    inspection = look(archive, name="package.zip")
    assert any(words in finding.sentence for finding in inspection.findings), inspection.findings
    assert {finding.code for finding in inspection.findings} <= {"FW002", "FW003"}
    assert inspection.image is None


@pytest.mark.parametrize("sums", [True, False])
def test_an_archive_is_not_unpacked_for_each_section(monkeypatch: pytest.MonkeyPatch, sums: bool) -> None:
    """There is no way back in packed data but to start again."""
    starts: list[str] = []
    begin = ZippedFile._begin
    monkeypatch.setattr(ZippedFile, "_begin", lambda self: starts.append("again") or begin(self))
    section = hkws([File(name=b"app.img", data=noise(100_000))])
    inspection = look(zipped({"digicap.dav": hk20([section] * 32)}), name="package.zip", sums=sums)
    assert inspection.findings == ()
    assert inspection.image is not None
    assert len(inspection.image.sections) == 32
    assert len(starts) <= 4, "to recognise it, for the digest, for the headers, for the sums"


def test_what_is_wrong_with_the_image_is_said() -> None:
    found = look(zipped({"x_Net.bin": noise(500)}), name="package.zip").findings
    assert [finding.code for finding in found] == ["FW005"]
    found = look(zipped({"digicap.dav": b"<html>not found"}), name="package.zip").findings
    assert [finding.code for finding in found] == ["FW001", "FW004"]
    found = look(zipped({"digicap.dav": IMAGE[:-1]}), name="package.zip").findings
    assert [finding.code for finding in found] == ["FW009"]


def test_a_name_is_needless_without_an_archive() -> None:
    [finding] = look(IMAGE, "new.dav").findings
    assert (finding.code, finding.severity) == ("FW003", "warning")
    assert look(IMAGE, "digicap.dav").findings == ()


def test_an_archive_behind_an_image_is_its_tail() -> None:
    [finding] = look(hkws(tail=zipped({"digicap.dav": OTHER}))).findings
    assert (finding.code, finding.severity) == ("FW012", "warning")


def test_a_member_is_streamed(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "package.zip"
    image = hk30(size=1_000_000)
    path.write_bytes(zipped({"a/digicap.dav": image, **NOTES}))
    with open_member(path) as stream:
        assert stream.size == len(image)
        assert stream.read(100) == image[:100]
        assert (stream.seek(500_000), stream.read(10)) == (500_000, image[500_000:500_010])
        assert (stream.seek(3), stream.tell(), stream.read(3)) == (3, 3, image[3:6])
        assert stream.seek(0) == 0
        blocks = list(iter(lambda: stream.read(65_536), b""))
    assert b"".join(blocks) == image
    assert max(map(len, blocks)) == 65_536
    assert stream.closed
    with pytest.raises(ValueError, match="closed"):
        stream.read(1)


def test_a_member_that_can_not_be_chosen_is_an_error(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(zipped({"a.dav": IMAGE, "b.dav": OTHER}))
    with pytest.raises(OSError, match="does not hold exactly one"):
        open_member(path)
    with open_member(path, "b.dav") as stream:
        assert stream.read(len(OTHER)) == OTHER
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(OSError, match="not a zip file"):
        open_member(path)
    path.write_bytes(with_flags(SOUND, 1))
    with pytest.raises(OSError, match="encrypted"):
        open_member(path)


def test_damage_is_told_before_the_last_bytes(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "package.zip"
    image = hk30(size=600_000)
    path.write_bytes(patched(zipped({"digicap.dav": image}), 16, b"\0\0\0\0"))
    read = 0
    with open_member(path) as stream, pytest.raises(OSError, match="CRC"):
        while block := stream.read(65_536):
            read += len(block)
    assert read < len(image)

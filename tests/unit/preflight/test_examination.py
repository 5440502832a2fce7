# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a path to what the checks know, and back to the bytes that are sent."""

from __future__ import annotations

import contextlib
import hashlib
import json
import pathlib
import tracemalloc
import typing
import zipfile

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import MIB
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.examination import examine, image_of
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.firmware_file import FirmwareFile
from simulator import build_image

IMAGE = bytes(build_image(version="V5.7.18", build="240826", language="cn", size=50_000))
DIGEST = hashlib.sha256(IMAGE).hexdigest()


@pytest.fixture
def firmware(tmp_path: pathlib.Path) -> typing.Callable[..., str]:
    def write(content: bytes = IMAGE, *members: str) -> str:
        path = tmp_path / ("firmware.zip" if members else "digicap.dav")
        if not members:
            path.write_bytes(content)
            return str(path)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("release notes.txt", "new")
            for name in members:
                archive.writestr(name, content)
        return str(path)

    return write


Firmware = typing.Callable[..., str]


def sent(file: FirmwareFile, image_name: str | None = None) -> bytes:
    image = image_of(file, image_name)
    with contextlib.closing(image.open()) as stream:
        data = b"".join(iter(lambda: stream.read(7_000), b""))
    assert len(data) == image.size
    return data


def test_a_bare_image(firmware: Firmware) -> None:
    path = firmware()
    file = examine(path)
    assert (file.findings, file.member, file.container) == ((), None, "HKWS")
    assert (file.sha256, file.image_sha256, file.image_size) == (DIGEST, DIGEST, len(IMAGE))
    assert (file.firmware, file.language) == (FirmwareVersion("V5.7.18", "240826"), "CN")
    assert (file.device_class, file.oem_code) == (2, 1)
    assert sent(file) == IMAGE


def test_the_image_in_an_archive(firmware: Firmware) -> None:
    path = firmware(IMAGE, "IPC_G5/digicap.dav")
    file = examine(path)
    assert (file.findings, file.member) == ((), "digicap.dav")
    assert file.sha256 == hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
    assert (file.image_sha256, file.image_size) == (DIGEST, len(IMAGE))
    assert sent(file) == IMAGE


def test_an_image_in_an_archive_is_never_held_in_memory(tmp_path: pathlib.Path) -> None:
    build_image(tmp_path / "digicap.dav", size=32 * MIB)
    with zipfile.ZipFile(tmp_path / "firmware.zip", "w") as archive:
        archive.write(tmp_path / "digicap.dav", "digicap.dav")
    tracemalloc.start()
    image = image_of(examine(str(tmp_path / "firmware.zip")), None)
    with contextlib.closing(image.open()) as stream:
        length = sum(len(chunk) for chunk in iter(lambda: stream.read(MIB), b""))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length == image.size == 32 * MIB
    assert peak < 8 * MIB


def test_one_of_several_images_has_to_be_named(firmware: Firmware) -> None:
    path = firmware(IMAGE, "old/digicap.dav", "new/digicap.dav")
    assert "FW003" in [finding.code for finding in examine(path).findings]
    named = examine(path, "new/digicap.dav")
    assert named.findings == ()
    assert sent(named, "new/digicap.dav") == IMAGE


@pytest.mark.parametrize("members", [(), ("digicap.dav",), ("a/digicap.dav", "b/digicap.dav")])
def test_what_is_known_survives_being_written_down(firmware: Firmware, members: tuple[str, ...]) -> None:
    file = examine(firmware(IMAGE, *members))
    assert FirmwareFile.from_result(json.loads(json.dumps(file.as_result()))) == file


def test_a_newer_format_needs_a_digest(firmware: Firmware) -> None:
    path = firmware(newer_format())
    [unvouched] = [one for one in examine(path).findings if one.code == "FW006"]
    [vouched] = [one for one in examine(path, vouched=True).findings if one.code == "FW006"]
    assert unvouched.stops() and not vouched.stops()


def newer_format() -> bytes:
    """The start of a container that no reader knows: ``99KH``, obfuscated."""
    key = bytes.fromhex("bacdbcfe")
    return bytes(one ^ other for one, other in zip(b"99KH", key, strict=True)) + bytes(5000)


def test_a_file_that_can_not_be_read(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        examine(str(tmp_path / "none.dav"))

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large and hostile files take little time and memory."""

from __future__ import annotations

import json
import os
import pathlib
import struct
import subprocess
import sys
import typing
import zipfile

import pytest

from ansible_collections.surveillance.hikvision.tests.firmware_layouts import File, hk20, hksu, hkws
from ansible_collections.surveillance.hikvision.tests.unit.package import bounded_look
from ansible_collections.surveillance.hikvision.tests.unit.package.archives import zipped

MB: typing.Final = 1_000_000
MOST_MEMORY: typing.Final = 64 * MB
LARGE: typing.Final = 200 * MB
NO_DIGEST = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")


class Cost(typing.NamedTuple):
    """``seconds`` of CPU, ``memory`` in bytes, and the codes of the findings."""

    seconds: float
    memory: int
    codes: list[str]


def cost(path: pathlib.Path, *, sums: bool = True) -> Cost:
    done = subprocess.run(
        [sys.executable, "-m", bounded_look.__name__, str(path), "yes" if sums else "no"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        timeout=120,
        check=True,
    )
    return Cost(**json.loads(done.stdout))


def sparse(path: pathlib.Path, head: bytes, size: int) -> pathlib.Path:
    """A file that begins so and goes on with zeros, which take no place on the disk and sum up to nothing."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path


@pytest.fixture
def large(tmp_path: pathlib.Path) -> pathlib.Path:
    """An image of 200 MB in four files."""
    start, each = 64 + 4 * 44, LARGE // 4 - 60
    files = [
        File(name=b"part %d" % number, data=b"", offset=start + number * each, length=each, checksum=0)
        for number in range(4)
    ]
    return sparse(tmp_path / "digicap.dav", hkws(files, total=LARGE), LARGE)


def test_headers_of_200_mb(large: pathlib.Path) -> None:
    taken = cost(large, sums=False)
    assert taken.codes == []
    assert taken.memory < MOST_MEMORY
    assert taken.seconds < 0.5, "two are allowed, and nothing but the header has to be read"


def test_sums_of_200_mb(large: pathlib.Path) -> None:
    taken = cost(large)
    assert taken.codes == []
    assert taken.memory < MOST_MEMORY
    assert taken.seconds < 8


def test_nested_sums_take_one_pass(tmp_path: pathlib.Path) -> None:
    """Sections and the files in them are the same bytes."""
    files = [File(name=b"%d" % number, data=b"", offset=0, length=100 * MB, checksum=0) for number in range(256)]
    inner = hkws(files)
    path = sparse(tmp_path / "digicap.dav", hk20([inner], total=100 * MB), 100 * MB)
    taken = cost(path)
    assert "FW010" in taken.codes
    assert taken.memory < MOST_MEMORY
    assert taken.seconds < 4


def test_as_many_members_as_there_can_be(tmp_path: pathlib.Path) -> None:
    files = [File(name=b"%d" % number, data=b"\1" * 40) for number in range(256)]
    path = tmp_path / "digicap.dav"
    path.write_bytes(hk20([hkws(files)] * 32))
    taken = cost(path)
    assert taken.codes == []
    assert taken.memory < MOST_MEMORY
    assert taken.seconds < 2


def test_overlapping_members_are_not_digested_one_by_one(tmp_path: pathlib.Path) -> None:
    files = [
        File(name=b"%d" % number, data=b"", offset=0, length=100 * MB, checksum=NO_DIGEST) for number in range(256)
    ]
    taken = cost(sparse(tmp_path / "digicap.dav", hksu(files), 100 * MB))
    assert "FW010" in taken.codes
    assert taken.seconds < 0.5


def test_an_archive_of_a_large_image(tmp_path: pathlib.Path) -> None:
    """Going on and back in it: header, digest, and sums."""
    path = tmp_path / "package.zip"
    block, times = bytes(MB), 60
    length = len(hkws([File(name=b"zeros", data=b"")])) + times * MB
    head = hkws([File(name=b"zeros", data=b"", length=times * MB, checksum=0)], total=length)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive,
        archive.open("digicap.dav", "w", force_zip64=True) as member,
    ):
        member.write(head)
        for _unused in range(times):
            member.write(block)
    taken = cost(path)
    assert taken.codes == []
    assert taken.memory < MOST_MEMORY
    assert taken.seconds < 4


def test_sections_in_reverse_do_not_unpack_again_and_again(tmp_path: pathlib.Path) -> None:
    entries = [File(name=b"x", data=b"", offset=60 * MB - 100 * number, length=100) for number in range(1, 33)]
    image = hk20([], entries=entries, total=60 * MB)
    path = tmp_path / "package.zip"
    path.write_bytes(zipped({"digicap.dav": image + bytes(60 * MB - len(image))}))
    taken = cost(path)
    assert "FW010" in taken.codes
    assert taken.seconds < 4


@pytest.mark.parametrize(("entries", "most_seconds"), [(20_000, 2), (1_000_000, 0.5)])
def test_a_directory_of_many_files(tmp_path: pathlib.Path, entries: int, most_seconds: float) -> None:
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    path = tmp_path / "package.zip"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        for _unused in range(entries // 1000):
            file.write(entry * 1000)
        told = min(entries, 0xFFFF)
        file.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, told, told, len(entry) * entries, 4, 0))
    taken = cost(path)
    assert taken.codes == ["FW002"]
    assert taken.memory < MOST_MEMORY
    assert taken.seconds < most_seconds

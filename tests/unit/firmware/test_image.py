# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firmware file as a request body: exact length, framing, rewind, deadline, flat memory."""

from __future__ import annotations

import email
import email.message
import email.policy
import hashlib
import io
import pathlib
import tracemalloc
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import (
    ImageBody,
    ImageFile,
    opened,
    sha256_of,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import DeadlineExceeded
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import MIB
from ansible_collections.surveillance.hikvision.tests.unit.wire import FakeClock

IMAGE = bytes(range(256)) * 41 + b"\r\n--end"


def ignore(_sent: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def image(tmp_path: pathlib.Path) -> ImageFile:
    path = tmp_path / "digicap.dav"
    path.write_bytes(IMAGE)
    return ImageFile.at(str(path))


def everything(body: ImageBody, size: int = 1000) -> bytes:
    return b"".join(iter(lambda: body.read(size), b""))


def open_raw(image: ImageFile, **more: typing.Any) -> typing.ContextManager[ImageBody]:
    settings: dict[str, typing.Any] = {"multipart": False, "clock": FakeClock(), "seconds": 60.0, "watch": ignore}
    return opened(image, **{**settings, **more})


def parsed(content_type: str, data: bytes) -> email.message.EmailMessage:
    """Read by the standard library's MIME parser, which knows nothing of ours."""
    message = email.message_from_bytes(
        f"Content-Type: {content_type}\r\n\r\n".encode() + data, policy=email.policy.HTTP
    )
    assert isinstance(message, email.message.EmailMessage)
    return message


@pytest.mark.parametrize("block", [1, 7, 1000, 4096, MIB])
def test_the_raw_form_is_the_file(image: ImageFile, block: int) -> None:
    with open_raw(image) as body:
        assert len(body) == len(IMAGE)
        assert body.content_type == "application/octet-stream"
        assert everything(body, block) == IMAGE
        assert body.sent == len(IMAGE)


@pytest.mark.parametrize("block", [1, 7, 1000, 4096, MIB])
def test_the_multipart_form_has_one_file_and_the_announced_length(image: ImageFile, block: int) -> None:
    with open_raw(image, multipart=True) as body:
        data = everything(body, block)
        assert len(data) == len(body) == body.sent
    [part] = parsed(body.content_type, data).iter_parts()
    assert part.get_param("name", header="content-disposition") == "updateFile"
    assert part.get_filename() == "digicap.dav"
    assert part.get_content_type() == "application/octet-stream"
    assert part.get_payload(decode=True) == IMAGE


def test_the_boundary_is_another_one_each_time(image: ImageFile) -> None:
    with open_raw(image, multipart=True) as one, open_raw(image, multipart=True) as other:
        assert one.content_type != other.content_type


@pytest.mark.parametrize("multipart", [False, True])
@pytest.mark.parametrize("read", [0, 1, 150, 5000, MIB])
def test_after_a_rewind_everything_comes_once_more(image: ImageFile, read: int, *, multipart: bool) -> None:
    with open_raw(image, multipart=multipart) as body:
        body.read(read)
        body.rewind()
        assert body.sent == 0
        first = everything(body)
        body.rewind()
        assert everything(body) == first
        assert body.sent == len(body)


def test_reading_without_a_size_takes_blocks(image: ImageFile) -> None:
    with open_raw(image) as body:
        assert body.read() == IMAGE
        assert body.read() == b""


def test_a_slow_upload_ends_at_its_deadline(image: ImageFile) -> None:
    clock = FakeClock()
    with open_raw(image, clock=clock, seconds=30.0) as body:
        body.read(1000)
        clock.advance(29.0)
        body.read(1000)
        clock.advance(1.0)
        with pytest.raises(DeadlineExceeded, match=f"2000 of {len(IMAGE)} bytes when its 30 s ended"):
            body.read(1000)
        assert body.sent == 2000


def test_the_end_of_the_file_is_no_longer_subject_to_the_deadline(image: ImageFile) -> None:
    clock = FakeClock()
    with open_raw(image, clock=clock, seconds=30.0) as body:
        body.read(MIB)
        clock.advance(31.0)
        assert body.read(MIB) == b""


def test_each_block_is_reported(image: ImageFile) -> None:
    seen: list[tuple[int, int]] = []
    with open_raw(image, watch=lambda sent, total: seen.append((sent, total))) as body:
        everything(body, 5000)
    assert seen == [(5000, len(IMAGE)), (10000, len(IMAGE)), (len(IMAGE), len(IMAGE))]


@pytest.mark.parametrize("multipart", [False, True])
def test_a_file_that_grows_is_sent_as_announced(image: ImageFile, *, multipart: bool) -> None:
    with open_raw(image, multipart=multipart) as body:
        with open(image.path, "ab") as file:
            file.write(b"more")
        data = everything(body)
    assert len(data) == len(body)
    assert IMAGE in data and b"more" not in data


@pytest.mark.parametrize("multipart", [False, True])
def test_a_file_that_shrinks_ends_the_upload_instead_of_hanging_the_device(
    image: ImageFile, *, multipart: bool
) -> None:
    with open_raw(image, multipart=multipart) as body:
        body.read(1)
        with open(image.path, "r+b") as file:
            file.truncate(5000)
        with pytest.raises(OSError, match="became shorter"):
            everything(body)
        assert body.sent < len(body)


def test_the_file_is_never_held_in_memory(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "large.dav"
    with open(path, "wb") as file:
        file.truncate(64 * MIB)
    tracemalloc.start()
    with open_raw(ImageFile.at(str(path)), multipart=True) as body:
        while body.read(MIB):
            pass
    sha256_of(str(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MIB


def test_the_file_is_closed_afterwards(image: ImageFile) -> None:
    with open_raw(image) as body:
        pass
    with pytest.raises(ValueError, match="closed"):
        body.read(1)


def test_digest(image: ImageFile) -> None:
    assert sha256_of(image.path) == hashlib.sha256(IMAGE).hexdigest()


def test_a_file_that_is_not_there(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        ImageFile.at(str(tmp_path / "none.dav"))
    with pytest.raises(IsADirectoryError):
        ImageFile.at(str(tmp_path))


@pytest.mark.parametrize("length, expected", [(0, b""), (3, b"\x00\x01\x02"), (10**6, IMAGE)])
def test_the_beginning_of_a_file(image: ImageFile, length: int, expected: bytes) -> None:
    assert image.head(length) == expected


class Drops(io.BytesIO):
    """Hands out a little at a time, as an archive does, and can not go back."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 7))

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise io.UnsupportedOperation("seek")


def test_an_image_that_is_not_simply_a_file() -> None:
    opened_streams: list[Drops] = []

    def source() -> Drops:
        opened_streams.append(Drops(IMAGE))
        return opened_streams[-1]

    image = ImageFile("firmware.zip", len(IMAGE), source)
    assert image.head(100) == IMAGE[:100]
    with open_raw(image) as body:
        body.read(500)
        body.rewind()
        assert everything(body) == IMAGE
    assert len(opened_streams) == 3
    assert all(stream.closed for stream in opened_streams)


@given(data=st.binary(max_size=300), blocks=st.lists(st.integers(1, 90), min_size=1), multipart=st.booleans())
def test_any_blocks_of_any_file(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, blocks: list[int], *, multipart: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.dav"
    path.write_bytes(data)
    with open_raw(ImageFile.at(str(path)), multipart=multipart) as body:
        taken = b"".join(body.read(size) for size in blocks)
        taken += everything(body)
        assert len(taken) == len(body)
        assert data in taken

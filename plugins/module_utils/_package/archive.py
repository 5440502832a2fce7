# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A zip archive around firmware: what is in it, and the image as a stream. Nothing is unpacked to disk.

The bounds are far above what vendors ship: an archive holds a handful of files, and an image of tens of megabytes that
hardly shrinks because its contents are packed already.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import typing
import zipfile

from .containers import bears_known_magic
from .names import printable, trick_in
from .reading import open_regular
from .zip_stream import BoundedReads, UnusableArchive, ZippedFile, told_as_unusable

MOST_ENTRIES: typing.Final = 512
LARGEST_IMAGE: typing.Final = 0xFFFFFFFF  # places in headers have 32 bits
# Above MODEST bytes, an image that shrinks to less than 1/LARGEST_RATIO is a bomb.
MODEST: typing.Final = 64 << 20
LARGEST_RATIO: typing.Final = 20

_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SUFFIXES = (".dav", ".mav", ".digicap", ".bin", ".pak", ".img")
_ZIP_MAGIC = b"PK\x03\x04"
_APPLE_DOUBLE = b"\x00\x05\x16\x07"  # what macOS packs beside each file, under the file's name


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file in the archive. Sizes in bytes; ``obstacle`` says why it can not be read.

    ``is_image`` is judged by its first bytes, and by its name where they tell nothing.
    """

    name: str
    size: int
    packed: int
    position: int
    is_image: bool = False
    is_archive: bool = False
    obstacle: str | None = None
    trick: str | None = None

    @property
    def base_name(self) -> str:
        return self.name.replace("\\", "/").rpartition("/")[2]

    def as_result(self) -> dict[str, typing.Any]:
        return {"name": self.name, "size": self.size, "image": self.is_image, "obstacle": self.obstacle}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What is in a zip archive, without its directories. ``problem`` says why it can not be read."""

    name: str
    entries: tuple[Entry, ...] = ()
    problem: str | None = None

    @property
    def images(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_image)

    def named(self, image_name: str) -> tuple[Entry, ...]:
        """The files of that name, or with that name in some directory when there is none with exactly this one."""
        exact = tuple(entry for entry in self.entries if entry.name == image_name)
        return exact or tuple(entry for entry in self.entries if entry.base_name == image_name)

    def choose(self, image_name: str | None) -> Entry | None:
        """The one image that is meant; ``None`` when there is none or more than one."""
        found = self.images if image_name is None else self.named(image_name)
        return found[0] if len(found) == 1 else None

    def as_result(self) -> dict[str, typing.Any]:
        return {"images": [entry.name for entry in self.images], "files": [entry.as_result() for entry in self.entries]}


def survey(file: typing.BinaryIO, name: str) -> Archive:
    """Read the directory of the archive and the first bytes of each file. Raises :class:`OSError`."""
    try:
        with _directory(file) as archive:
            files = [(place, info) for place, info in enumerate(archive.infolist()) if not info.filename.endswith("/")]
            if len(files) > MOST_ENTRIES:
                return Archive(name=name, problem=f"it lists {len(files)} files")
            return Archive(name=name, entries=tuple(_entry(archive, info, place) for place, info in files))
    except UnusableArchive as error:
        return Archive(name=name, problem=str(error.strerror))


@contextlib.contextmanager
def opened(file: typing.BinaryIO, entry: Entry) -> typing.Iterator[ZippedFile]:
    """The stream of an entry of :func:`survey`. Raises :class:`UnusableArchive` and :class:`OSError`."""
    if entry.obstacle is not None:
        raise UnusableArchive(entry.obstacle)
    with _directory(file) as archive, ZippedFile(archive, archive.infolist()[entry.position]) as member:
        yield member


def open_member(path: str | os.PathLike[str], image_name: str | None = None) -> ZippedFile:
    """Open the image in the archive at ``path`` for reading from start to end: a binary stream with its ``size``.

    ``image_name`` is needed when there are several. Raises :class:`OSError` when there is not exactly one such image
    and, here or while reading, when the file or the archive can not be read. Damage that only the end of the data
    betrays is raised before the last bytes are returned, so a damaged image is never read in full.
    """
    with contextlib.ExitStack() as resources:
        file = resources.enter_context(open_regular(path))
        archive = survey(file, pathlib.Path(path).name)
        entry = archive.choose(image_name)
        if entry is None:
            raise UnusableArchive(archive.problem or f"{archive.name} does not hold exactly one such image")
        member = resources.enter_context(opened(file, entry))
        member.own(resources.pop_all())
        return member


@contextlib.contextmanager
def _directory(file: typing.BinaryIO) -> typing.Iterator[zipfile.ZipFile]:
    with told_as_unusable():
        archive = zipfile.ZipFile(typing.cast(typing.IO[bytes], BoundedReads(file)))
    with archive:
        yield archive


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, position: int) -> Entry:
    name = printable(info.orig_filename)
    trick = trick_in(info.orig_filename)
    entry = Entry(name=name, size=info.file_size, packed=info.compress_size, position=position, trick=trick)
    obstacle = _obstacle(info)
    if obstacle is None:
        try:
            with ZippedFile(archive, info) as member:
                return _judged(entry, member.read(64))
        except UnusableArchive as error:
            obstacle = str(error.strerror)
    return dataclasses.replace(entry, is_image=_has_image_suffix(name), obstacle=obstacle)


def _obstacle(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if info.compress_type not in _METHODS:
        return f"its compression method {info.compress_type} is not supported"
    if info.file_size > LARGEST_IMAGE:
        return f"it would unpack to {info.file_size} bytes"
    if info.file_size > MODEST and info.file_size > LARGEST_RATIO * info.compress_size:
        return f"it would unpack from {info.compress_size} to {info.file_size} bytes"
    return None


def _judged(entry: Entry, start: bytes) -> Entry:
    named_so = _has_image_suffix(entry.name) and not start.startswith((_APPLE_DOUBLE, _ZIP_MAGIC))
    return dataclasses.replace(
        entry, is_image=named_so or bears_known_magic(start), is_archive=start.startswith(_ZIP_MAGIC)
    )


def _has_image_suffix(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies in a directory, and how two directories differ. A file without a digest is never taken for the same."""

from __future__ import annotations

import dataclasses
import fnmatch
import hashlib
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.windows_path import normalised

_SHA256 = re.compile("[0-9a-f]{64}")

Told = typing.Mapping[str, typing.Any]


class ManifestError(ValueError):
    """Something is no list of files; ``str(error)`` is a sentence."""


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """``path`` is relative, with backslashes. ``sha256`` is ``None`` where the file could not be read."""

    path: str
    size: int
    sha256: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a directory, sorted by their paths in any case of letters."""

    files: tuple[File, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all paths, sizes and digests: equal for equal contents."""
        lines = (f"{file.path.casefold()}\t{file.size}\t{file.sha256}\n" for file in self.files)
        return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values."""
        return {
            "files": [dataclasses.asdict(file) for file in self.files],
            "count": len(self.files),
            "size": sum(file.size for file in self.files),
            "digest": self.digest,
            "no_hash": [file.path for file in self.files if file.sha256 is None],
        }


def from_find(files: typing.Iterable[Told], root: str) -> Manifest:
    """From the ``files`` of ``ansible.windows.win_find`` with ``checksum_algorithm: sha256``.

    That module leaves out the checksum of a file that is locked, and says nothing about it. Raises
    :class:`ManifestError`.
    """
    top = normalised(root).rstrip("\\") + "\\"
    found = []
    for each in files:
        if each.get("isdir"):
            continue
        path = normalised(str(each["path"]))
        if not path.casefold().startswith(top.casefold()):
            raise ManifestError(f"{path} does not lie below {top}.")
        found.append(_file(path[len(top) :], each.get("size"), each.get("checksum")))
    return _manifest(found)


def read(told: object) -> Manifest:
    """From a manifest as plain values, or from its ``files``. Raises :class:`ManifestError`."""
    files = told.get("files") if isinstance(told, typing.Mapping) else told
    if not isinstance(files, typing.Sequence) or isinstance(files, str):
        raise ManifestError("This is no manifest of files.")
    try:
        return _manifest([_file(str(each["path"]), each["size"], each["sha256"]) for each in files])
    except (KeyError, TypeError) as error:
        raise ManifestError("An entry of the manifest lacks its path, size or sha256.") from error


def _file(path: str, size: object, sha256: object) -> File:
    try:
        count = int(str(size))
    except ValueError as error:
        raise ManifestError(f"{path} has no size.") from error
    digest = str(sha256 or "").lower()
    if digest and not _SHA256.fullmatch(digest):
        raise ManifestError(f"The checksum of {path} is no SHA-256.")
    return File(path, count, digest or None)


def _manifest(files: typing.Sequence[File]) -> Manifest:
    by_key = {file.path.casefold(): file for file in files}
    if len(by_key) < len(files):
        raise ManifestError("A file is listed twice.")
    return Manifest(tuple(by_key[key] for key in sorted(by_key)))


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """Relative paths: of the first tree in ``missing``, of the second in the others."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    size: tuple[str, ...]
    hash: tuple[str, ...]
    no_hash: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every file is proven to be in both trees with the same content."""
        return not any(dataclasses.astuple(self))

    @property
    def sentence(self) -> str:
        """What differs, with the first few names."""
        told = (
            ("missing", self.missing),
            ("not there before", self.extra),
            ("of another size", self.size),
            ("of other content", self.hash),
            ("not readable, so not compared", self.no_hash),
        )
        parts = [f"{len(paths)} {words} ({_some(paths)})" for words, paths in told if paths]
        return f"The trees differ: {'; '.join(parts)}." if parts else "The trees are the same."

    def as_result(self) -> dict[str, typing.Any]:
        """Plain values."""
        lists = {field.name: list(getattr(self, field.name)) for field in dataclasses.fields(self)}
        return {**lists, "same": self.same, "sentence": self.sentence}


def difference(first: Manifest, second: Manifest, ignore: typing.Sequence[str] = ()) -> Difference:
    """How ``second`` differs from ``first``. ``ignore`` holds shell patterns for relative paths."""
    before, after = _compared(first, ignore), _compared(second, ignore)
    both = [(before[key], after[key]) for key in before if key in after]
    return Difference(
        missing=tuple(file.path for key, file in before.items() if key not in after),
        extra=tuple(file.path for key, file in after.items() if key not in before),
        size=tuple(new.path for old, new in both if old.size != new.size),
        hash=tuple(new.path for old, new in both if old.size == new.size and _differ(old.sha256, new.sha256)),
        no_hash=tuple(new.path for old, new in both if old.size == new.size and None in (old.sha256, new.sha256)),
    )


def _compared(manifest: Manifest, ignore: typing.Sequence[str]) -> dict[str, File]:
    patterns = [pattern.replace("/", "\\").casefold() for pattern in ignore]
    files = {file.path.casefold(): file for file in manifest.files}
    # A backslash in a shell pattern stands for itself, so these patterns are safe to use as they are.
    return {key: file for key, file in files.items() if not any(fnmatch.fnmatchcase(key, one) for one in patterns)}


def _differ(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second


def _some(paths: typing.Sequence[str], most: int = 3) -> str:
    return ", ".join(paths[:most]) + (f" and {len(paths) - most} more" if len(paths) > most else "")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows paths and the files below a directory that stands for the drives."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator


class Drives:
    r"""``C:\a\b`` is the file ``drive_c/a/b``, whatever the case of its letters; ``\\server\share`` is a drive, too."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory

    def file(self, windows: str) -> pathlib.Path:
        """The file, existing or not. Parts that exist are found in whatever case they are written."""
        first, *parts = [part for part in windows.replace("/", "\\").split("\\") if part]
        drive = f"drive_{first[0].lower()}" if first[1:] == ":" else f"unc_{first.lower()}"
        found = self.directory / drive
        for part in parts:
            found = self._inside(found, part)
        return found

    def windows(self, file: pathlib.Path) -> str:
        """The Windows path of a file below the drives."""
        drive, *parts = file.relative_to(self.directory).parts
        kind, _underscore, name = drive.partition("_")
        return "\\".join([f"{name.upper()}:" if kind == "drive" else f"\\\\{name}", *parts])

    def below(self, directory: str) -> Iterator[pathlib.Path]:
        """Everything below a directory, in order."""
        yield from sorted(self.file(directory).rglob("*"))

    @staticmethod
    def _inside(directory: pathlib.Path, name: str) -> pathlib.Path:
        if (directory / name).exists() or not directory.is_dir():
            return directory / name
        same = [entry for entry in directory.iterdir() if entry.name.lower() == name.lower()]
        return same[0] if same else directory / name


def drive_of(windows: str) -> str:
    """The letter of the drive, or the name of the server that shares it."""
    return windows.lstrip("\\").split("\\", maxsplit=1)[0].rstrip(":").upper()

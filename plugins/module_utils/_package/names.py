# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that a file carries inside: of members and of files in archives."""

from __future__ import annotations


def name_in(field: bytes) -> str:
    """The name in a field of fixed width, as it is. What follows its first NUL can be left from a longer name."""
    return field.partition(b"\0")[0].decode("ascii", "surrogateescape")


def printable(text: str) -> str:
    """The text for messages and results: a file must not be able to send commands to a terminal."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter) & 0xFF:02x}" for letter in text)


def trick_in(name: str) -> str | None:
    """What makes a name unsafe to use as a path, or ``None``. Nothing here uses it as one, but others may."""
    parts = name.replace("\\", "/").split("/")
    if not name:
        return "is empty"
    if not name.isprintable():
        return "contains what can not be printed"
    if parts[0] == "" or ":" in parts[0]:
        return "is an absolute path"
    if ".." in parts:
        return "leads out of its directory"
    return None

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file can be that is taken for firmware: the error page of a failed download, an archive of another kind."""

from __future__ import annotations

import typing

_PAGES: typing.Final = {
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"<": "an XML document",
    b"{": "a JSON document",
    b"[": "a JSON document",
    b"http/": "the answer of a web server",
}
_OTHERS: typing.Final = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"\xfd7zX": "an xz file",
    b"%PDF": "a PDF document",
    b"MZ": "a Windows program",
    b"\x7fELF": "a Linux program",
}
_BLANKS = b"\xef\xbb\xbf \r\n\t"


def page(start: bytes) -> str | None:
    """What kind of text instead of firmware a file begins with; ``None`` when it is no such text."""
    text = start.lstrip(_BLANKS).lower()
    return next((what for prefix, what in _PAGES.items() if text.startswith(prefix)), None)


def other(start: bytes) -> str | None:
    """A well-known kind of file that is not firmware."""
    return next((what for prefix, what in _OTHERS.items() if start.startswith(prefix)), None)

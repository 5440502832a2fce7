# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the stand-in misbehaves."""

from __future__ import annotations

import dataclasses

TOO_LONG = "0x00072004"
WEB_PAGE = b"<!DOCTYPE html><html><head><title>HikCentral</title></head><body>Log in</body></html>"


@dataclasses.dataclass
class Faults:
    """All at once, on calls whose path contains ``only``. Nothing is wrong by default."""

    only: str = ""
    code: str | int | None = None  # every answer has this code
    message: str = "no reason"
    web_page: bool = False
    status: int | None = None  # an HTTP status without a body
    body: bytes | None = None  # anything else as an answer
    seconds: float = 0  # before an answer
    silent: int = 0  # so many calls end without an answer
    busy: int = 0  # so many calls get ``busy_code``
    busy_code: str = "6"
    numbers: bool = False  # codes and totals have the other type
    longest_page: int | None = None  # pages of more are too long
    grows_at: int | None = None  # from this page on, the total is one more
    more_announced: int = 0  # added to every total
    cuts_page: int | None = None  # this page lacks its last record
    same_page: bool = False  # every page is the first one

    def about(self, path: str) -> bool:
        return self.only in path

    def takes_silence(self) -> bool:
        self.silent -= 1
        return self.silent >= 0

    def takes_busy(self) -> bool:
        self.busy -= 1
        return self.busy >= 0

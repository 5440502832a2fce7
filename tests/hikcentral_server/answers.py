# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the stand-in answers to a call that was let in."""

from __future__ import annotations

import json
import typing

from .contents import Contents, Record
from .faults import TOO_LONG, Faults

NOT_SUPPORTED = "12"
MISSING, OUT_OF_RANGE = "0x00072001", "0x00072002"


def envelope(code: str | int, message: str, data: typing.Any = None, *, numbers: bool = False) -> bytes:
    if numbers and str(code).isdigit():
        code = int(code)
    return json.dumps({"code": code, "msg": message, "data": data}).encode()


def answer(path: str, body: Record, contents: Contents, faults: Faults) -> bytes:
    if faults.code is not None:
        return envelope(faults.code, faults.message)
    if path == "common/v1/version":
        return _success({"produceName": contents.product, "softVersion": contents.version}, faults)
    records = contents.records(path, body)
    if records is None:
        return envelope(NOT_SUPPORTED, "url not supported")
    if "pageNo" not in body or "pageSize" not in body:
        return envelope(MISSING, "pageNo or pageSize is missing")
    number, size = body["pageNo"], body["pageSize"]
    if not (number >= 1 and 1 <= size <= 500):
        return envelope(OUT_OF_RANGE, "pageNo or pageSize is out of range")
    if faults.longest_page is not None and size > faults.longest_page:
        return envelope(TOO_LONG, "response is too long")
    return _success(_page(records, number, size, faults), faults)


def _page(records: list[Record], number: int, size: int, faults: Faults) -> Record:
    start = 0 if faults.same_page else (number - 1) * size
    chosen = records[start : start + size]
    if faults.cuts_page == number:
        chosen = chosen[:-1]
    grown = faults.grows_at is not None and number >= faults.grows_at
    total = len(records) + faults.more_announced + grown
    return {"total": str(total) if faults.numbers else total, "pageNo": number, "pageSize": size, "list": chosen}


def _success(data: typing.Any, faults: Faults) -> bytes:
    return envelope("0", "Success", data, numbers=faults.numbers)

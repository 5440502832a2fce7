# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules about files.

Times: win_stat tells seconds of UTC, win_find those of the server's own zone, and so do the doubles.
"""

from __future__ import annotations

import fnmatch
import hashlib
import pathlib
import shutil
import typing

from windows_machine.machine import Machine

Result = dict[str, typing.Any]


def win_stat(
    machine: Machine,
    *,
    path: str,
    get_checksum: bool = True,
    checksum_algorithm: str = "sha1",
    **_options: typing.Any,
) -> Result:
    file = machine.drives.file(path)
    if not file.exists():
        return {"stat": {"exists": False}}
    if get_checksum and file.is_file() and machine.locked([file]):
        return {"failed": True, "msg": f"The process cannot access the file '{path}' because another process uses it."}
    found = _about(machine, file, 0)
    if file.is_dir():
        found["size"] = sum(below.stat().st_size for below in file.rglob("*") if below.is_file())
    elif get_checksum:
        found["checksum"] = hashlib.new(checksum_algorithm, file.read_bytes()).hexdigest()
    return {"stat": found}


def win_find(
    machine: Machine,
    *,
    paths: list[str] | str,
    patterns: list[str] | str = ("*",),
    recurse: bool = False,
    hidden: bool = False,
    file_type: str = "file",
    get_checksum: bool = True,
    checksum_algorithm: str = "sha1",
    **_options: typing.Any,
) -> Result:
    wanted = [patterns] if isinstance(patterns, str) else list(patterns)
    found = []
    warnings = []
    for path in [paths] if isinstance(paths, str) else paths:
        directory = machine.drives.file(path)
        if not directory.is_dir():
            warnings.append(f"Argument path '{path}' does not exist or is not accessible, skipping")
            continue
        entries = directory.rglob("*") if recurse else directory.iterdir()
        found += [entry for entry in sorted(entries) if _chosen(entry, wanted, file_type, hidden)]
    described = [_about(machine, file, machine.facts["utc_offset"]) for file in found]
    if get_checksum:
        locked = machine.locked([file for file in found if file.is_file()])
        for file, one in zip(found, described, strict=True):
            readable = file.is_file() and file not in locked
            one["checksum"] = hashlib.new(checksum_algorithm, file.read_bytes()).hexdigest() if readable else None
    return {"files": described, "matched": len(found), "examined": len(found), "warnings": warnings}


def win_file(machine: Machine, *, path: str, state: str, check_mode: bool, **_options: typing.Any) -> Result:
    file = machine.drives.file(path)
    if state == "directory":
        changed = not file.is_dir()
        if changed and not check_mode:
            file.mkdir(parents=True)
    else:
        changed = file.exists()
        if changed and not check_mode:
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    return {"changed": changed}


def win_copy(
    machine: Machine,
    *,
    dest: str,
    check_mode: bool,
    src: str = "",
    content: str | None = None,
    **_options: typing.Any,
) -> Result:
    data = pathlib.Path(src).read_bytes() if content is None else content.encode()
    file = machine.drives.file(dest)
    changed = not file.is_file() or file.read_bytes() != data
    if changed and not check_mode:
        if not file.parent.is_dir():
            return {"failed": True, "msg": f"Cannot copy to '{dest}': its directory does not exist"}
        file.write_bytes(data)
    return {"changed": changed, "dest": dest, "checksum": hashlib.sha1(data, usedforsecurity=False).hexdigest()}


def _chosen(entry: pathlib.Path, patterns: list[str], file_type: str, hidden: bool) -> bool:
    if entry.name.startswith(".") and not hidden:
        return False
    if entry.is_dir() != (file_type == "directory"):
        return False
    return any(fnmatch.fnmatch(entry.name.lower(), pattern.lower()) for pattern in patterns)


def _about(machine: Machine, file: pathlib.Path, offset: int) -> Result:
    seen = file.stat()
    return {
        "exists": True,
        "path": machine.drives.windows(file),
        "filename": file.name,
        "extension": file.suffix,
        "isdir": file.is_dir(),
        "isreg": file.is_file(),
        "size": seen.st_size if file.is_file() else 0,
        "creationtime": seen.st_ctime + offset,
        "lastaccesstime": seen.st_atime + offset,
        "lastwritetime": seen.st_mtime + offset,
    }

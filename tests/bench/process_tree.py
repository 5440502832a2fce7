# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory of a process and of everything below it, read from /proc (Linux only)."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")
KIB = 1024


def family(root: int) -> list[int]:
    """``root`` and all its descendants that live now."""
    found = [root]
    for pid in found:  # grows while it is walked
        for thread in _entries(PROC / str(pid) / "task"):
            found += map(int, _read(thread / "children").split())
    return found


def proportional(pid: int) -> int:
    """Bytes of memory, pages that are shared counted in proportion (PSS); 0 when the process has ended."""
    return _field(PROC / str(pid) / "smaps_rollup", "Pss:")


def resident(pid: int) -> int:
    """Bytes in memory now (RSS); 0 when the process has ended."""
    return _field(PROC / str(pid) / "status", "VmRSS:")


def peak_resident(pid: int) -> int:
    """The largest RSS since the process was forked, as the kernel counts it; 0 when the process has ended."""
    return _field(PROC / str(pid) / "status", "VmHWM:")


def _field(file: Path, name: str) -> int:
    for line in _read(file).splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * KIB
    return 0


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _entries(directory: Path) -> list[Path]:
    try:
        return list(directory.iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []

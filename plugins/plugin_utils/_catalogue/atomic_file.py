# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a file so that whoever reads it sees the old one or the new one, whole."""

from __future__ import annotations

import os
import pathlib
import secrets
import stat


def replace(path: pathlib.Path, content: bytes) -> None:
    """Put ``content`` at ``path``, or where the link there leads. A file that exists keeps its mode.

    Raises :class:`OSError`; whatever was there is then untouched.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with open(temporary, "xb") as file:
            if target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

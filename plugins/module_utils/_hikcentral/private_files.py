# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files for nobody but their owner, there whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pathlib
import stat
import tempfile
import typing

_MODE = 0o600

Contents = typing.Mapping[str, bytes]


def keep(directory: pathlib.Path, contents: Contents) -> bool:
    """Make the files of ``directory`` those of ``contents``, with mode 0600; whether anything had to change.

    All are written before the first gets its name. Raises :class:`OSError`.
    """
    if all(_is_kept(directory / name, content) for name, content in contents.items()):
        return False
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        ready = {name: stack.enter_context(_written(directory, content)) for name, content in contents.items()}
        for name, path in ready.items():
            path.replace(directory / name)
    return True


def on_disk(directory: pathlib.Path, names: typing.Iterable[str]) -> list[dict[str, typing.Any]]:
    """Path, size and digest of the files, read back. Raises :class:`OSError`."""
    return [_description(directory / name) for name in names]


def _description(path: pathlib.Path) -> dict[str, typing.Any]:
    content = path.read_bytes()
    return {"path": str(path), "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _is_kept(path: pathlib.Path, content: bytes) -> bool:
    try:
        about = path.lstat()
        return stat.S_ISREG(about.st_mode) and stat.S_IMODE(about.st_mode) == _MODE and path.read_bytes() == content
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _written(directory: pathlib.Path, content: bytes) -> typing.Iterator[pathlib.Path]:
    """A new file with mode 0600 from its first byte, gone at the end unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=directory, prefix=".new-")
    path = pathlib.Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)

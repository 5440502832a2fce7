# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the advisories come from: the file of the collection, a file of the user, or a document at hand."""

from __future__ import annotations

import dataclasses
import functools
import os
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory import form
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import Advisories, AdvisoryError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import Document, parse
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.errors import DocumentError

SHIPPED: typing.Final = pathlib.Path(__file__).resolve().parents[3] / "data" / "advisories.yml"
MOST_BYTES: typing.Final = 8 << 20
MOST_PROBLEMS: typing.Final = 20

Rules = str | os.PathLike[str] | typing.Mapping[str, typing.Any] | None


@dataclasses.dataclass(frozen=True, slots=True)
class _File:
    """A file at a time; ``mtime`` (nanoseconds) and ``size`` (bytes) tell when it has changed."""

    path: pathlib.Path
    mtime: int
    size: int


def advisories_of(rules: Rules = None) -> Advisories:
    """The advisories of a path or a document; those of the collection where nothing is given.

    Raises :class:`AdvisoryError` with path and line of everything that is wrong.
    """
    if isinstance(rules, typing.Mapping):
        return _checked(Document("the given rules", rules))
    path = pathlib.Path(rules).expanduser() if rules else SHIPPED
    try:
        status = path.stat()
        return _from_file(_File(path, status.st_mtime_ns, status.st_size))
    except OSError as error:
        raise AdvisoryError(f"{path} can not be read: {error.strerror}") from error


@functools.lru_cache(maxsize=8)
def _from_file(file: _File) -> Advisories:
    """Read once, although a fleet asks once for each device."""
    if file.size > MOST_BYTES:
        raise AdvisoryError(f"{file.path} has {file.size} bytes, which is too much for rules")
    try:
        return _checked(parse(file.path.read_bytes(), str(file.path)))
    except DocumentError as error:
        raise AdvisoryError(str(error)) from error


def _checked(document: Document) -> Advisories:
    if found := form.problems(document):
        more = [f"and {len(found) - MOST_PROBLEMS} more"] if len(found) > MOST_PROBLEMS else []
        listed = "\n  ".join([f"{document.name} can not be used:", *found[:MOST_PROBLEMS], *more])
        raise AdvisoryError(listed)
    own = Advisories.read(document.content)
    return advisories_of().extended_by(own) if document.content.get("include_shipped") else own

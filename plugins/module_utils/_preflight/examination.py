# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a path to what the checks need of the file, and to the image that can be sent."""

from __future__ import annotations

import functools
import json
import typing

from .._firmware.image import ImageFile, sha256_of
from .._firmware.package import Package
from .._package.archive import open_member
from .._package.inspection import Inspection, inspect
from .firmware_file import FirmwareFile

Learn = typing.Callable[[str, str, typing.Callable[[], str]], str]


def examined(package: Package, learn: Learn) -> FirmwareFile:
    """The file of a package. ``learn`` is that of the task, so it is read once a run. Raises :class:`OSError`."""
    vouched = bool(package.sha256 or package.image_sha256)

    def examination() -> str:
        return json.dumps(examine(package.src, package.image_name, vouched=vouched).as_result())

    question = f"firmware {package.image_name or ''} {'vouched' if vouched else ''}"
    return FirmwareFile.from_result(json.loads(learn(package.src, question, examination)))


def examine(path: str, image_name: str | None = None, *, vouched: bool = False) -> FirmwareFile:
    """Read a file, or the image in an archive, from beginning to end.

    ``vouched``: a digest of the file is known and will be compared, so a format that is newer than our readers is
    only a warning. Raises :class:`OSError` when the file can not be read.
    """
    digest = sha256_of(path)
    return _file(path, digest, inspect(path, image_name), vouched=vouched)


def _file(path: str, digest: str, seen: Inspection, *, vouched: bool) -> FirmwareFile:
    image = seen.image
    findings = seen.findings_when_vouched() if vouched else seen.findings
    if image is None:
        return FirmwareFile(path=path, size=seen.size, sha256=digest, findings=findings)
    return FirmwareFile(
        path=path,
        size=seen.size,
        sha256=digest,
        member=image.name if seen.archive else None,
        image_size=image.size,
        image_sha256=seen.image_sha256 if seen.archive else digest,
        container=image.container.value,
        firmware=image.firmware,
        language=image.language,
        languages=image.languages,
        device_class=image.device_class,
        oem_code=image.oem_code,
        upgrade_code=image.upgrade_code.text if image.upgrade_code else None,
        findings=findings,
    )


def image_of(file: FirmwareFile, image_name: str | None) -> ImageFile:
    """What is sent: the file, or the image in it, read out of the archive while it is sent."""
    if file.member is None or file.image_size is None:
        return ImageFile(file.path, file.size)
    return ImageFile(file.path, file.image_size, functools.partial(open_member, file.path, image_name))

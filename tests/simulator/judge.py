# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device's verdict on an image: install it or refuse it, and with which sub status."""

from __future__ import annotations

from fnmatch import fnmatchcase

from .image_layout import ImageFacts
from .profiles.model import Profile
from .versions import Firmware, version_order

ANY_OEM = 0xFFFFFFFF


def verdict(image: ImageFacts, profile: Profile, running: Firmware) -> str | None:
    """The sub status of a refusal, or None when the device takes the image. The first objection wins."""
    policy = profile.upload
    other_kind = (image.container == "hksu") != (policy.container == "hksu")
    other_model = not any(fnmatchcase(profile.model, pattern) for pattern in image.models)
    too_far = image.requires is not None and version_order(running.version) < version_order(image.requires)
    older = Firmware(image.version, image.build).order < running.order
    objections = (
        (other_kind or image.device_class != policy.device_class, "badDevType"),
        (image.platform != profile.platform, policy.platform_code),
        (other_model, "badDevType"),
        (image.language not in ("ml", profile.language), "badLanguage"),
        (image.oem_code not in (profile.oem_code, ANY_OEM), "OEMCodeMismatch"),
        (too_far, "versionMismatch"),
        (older and not policy.downgrade, policy.version_code),
    )
    return next((sub for objected, sub in objections if objected), None)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images for devices of a known profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .image_builder import build_image
from .profiles import Profile


def firmware_for(
    profile: Profile, path: Path | str | None = None, *, version: str, build: str, **changes: Any
) -> bytes | Path:
    """An image that devices of this profile take; ``changes`` go to build_image."""
    values: dict[str, Any] = {
        "platform": profile.platform,
        "container": profile.upload.container,
        "device_class": profile.upload.device_class,
        "models": (profile.model,),
        "language": profile.language,
    }
    return build_image(path, version=version, build=build, **(values | changes))

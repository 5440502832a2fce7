# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware images from the command line.

``python -m simulator.image --version V5.7.18 --build 240826 --platform G5 out.dav``
``python -m simulator.image --profile nvr --version V4.62.225 --build 250101 out.dav``
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .firmware import firmware_for
from .image_builder import DEFAULT_SIZE, DEVICE_CLASSES, HKSU_LANGUAGES, build_image
from .image_reader import read_image
from .profiles import PROFILES

__all__ = ["build_image", "main", "read_image"]


def main(arguments: Sequence[str] | None = None) -> None:
    options = vars(_parser().parse_args(arguments))
    path, profile = options.pop("path"), options.pop("profile")
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    if profile is None:
        build_image(path, **given)
    else:
        firmware_for(PROFILES[profile], path, **given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulator.image", description="Build a synthetic firmware image.")
    parser.add_argument("--version", default="V5.7.18")
    parser.add_argument("--build", default="240826")
    parser.add_argument("--profile", choices=list(PROFILES), help="for devices of this profile; other options win")
    parser.add_argument("--platform", help="default: G5")
    parser.add_argument("--language", choices=sorted(HKSU_LANGUAGES), help="default: en")
    parser.add_argument("--model", action="append", dest="models", help="shell pattern, may be repeated (default: *)")
    parser.add_argument("--container", choices=sorted(DEVICE_CLASSES), help="default: hkws")
    parser.add_argument("--device-class", type=int)
    parser.add_argument("--requires", help="lowest version the image may be installed over")
    parser.add_argument("--size", type=int, default=DEFAULT_SIZE, help="bytes")
    parser.add_argument("path", type=Path)
    return parser


if __name__ == "__main__":
    main()

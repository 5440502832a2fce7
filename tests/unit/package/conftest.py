# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware files to look at. The examples of property tests lie beside the other caches."""

from __future__ import annotations

import io
import pathlib

from hypothesis.configuration import set_hypothesis_home_dir

from ansible_collections.surveillance.hikvision.plugins.module_utils._package.inspection import Inspection, inspect_open

set_hypothesis_home_dir(pathlib.Path(__file__).resolve().parents[3] / ".cache" / "hypothesis")


def look(data: bytes, image_name: str | None = None, *, name: str = "digicap.dav", sums: bool = True) -> Inspection:
    """Inspect these bytes as if they were a file."""
    return inspect_open(io.BytesIO(data), name, image_name, sums=sums)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forward, back, or nowhere."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.direction import directions
from ansible_collections.surveillance.hikvision.tests.unit.preflight.examples import (
    RUNNING,
    TARGET,
    device,
    package,
    told,
)

NEWER = FirmwareVersion("V5.8.0", "250101")
BACK = "FW041 blocked downgrade"


@pytest.mark.parametrize(
    "running, expected",
    [
        (RUNNING, []),
        (None, []),
        (FirmwareVersion("V5.7.18"), []),
        (FirmwareVersion("V5.7.18", "240820"), []),
        (TARGET, ["FW040 info"]),
        (FirmwareVersion("V5.07.018", "240826"), ["FW040 info"]),
        (FirmwareVersion("V5.7.18", "240901"), [BACK]),
        (NEWER, [BACK]),
        (FirmwareVersion("V5.7.100", "230101"), [BACK]),
    ],
)
def test_directions(running: FirmwareVersion | None, expected: list[str]) -> None:
    assert told(directions(package(), device(firmware=running))) == expected

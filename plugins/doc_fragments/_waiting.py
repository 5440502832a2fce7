# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules that wait for a device to come back."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  boot_timeout:
    description: Seconds a device may be silent before it counts as not back. Recorders with many disks need longest.
    type: float
    default: 900.0
  poll_interval:
    description: Seconds between two looks at the device while waiting.
    type: float
    default: 3.0
  good_reads:
    description:
      - How many complete answers in a row prove that the device is back.
      - HTTP comes up a minute or two before the services behind it, so one answer proves nothing.
    type: int
    default: 3
"""

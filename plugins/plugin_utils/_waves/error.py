# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the way of a plan."""

from __future__ import annotations


class PlanError(ValueError):
    """No plan can be made of what was given; the message says why, and what to give instead."""

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name with the one action of the device modules."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.action.device_info import ActionModule

__all__ = ["ActionModule"]

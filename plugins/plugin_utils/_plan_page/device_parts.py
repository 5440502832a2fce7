# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices of a plan on its page."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markup import Markup, element, joined
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.parts import NOTHING
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    PlannedDevice,
    PlannedStep,
)


def pills(step: PlannedStep) -> typing.Iterator[Markup]:
    if step.status != "approved":
        yield joined(" ", element("span", step.status or "from a list", class_="pill warn"))
    if step.config_reset:
        yield joined(" ", element("span", "resets settings", class_="pill warn"))


def version(firmware: FirmwareVersion) -> Markup:
    build = element("span", f" {firmware.build}", class_="build") if firmware.build else NOTHING
    return element("span", firmware.numbers, build, class_="version")


def way(device: PlannedDevice) -> Markup:
    first, *others = device.path
    hops = [element("span", "→ ", version(each), class_="version") for each in others]
    return Markup(("<br>" if len(hops) > 1 else " ").join([version(first), *hops]))


def canary(canary: bool) -> Markup:
    return element("span", "canary", class_="pill canary") if canary else NOTHING

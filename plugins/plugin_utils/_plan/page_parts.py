# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the page of a plan that come again and again."""

from __future__ import annotations

import re
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.markup import Markup, element, joined
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    PlannedDevice,
    PlannedStep,
)

NOTHING: typing.Final = Markup("")

_WEB = re.compile(r"https?://[!-~]+", re.ASCII)


def link(url: str) -> Markup:
    """Only to the web: a catalogue could name anything."""
    if not _WEB.fullmatch(url):
        return element("code", url)
    return element("a", url, href=url, rel="noopener noreferrer")


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


def figure(value: str) -> Markup:
    return element("td", value, class_="number")


def table(heading: typing.Sequence[str], bodies: typing.Sequence[Markup], *, wide: bool = False) -> Markup:
    """A heading that begins with ``#`` stands above numbers."""
    cells = [
        element("th", name[1:], class_="number") if name.startswith("#") else element("th", name) for name in heading
    ]
    told = element("table", element("thead", element("tr", *cells)), *bodies, **({"class_": "wide"} if wide else {}))
    return element("div", told, class_="card")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts that pages have in common."""

from __future__ import annotations

import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markup import Markup, element

NOTHING: typing.Final = Markup("")

_WEB = re.compile(r"https?://[!-~]+", re.ASCII)


def link(url: str) -> Markup:
    """Only to the web: a catalogue could name anything."""
    if not _WEB.fullmatch(url):
        return element("code", url)
    return element("a", url, href=url, rel="noopener noreferrer")


def figure(value: str) -> Markup:
    return element("td", value, class_="number")


def table(heading: typing.Sequence[str], bodies: typing.Sequence[Markup], *, wide: bool = False) -> Markup:
    """A heading that begins with ``#`` stands above numbers."""
    cells = [
        element("th", name[1:], class_="number") if name.startswith("#") else element("th", name) for name in heading
    ]
    told = element("table", element("thead", element("tr", *cells)), *bodies, **({"class_": "wide"} if wide else {}))
    return element("div", told, class_="card")

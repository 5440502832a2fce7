# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML by construction: text is escaped when it becomes part of an element, so nothing can be forgotten."""

from __future__ import annotations

import html

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import visible


class Markup(str):
    """HTML that is made of elements already."""

    __slots__ = ()


def element(name: str, *content: str, **attributes: str) -> Markup:
    """An element. ``content`` is escaped unless it is :class:`Markup`; ``class_`` stands for ``class``."""
    told = "".join(f' {key.rstrip("_")}="{escaped(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{told}>{joined(*content)}</{name}>")


def joined(*content: str) -> Markup:
    """Content one after the other, without an element around it."""
    return Markup("".join(part if isinstance(part, Markup) else escaped(part) for part in content))


def escaped(text: str) -> str:
    """Text for an element or an attribute in double quotes; what is invisible in it is shown."""
    return html.escape(visible(text), quote=True)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text in Markdown as GitLab and GitHub read it. What a device says about itself must stay text."""

from __future__ import annotations

import re

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import visible

_MARKUP = re.compile(r"([\\`*_{}\[\]|~])")
# Where names of people, issues and so on begin, which would be told or linked, and where addresses do.
_REFERENCE = re.compile(r"[@#!$%^](?=\w)|:(?=//)|www(?=\.)", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # has no width, and belongs to no name and no address
_WEB = re.compile(r"https?://[!-~]+", re.ASCII)


def text(words: str) -> str:
    """Plain text within a line or a cell of a table."""
    unlinked = _REFERENCE.sub(rf"\g<0>{_WORD_JOINER}", visible(words))
    escaped = _MARKUP.sub(r"\\\1", unlinked)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(words: str) -> str:
    """The words in letters of one width: nothing in there is markup, a name or a link.

    What would end the code or the cell that it stands in can not be escaped within code, so it becomes plain text.
    """
    shown = visible(words)
    return text(words) if not shown.strip() or set("`|\\") & set(shown) else f"`{shown}`"


def link(url: str) -> str:
    """A link to the web; anything else is shown and leads nowhere."""
    harmless = _WEB.fullmatch(url) and not re.search(r"[<>()|`\\]", url)
    return f"<{url}>" if harmless else code(url)


def table(heading: list[str], rows: list[list[str]]) -> list[str]:
    """Cells are Markdown already."""
    lines = [heading, ["---"] * len(heading), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]

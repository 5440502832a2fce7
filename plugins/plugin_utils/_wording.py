# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for people: times, sizes, numbers of things, and text from devices made visible."""

from __future__ import annotations

import re
import textwrap
import typing
import unicodedata

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._host_order import by_name

# Characters that are not shown, or that change how others are: a name must not look like another one.
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ", re.ASCII)
_BLANKS = re.compile(r"\s+")
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """``1 device``, ``2,000 devices``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def number(told: object) -> str:
    """``12,345``, and ``unknown`` for what is no whole number."""
    return f"{told:,}" if isinstance(told, int) else "unknown"


def duration(seconds: float) -> str:
    """``45 s``, ``10 min``, ``2 h 05 min``, ``3 d 4 h``, rounded."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours >= 24:
        days, hours = divmod(round(seconds / 3600), 24)
        return f"{days} d {hours} h"
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def moment(told: str) -> str:
    """``2026-03-02T07:30:00Z`` as ``2026-03-02 07:30 UTC``, and anything else as it is."""
    found = _MOMENT.fullmatch(told)
    return f"{found[1]} {found[2]} UTC" if found else told


def size(count: int) -> str:
    """``31 MB``, ``1.4 GB``: powers of ten, as transfer rates are told."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 999.5:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def listed(hosts: typing.Iterable[str], most: int = 10) -> str:
    """The first ones by name, and how many more there are."""
    ordered = sorted(hosts, key=by_name)
    named = ", ".join(ordered[:most])
    return f"{named} and {len(ordered) - most:,} more" if len(ordered) > most else named


def shown(told: object) -> str:
    """What somebody has set, as far as it is worth reading in a sentence about a mistake."""
    return textwrap.shorten(repr(told), 60)


def shortened(text: str, most: int = 300) -> str:
    """At most so many characters of a text that a device may have made very long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def visible(text: str) -> str:
    """One line in which every character shows: what is invisible is written as its number."""
    line = _BLANKS.sub(" ", text)
    return line if line.isascii() and line.isprintable() else "".join(map(_shown, line))


def _shown(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if unicodedata.category(letter) in _INVISIBLE else letter

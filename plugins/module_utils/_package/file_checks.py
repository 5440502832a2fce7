# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules for an image, FW001 and FW004 to FW013, and the order in which they are applied."""

from __future__ import annotations

import itertools
import typing

from .._firmware.finding import Finding
from . import header_checks, table_checks
from .contents import Contents

Check = typing.Callable[[Contents], typing.Iterator[Finding]]
MOST_ALIKE: typing.Final = 8
"""How often one rule may speak about one image: hostile files have thousands of faults."""

CHECKS: typing.Final[tuple[Check, ...]] = (
    header_checks.large_enough,
    header_checks.not_a_page,
    header_checks.known_magic,
    header_checks.known_generation,
    header_checks.consistent_header,
    header_checks.one_language,
    header_checks.header_checksum,
    header_checks.total_covers_members,
    header_checks.whole,
    table_checks.safe_names,
    table_checks.unique_names,
    table_checks.no_overlap,
    table_checks.no_gap,
    table_checks.intact_members,
    table_checks.tail,
    table_checks.opaque_parts,
)


def findings(image: Contents) -> typing.Iterator[Finding]:
    """What is to be said about the image and each of its sections."""
    for part in (image, *image.sections):
        for check in CHECKS:
            yield from itertools.islice(check(part), MOST_ALIKE)

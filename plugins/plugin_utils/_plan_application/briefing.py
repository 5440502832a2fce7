# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan in few lines, for the terminal of whoever made it."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page import overview
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import (
    counted,
    duration,
    listed,
    shortened,
    size,
    visible,
)

MOST_WAVES: typing.Final = 20  # the rendering has all of them
_NAMED = 6


def briefing(plan: Plan, digest: str) -> list[str]:
    """The plan, its waves, what needs attention, and the digest to approve."""
    lines = [overview.headline(plan), *_waves(plan)]
    if plan.totals.hops:
        lines.append(f"{counted(plan.totals.hops, 'upload')}, {size(plan.totals.upload_bytes)} in all.")
    lines += [shortened(sentence) for sentence in overview.attention(plan)]
    return [visible(line) for line in (*lines, f"Digest: {digest}, good until {plan.expires}.")]


def _waves(plan: Plan) -> typing.Iterator[str]:
    hosts: dict[int, list[str]] = {}
    for device in plan.devices:
        hosts.setdefault(device.wave, []).append(device.host)
    for wave in plan.waves[:MOST_WAVES]:
        kind = ", canaries" if wave.canary else ""
        about = f"{counted(wave.hosts, 'device')}, about {duration(wave.expected_duration)}"
        yield f"Wave {wave.number}{kind}: {about}: {listed(hosts[wave.number], _NAMED)}"
    if (more := len(plan.waves) - MOST_WAVES) > 0:
        yield f"... and {counted(more, 'wave')} more."

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the audit promises, held against the measurements, and both for people and for programs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from .audit import Audit
from .machine import Machine
from .promises import Promise
from .report import table
from .settings import MEGABYTE, Settings

SCHEMA = 1
FLEET = 1000  # devices from which on start-up no longer hides what a device costs
MOST_CPU = 0.12
MOST_MEMORY = 1500 * MEGABYTE
MOST_BENDING = 2.0
HEADINGS = (
    "devices", "CPU ms per device", "CPU s in all", "wall s", "memory MB", "main process MB", "requests per device",
    "refused logins", "parallel",
)  # fmt: skip


def judge(audits: Sequence[Audit]) -> list[Promise]:
    """The promises that these audits, the smallest first, can tell about."""
    return [*_cost(audits), *_memory(audits), *_gentle(audits)]


def _cost(audits: Sequence[Audit]) -> Iterator[Promise]:
    for audit in audits:
        if audit.devices >= FLEET:
            yield Promise(
                "audit.cpu",
                audit.cpu_per_device <= MOST_CPU,
                f"an audit of {audit.devices} devices takes {audit.cpu_per_device:.3f} CPU seconds per device in all; "
                f"at most {MOST_CPU}",
            )


def _memory(audits: Sequence[Audit]) -> Iterator[Promise]:
    most = max(audit.tree_memory for audit in audits)
    forks = audits[-1].forks
    yield Promise(
        "audit.memory",
        0 < most < MOST_MEMORY,
        f"all processes together take {most / MEGABYTE:.0f} MB with {forks} forks; less than {MOST_MEMORY // MEGABYTE}",
    )
    growth = [
        (large.root_memory - small.root_memory) / (large.devices - small.devices)
        for small, large in itertools.pairwise(audits)
    ]
    if len(growth) > 1:
        told = ", then ".join(f"{each / 1000:.0f} kB" for each in growth)
        yield Promise(
            "audit.growth",
            growth[-1] <= MOST_BENDING * max(growth[0], 1),
            f"the main process grows by {told} for each further device; "
            f"in the end at most {MOST_BENDING:.0f} times as much as at the start",
        )


def _gentle(audits: Sequence[Audit]) -> Iterator[Promise]:
    failed = sum(audit.seen.failed_logins for audit in audits)
    yield Promise("audit.failed_logins", failed == 0, f"devices refused {failed} logins; none")
    parallel = max(audit.seen.most_parallel_requests for audit in audits)
    yield Promise(
        "audit.parallel_requests",
        parallel == 1,
        f"requests in flight on one device at a time: {parallel}; never more than 1",
    )


def as_text(settings: Settings, machine: Machine, audits: Sequence[Audit], promises: Sequence[Promise]) -> str:
    """The table and the promises."""
    lines = [
        f"{machine}. {'TLS' if settings.tls else 'No TLS'}. {settings.audit_forks} forks.",
        "",
        *table(HEADINGS, [_row(audit) for audit in audits]),
        "",
        *(f"- {'kept' if promise.kept else 'BROKEN'}: {promise.sentence}" for promise in promises),
    ]
    return "\n".join(lines) + "\n"


def _row(audit: Audit) -> list[str]:
    return [
        str(audit.devices),
        f"{audit.cpu_per_device * 1000:.0f}",
        f"{audit.usage.cpu:.1f}",
        f"{audit.usage.wall:.1f}",
        f"{audit.tree_memory / MEGABYTE:.0f}",
        f"{audit.root_memory / MEGABYTE:.0f}",
        f"{audit.seen.requests / audit.devices:.0f}",
        str(audit.seen.failed_logins),
        str(audit.seen.most_parallel_requests),
    ]


def as_data(machine: Machine, audits: Sequence[Audit], promises: Sequence[Promise]) -> dict[str, Any]:
    """Every figure, in seconds and bytes."""
    return {
        "schema": SCHEMA,
        "machine": asdict(machine),
        "audits": [asdict(audit) for audit in audits],
        "promises": [asdict(promise) for promise in promises],
        "kept": all(promise.kept for promise in promises),
    }

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection promises, held against the samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .contenders import COLLECTION, COLLECTION_FIVE_TASKS, COLLECTION_UPGRADE, URI_FIVE_TASKS
from .figures import Spread, cpu_per_task, upload_ratio
from .rounds import Measured, Sample
from .settings import MEGABYTE, Scenario

LEAST_RATIO = 8.0
MOST_GROWTH = 40 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence with figures, and whether they keep it."""

    key: str
    kept: bool
    sentence: str


def judge(results: Sequence[Measured]) -> list[Promise]:
    """The promises that these results can tell about."""
    ours = [sample for measured in results for sample in measured.samples if sample.contender in COLLECTION]
    return [*(promise for measured in results for promise in _own(measured)), *_gentle(ours)]


def _own(measured: Measured) -> Iterator[Promise]:
    match measured.scenario:
        case Scenario.READS:
            yield _ratio(measured)
        case Scenario.UPGRADES:
            yield _uploaded_once(measured)
        case Scenario.LARGE:
            yield _uploaded_once(measured)
            yield _growth(measured)


def _ratio(measured: Measured) -> Promise:
    uri, ours = cpu_per_task(measured, URI_FIVE_TASKS), cpu_per_task(measured, COLLECTION_FIVE_TASKS)
    ratio = Spread(uri.median / ours.median, uri.least / ours.most, uri.most / ours.least)
    return Promise(
        "reads.cpu_ratio",
        ratio.median >= LEAST_RATIO,
        f"ansible.builtin.uri takes {ratio.written(1)} times the CPU of this collection per host and task; "
        f"at least {LEAST_RATIO:.0f}",
    )


def _uploaded_once(measured: Measured) -> Promise:
    ratio = upload_ratio(measured, COLLECTION_UPGRADE)
    return Promise(
        f"{measured.scenario}.upload_ratio",
        ratio.least == ratio.most == 1,
        f"each image of {(measured.image_size or 0) / MEGABYTE:.0f} MB is sent {ratio.written(2)} times; exactly once",
    )


def _growth(measured: Measured) -> Promise:
    growth = max(sample.worker_growth or 0 for sample in measured.samples)
    return Promise(
        "large.worker_growth",
        0 < growth < MOST_GROWTH,
        f"the worker grows by {growth / MEGABYTE:.1f} MB while it uploads "
        f"{(measured.image_size or 0) / MEGABYTE:.0f} MB; less than {MOST_GROWTH / MEGABYTE:.0f}",
    )


def _gentle(ours: Sequence[Sample]) -> Iterator[Promise]:
    failed = sum(sample.seen.failed_logins for sample in ours)
    yield Promise("failed_logins", failed == 0, f"devices refused {failed} logins of this collection; none")
    parallel = max(sample.seen.most_parallel_requests for sample in ours)
    yield Promise(
        "parallel_requests", parallel == 1, f"requests in flight on one device at a time: {parallel}; never more than 1"
    )

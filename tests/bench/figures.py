# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From samples to figures: start-up taken off, divided by devices, the median and the range over the rounds."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .contenders import Contender, Program
from .rounds import Measured, Sample


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Raises :class:`statistics.StatisticsError` when there are none."""
        numbers = list(values)
        return cls(statistics.median(numbers), min(numbers), max(numbers))

    def written(self, digits: int) -> str:
        """The median, and the range in parentheses where the digits show one."""
        median, least, most = (f"{value:.{digits}f}" for value in (self.median, self.least, self.most))
        return median if least == most else f"{median} ({least} to {most})"


def samples_of(measured: Measured, contender: Contender) -> list[Sample]:
    return [sample for sample in measured.samples if sample.contender == contender]


def start_up(measured: Measured, program: Program) -> Spread:
    """CPU seconds of an idle start."""
    return Spread.of(sample.usage.cpu for sample in measured.start_ups if sample.contender.program is program)


def cpu_per_device(measured: Measured, contender: Contender) -> Spread:
    """CPU seconds, start-up taken off."""
    idle = start_up(measured, contender.program).median
    return Spread.of((sample.usage.cpu - idle) / measured.devices for sample in samples_of(measured, contender))


def cpu_per_task(measured: Measured, contender: Contender) -> Spread:
    """CPU seconds for one task of one host, start-up taken off."""
    device = cpu_per_device(measured, contender)
    return Spread(device.median / contender.tasks, device.least / contender.tasks, device.most / contender.tasks)


def wall(measured: Measured, contender: Contender) -> Spread:
    """Seconds for the whole fleet, start-up included."""
    return Spread.of(sample.usage.wall for sample in samples_of(measured, contender))


def peak_memory(measured: Measured, contender: Contender) -> Spread:
    """Bytes of the whole process tree."""
    return Spread.of(sample.peak_memory for sample in samples_of(measured, contender))


def requests_per_device(measured: Measured, contender: Contender) -> Spread:
    return Spread.of(sample.seen.requests / measured.devices for sample in samples_of(measured, contender))


def upload_ratio(measured: Measured, contender: Contender) -> Spread:
    """Bytes that arrived as firmware over the size of the image, per device."""
    whole = (measured.image_size or 0) * measured.devices
    return Spread.of(sample.seen.upload_bytes / whole for sample in samples_of(measured, contender))


def failed_logins(measured: Measured, contender: Contender) -> int:
    return sum(sample.seen.failed_logins for sample in samples_of(measured, contender))


def most_parallel_requests(measured: Measured, contender: Contender) -> int:
    return max(sample.seen.most_parallel_requests for sample in samples_of(measured, contender))

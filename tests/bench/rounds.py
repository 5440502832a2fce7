# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let the contenders work in turn, round after round, so that a busy minute of the machine hits all of them."""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator import build_image

from .contenders import (
    COLLECTION_UPGRADE,
    READERS,
    START_UP,
    UPGRADERS,
    URI_FIVE_TASKS,
    Contender,
    command,
    environment,
)
from .measurement import Failed, Gauge, PeakMemory, Usage, WorkerGrowth, measure
from .settings import MEGABYTE, Scenario, Settings
from .simulated_fleet import Seen, SimulatedFleet, simulated_fleet

BUILD = "250101"


@dataclass(frozen=True, slots=True)
class Sample:
    """One contender in one round. ``worker_growth`` is measured for the large image only."""

    contender: Contender
    usage: Usage
    peak_memory: int
    seen: Seen
    worker_growth: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """All samples of a scenario, and what an idle start of each program costs."""

    scenario: Scenario
    devices: int
    image_size: int | None
    samples: tuple[Sample, ...]
    start_ups: tuple[Sample, ...]


def run(settings: Settings) -> Iterator[Measured]:
    """Measure the chosen scenarios. Raises :class:`Failed`."""
    settings.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.output) as directory:
        for scenario, measure_it in _SCENARIOS.items():
            if scenario in settings.only:
                yield measure_it(settings, Path(directory))


def _reads(settings: Settings, directory: Path) -> Measured:
    with simulated_fleet(settings.devices, tls=settings.tls, time_factor=1.0, directory=directory) as fleet:
        bench = _Bench(settings, Scenario.READS, fleet, directory, settings.read_forks)
        samples, start_ups = bench.all_rounds(READERS, bench.read)
    return Measured(Scenario.READS, settings.devices, None, samples, start_ups)


def _upgrades(settings: Settings, directory: Path) -> Measured:
    factor = settings.time_factor
    with simulated_fleet(settings.devices, tls=settings.tls, time_factor=factor, directory=directory) as fleet:
        bench = _Bench(settings, Scenario.UPGRADES, fleet, directory, settings.upgrade_forks)
        samples, start_ups = bench.all_rounds(UPGRADERS, bench.upgrade)
    return Measured(Scenario.UPGRADES, settings.devices, settings.image_size, samples, start_ups)


def _large(settings: Settings, directory: Path) -> Measured:
    with simulated_fleet(1, tls=settings.tls, time_factor=settings.time_factor, directory=directory) as fleet:
        bench = _Bench(settings, Scenario.LARGE, fleet, directory, forks=1)
        sample = bench.upgrade_large(COLLECTION_UPGRADE)
    return Measured(Scenario.LARGE, 1, settings.large_image_size, (sample,), ())


_SCENARIOS: dict[Scenario, Callable[[Settings, Path], Measured]] = {
    Scenario.READS: _reads,
    Scenario.UPGRADES: _upgrades,
    Scenario.LARGE: _large,
}


class _Bench:
    """Runs contenders against one fleet."""

    def __init__(
        self, settings: Settings, scenario: Scenario, fleet: SimulatedFleet, directory: Path, forks: int
    ) -> None:
        self._settings = settings
        self._scenario = scenario
        self._fleet = fleet
        self._directory = directory
        self._forks = forks
        self._numbers = itertools.count(1)
        self._inventory = directory / "inventory.json"
        self._inventory.write_text(json.dumps(fleet.inventory()), encoding="utf-8")

    def all_rounds(
        self, contenders: Sequence[Contender], work: Callable[[Contender], Sample]
    ) -> tuple[tuple[Sample, ...], tuple[Sample, ...]]:
        """The samples of the contenders and those of idle starts."""
        samples, start_ups = [], []
        for number in range(1, self._settings.rounds + 1):
            _tell(f"{self._scenario}, round {number} of {self._settings.rounds}")
            start_ups += [self._measure(idle) for idle in START_UP.values()]
            with_uri = number <= self._settings.uri_rounds
            samples += [work(contender) for contender in contenders if with_uri or contender != URI_FIVE_TASKS]
        return tuple(samples), tuple(start_ups)

    def read(self, contender: Contender) -> Sample:
        sample = self._measure(contender)
        wanted = contender.least_requests * len(self._fleet)
        if sample.seen.requests < wanted:
            raise Failed(f"{contender.name} made {sample.seen.requests} requests instead of at least {wanted}")
        return sample

    def upgrade(self, contender: Contender) -> Sample:
        """Each time to a version that no device has yet."""
        return self._upgrade(contender, self._settings.image_size, ())

    def upgrade_large(self, contender: Contender) -> Sample:
        _tell(f"an image of {self._settings.large_image_size / MEGABYTE:.0f} MB")
        growth = WorkerGrowth()
        sample = self._upgrade(contender, self._settings.large_image_size, (growth,))
        return Sample(sample.contender, sample.usage, sample.peak_memory, sample.seen, growth.bytes)

    def _upgrade(self, contender: Contender, size: int, gauges: Sequence[Gauge]) -> Sample:
        version = f"V5.8.{next(self._numbers)}"
        image = self._directory / "digicap.dav"
        build_image(image, version=version, build=BUILD, platform="G5", size=size)
        details = {
            "src": str(image),
            "version": version,
            "build": BUILD,
            "poll_interval": self._settings.poll_interval,
            "good_reads": self._settings.good_reads,
        }
        job = self._directory / "job.json"
        job.write_text(json.dumps(details), encoding="utf-8")
        sample = self._measure(contender, job, gauges)
        image.unlink()
        if self._fleet.versions() != {version}:
            raise Failed(f"{contender.name} left devices with {self._fleet.versions()} instead of {version}")
        return sample

    def _measure(self, contender: Contender, job: Path | None = None, gauges: Sequence[Gauge] = ()) -> Sample:
        self._fleet.forget()
        memory = PeakMemory()
        usage = measure(
            command(contender, self._inventory, self._forks, job),
            log=self._settings.output / "logs" / f"{self._scenario}-{contender.slug}.log",
            environment=environment(),
            gauges=(memory, *gauges),
        )
        _tell(f"  {contender.name:32} {usage.wall:6.1f} s, {usage.cpu:6.1f} CPU s")
        return Sample(contender, usage, memory.bytes, self._fleet.seen())


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

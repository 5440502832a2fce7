# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark runs, and its verdict follows from what it measured."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import pytest

from bench.command import main
from bench.contenders import COLLECTION_FIVE_TASKS, COLLECTION_UPGRADE, START_UP, URI_FIVE_TASKS, Contender, Program
from bench.measurement import Failed, Usage, measure
from bench.process_tree import family, peak_resident, proportional, resident
from bench.promises import judge
from bench.rounds import Measured, Sample
from bench.settings import MEGABYTE, Scenario
from bench.simulated_fleet import Seen

pytestmark = pytest.mark.newest_core

SEEN = Seen(requests=50, failed_logins=0, most_parallel_requests=1, upload_bytes=0, reboots=0)


def sample(contender: Contender, cpu: float, seen: Seen = SEEN, growth: int | None = None) -> Sample:
    return Sample(contender, Usage(wall=cpu, cpu=cpu), peak_memory=100 * MEGABYTE, seen=seen, worker_growth=growth)


def reads(ours: float, uri: float, seen: Seen = SEEN) -> Measured:
    """Ten devices and a start-up of one CPU second."""
    return Measured(
        Scenario.READS,
        devices=10,
        image_size=None,
        samples=(sample(COLLECTION_FIVE_TASKS, 1 + ours, seen), sample(URI_FIVE_TASKS, 1 + uri)),
        start_ups=(sample(START_UP[Program.ANSIBLE], 1.0),),
    )


def large(upload_bytes: int, growth: int) -> Measured:
    seen = dataclasses.replace(SEEN, upload_bytes=upload_bytes)
    samples = (sample(COLLECTION_UPGRADE, 2.0, seen, growth),)
    return Measured(Scenario.LARGE, devices=1, image_size=200 * MEGABYTE, samples=samples, start_ups=())


def test_one_device_is_measured_and_the_result_has_its_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = "--devices 1 --rounds 1 --large-image-mb 2 --only reads --only large"
    code = main([*options.split(), "--output", str(tmp_path)])
    shown = capsys.readouterr().out
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert result["schema"] == 1
    assert set(result["machine"]) == {"cores", "memory", "python", "core", "load"}
    assert result["settings"]["devices"] == 1
    assert result["kept"] is all(promise["kept"] for promise in result["promises"])
    assert code == (0 if result["kept"] else 1)
    reads_result, large_result = result["results"]
    assert reads_result["scenario"] == "reads"
    assert set(reads_result["start_up_cpu"]) == {"ansible", "script"}
    for contender in reads_result["contenders"]:
        assert set(contender["cpu_per_task"]) == {"median", "least", "most"}
        assert contender["wall"]["median"] > 0
        assert contender["name"] in shown
    by_name = {contender["name"]: contender["samples"][0] for contender in reads_result["contenders"]}
    assert len(by_name) == 5
    assert by_name["ansible.builtin.uri, five tasks"]["requests"] == 10
    assert by_name["five tasks that do nothing"]["requests"] == 0
    assert by_name["this collection, one task"]["peak_memory"] > MEGABYTE
    (upload,) = large_result["contenders"]
    assert upload["samples"][0]["upload_bytes"] == large_result["image_size"] == 2 * MEGABYTE
    assert upload["samples"][0]["worker_growth"] > 0
    assert (tmp_path / "result.md").read_text(encoding="utf-8") == shown
    assert not list(tmp_path.glob("**/*.dav"))


@pytest.mark.parametrize(("ours", "uri", "kept"), [(1.0, 8.0, True), (1.0, 7.9, False)])
def test_the_ratio_is_taken_after_the_start_up(ours: float, uri: float, kept: bool) -> None:
    promises = {promise.key: promise for promise in judge([reads(ours, uri)])}
    assert promises["reads.cpu_ratio"].kept is kept


@pytest.mark.parametrize(
    ("upload_bytes", "growth", "broken"),
    [
        (200 * MEGABYTE, 5 * MEGABYTE, set()),
        (200 * MEGABYTE + 1, 5 * MEGABYTE, {"large.upload_ratio"}),
        (400 * MEGABYTE, 5 * MEGABYTE, {"large.upload_ratio"}),
        (200 * MEGABYTE, 40 * MEGABYTE, {"large.worker_growth"}),
        (200 * MEGABYTE, 0, {"large.worker_growth"}),
    ],
)
def test_a_large_image_travels_once_through_a_small_worker(upload_bytes: int, growth: int, broken: set[str]) -> None:
    assert {promise.key for promise in judge([large(upload_bytes, growth)]) if not promise.kept} == broken


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"failed_logins": 1}, {"failed_logins"}),
        ({"most_parallel_requests": 2}, {"parallel_requests"}),
    ],
)
def test_what_devices_saw_counts(change: dict[str, int], broken: set[str]) -> None:
    measured = reads(1.0, 10.0, dataclasses.replace(SEEN, **change))
    assert {promise.key for promise in judge([measured]) if not promise.kept} == broken


def test_cpu_of_grandchildren_counts(tmp_path: Path) -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}], check=True)"
    usage = measure([sys.executable, "-c", script], log=tmp_path / "log", environment={}, gauges=())
    assert 0.3 <= usage.cpu < 2.0
    assert usage.wall >= 0.3


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(Failed, match="ended with 3"):
        measure([sys.executable, "-c", "print('why'); raise SystemExit(3)"], log=log, environment={}, gauges=())
    assert log.read_text(encoding="utf-8") == "why\n"


def test_memory_of_a_process_that_is_gone_is_nothing() -> None:
    gone = 2**30  # beyond the largest process id that Linux gives
    assert family(gone) == [gone]
    assert proportional(gone) == resident(gone) == peak_resident(gone) == 0

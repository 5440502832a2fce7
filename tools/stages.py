# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs make targets as stages of one test run: `stages.py MAKE TARGET[:CORES]...`.

A stage starts as soon as the cores that it asks for are free, in the order given, so a single-core stage fills the
core beside another one. Output goes to .cache/logs/TARGET.log; the end of a failed stage's log is shown. The last line
sums up all pytest runs the way pytest does, from the JUnit file that a test stage leaves beside its log; a failed stage
without a failed test of its own counts there as an error.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tree import ROOT

LOGS = ROOT / ".cache/logs"
CORES = int(os.environ.get("STAGE_CORES", "2"))
DEADLINE_SECONDS = 1800
TAIL_LINES = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """A make target and the number of cores that it keeps busy."""

    target: str
    cores: int

    @classmethod
    def parse(cls, word: str) -> Stage:
        """Reads "target" or "target:cores"."""
        target, *cores = word.split(":")
        return cls(target, min(int(cores[0]) if cores else 1, CORES))

    @property
    def log(self) -> Path:
        """Where the stage's output goes."""
        return LOGS / f"{self.target}.log"

    @property
    def junit(self) -> Path:
        """Where pytest leaves its counts, if the stage runs pytest."""
        return LOGS / f"{self.target}.xml"


@dataclass(frozen=True, slots=True)
class Result:
    """How a stage ended."""

    stage: Stage
    outcome: str
    seconds: float
    tests: Counter[str]


@dataclass(slots=True)
class Running:
    """A stage under way."""

    stage: Stage
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """The time since the stage was started."""
        return time.monotonic() - self.started

    def stop(self) -> None:
        """Ends the stage with everything that it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(make: str, stage: Stage) -> Running:
    """Starts a stage in its own process group, with its output in its log."""
    stage.junit.unlink(missing_ok=True)
    with stage.log.open("wb") as log:
        process = subprocess.Popen(
            [make, "--no-print-directory", stage.target],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "NO_COLOR": "1"},
        )
    return Running(stage, process)


def result_of(running: Running) -> Result | None:
    """Returns the result of a stage that has ended or has outlived its deadline, else None."""
    stage, code = running.stage, running.process.poll()
    if code is None and running.seconds < DEADLINE_SECONDS:
        return None
    if code is None:
        running.stop()
        outcome = "timed out"
    elif code != 0:
        outcome = "failed"
    else:
        last_line = stage.log.read_text(errors="replace").rstrip().rpartition("\n")[2]
        outcome = "skipped" if last_line.startswith("skipped:") else "passed"
    tests = counts(stage.junit)
    if outcome in ("failed", "timed out") and not (tests["failed"] or tests["error"]):
        tests["error"] += 1
    return Result(stage, outcome, running.seconds, tests)


def counts(junit: Path) -> Counter[str]:
    """Reads the numbers of passed, failed, skipped and broken tests from a JUnit file."""
    tests: Counter[str] = Counter()
    if junit.exists():
        for suite in ElementTree.parse(junit).iter("testsuite"):
            failed, error, skipped = (int(suite.get(name, "0")) for name in ("failures", "errors", "skipped"))
            passed = int(suite.get("tests", "0")) - failed - error - skipped
            tests.update(passed=passed, failed=failed, error=error, skipped=skipped)
    return tests


def run(make: str, stages: list[Stage]) -> list[Result]:
    """Runs all stages, whatever fails, and tells about each as it ends."""
    waiting, under_way, results = list(stages), list[Running](), list[Result]()
    try:
        while waiting or under_way:
            free = CORES - sum(running.stage.cores for running in under_way)
            if ready := next((stage for stage in waiting if stage.cores <= free), None):
                waiting.remove(ready)
                under_way.append(start(make, ready))
                continue
            time.sleep(0.1)
            for running in list(under_way):
                if result := result_of(running):
                    under_way.remove(running)
                    results.append(result)
                    report(result)
    finally:
        for running in under_way:
            running.stop()
    return results


def report(result: Result) -> None:
    """Prints one line about a stage, and the end of its log if it failed."""
    print(f"{result.stage.target:<14} {result.outcome:<10} {result.seconds:6.0f} s", flush=True)
    if result.outcome in ("failed", "timed out"):
        lines = result.stage.log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
        print("\n".join(f"    {line}" for line in lines))
        print(f"    (the whole log: {os.path.relpath(result.stage.log)})", flush=True)


def closing_line(results: list[Result], seconds: float) -> str:
    """Returns the sum of all test runs as pytest's own last line would put it."""
    tests = sum((result.tests for result in results), Counter[str]())
    parts = [f"{tests[key]} {key}" for key in ("failed", "passed", "skipped") if tests[key]]
    if errors := tests["error"]:
        parts.append(f"{errors} error{'s' if errors > 1 else ''}")
    return f" {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


def main(make: str, words: list[str]) -> int:
    """Runs the stages, prints the table and the closing line; returns the exit code."""
    LOGS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    results = run(make, [Stage.parse(word) for word in words])
    print(f"\n{'stage':<14} {'outcome':<10} {'seconds':>7}")
    for result in results:
        print(f"{result.stage.target:<14} {result.outcome:<10} {result.seconds:7.0f}")
    print(closing_line(results, time.monotonic() - started), flush=True)
    return int(any(result.outcome in ("failed", "timed out") for result in results))


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: sys.exit(signal.strsignal(received)))
    sys.exit(main(sys.argv[1], sys.argv[2:]))

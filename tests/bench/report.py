# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results for people (tables in Markdown that a terminal shows just as well) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from . import figures
from .contenders import NOT_MEASURED, READERS, UPGRADERS, Contender, Program
from .figures import Spread
from .machine import Machine
from .promises import Promise
from .rounds import Measured
from .settings import MEGABYTE, Scenario, Settings

SCHEMA = 1
READ_HEADINGS = (
    "way", "CPU ms per device", "CPU ms per task", "wall s", "memory MB", "requests per device", "refused logins",
    "parallel",
)  # fmt: skip
UPGRADE_HEADINGS = (
    "way", "CPU ms per device", "wall s", "memory MB", "bytes sent / image", "requests per device", "refused logins",
    "parallel",
)  # fmt: skip


def as_text(settings: Settings, machine: Machine, results: Sequence[Measured], promises: Sequence[Promise]) -> str:
    """All tables and the promises."""
    lines = [f"{machine}. {'TLS' if settings.tls else 'No TLS'}.", ""]
    for measured in results:
        if measured.scenario is not Scenario.LARGE:
            lines += [*_section(settings, measured), ""]
    lines += [f"- {'kept' if promise.kept else 'BROKEN'}: {promise.sentence}" for promise in promises]
    return "\n".join(lines) + "\n"


def _section(settings: Settings, measured: Measured) -> Iterator[str]:
    if measured.scenario is Scenario.READS:
        yield f"{measured.devices} devices, 5 reads each, {settings.read_forks} at a time:"
        yield ""
        yield from table(READ_HEADINGS, [_read_row(measured, contender) for contender in _present(measured, READERS)])
    else:
        size = (measured.image_size or 0) / MEGABYTE
        yield f"{measured.devices} full upgrades, {size:.0f} MB image, {settings.upgrade_forks} at a time:"
        yield ""
        rows = [_upgrade_row(measured, contender) for contender in _present(measured, UPGRADERS)]
        yield from table(UPGRADE_HEADINGS, rows + [[name, *"-------"] for name in NOT_MEASURED])
        yield ""
        yield from (f"{name}: {reason}." for name, reason in NOT_MEASURED.items())
    yield ""
    idle = ", ".join(f"{program} {figures.start_up(measured, program).written(2)} s" for program in Program)
    yield f"CPU of an idle start, taken off above: {idle}."


def _present(measured: Measured, contenders: Sequence[Contender]) -> list[Contender]:
    return [contender for contender in contenders if figures.samples_of(measured, contender)]


def _read_row(measured: Measured, contender: Contender) -> list[str]:
    task = figures.cpu_per_task(measured, contender)
    return [
        contender.name,
        _milli(figures.cpu_per_device(measured, contender)),
        _milli(task) if contender.program is Program.ANSIBLE else "-",
        *_common(measured, contender),
        *_asked(measured, contender),
    ]


def _upgrade_row(measured: Measured, contender: Contender) -> list[str]:
    return [
        contender.name,
        _milli(figures.cpu_per_device(measured, contender)),
        *_common(measured, contender),
        figures.upload_ratio(measured, contender).written(2),
        *_asked(measured, contender),
    ]


def _common(measured: Measured, contender: Contender) -> list[str]:
    memory = figures.peak_memory(measured, contender)
    return [figures.wall(measured, contender).written(1), _scaled(memory, 1 / MEGABYTE).written(0)]


def _asked(measured: Measured, contender: Contender) -> list[str]:
    return [
        figures.requests_per_device(measured, contender).written(0),
        str(figures.failed_logins(measured, contender)),
        str(figures.most_parallel_requests(measured, contender)),
    ]


def _milli(seconds: Spread) -> str:
    scaled = _scaled(seconds, 1000)
    return scaled.written(0 if scaled.median >= 100 else 1)


def _scaled(spread: Spread, factor: float) -> Spread:
    return Spread(spread.median * factor, spread.least * factor, spread.most * factor)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    yield _line(headings, widths)
    yield _line(["-" * width for width in widths], widths)
    yield from (_line(row, widths) for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def as_data(
    settings: Settings, machine: Machine, results: Sequence[Measured], promises: Sequence[Promise]
) -> dict[str, Any]:
    """Every sample and every figure. Seconds and bytes throughout."""
    chosen = asdict(settings)
    del chosen["output"]
    return {
        "schema": SCHEMA,
        "machine": asdict(machine),
        "settings": chosen,
        "results": [_result(measured) for measured in results],
        "not_measured": NOT_MEASURED,
        "promises": [asdict(promise) for promise in promises],
        "kept": all(promise.kept for promise in promises),
    }


def _result(measured: Measured) -> dict[str, Any]:
    contenders = dict.fromkeys(sample.contender for sample in measured.samples)
    return {
        "scenario": measured.scenario,
        "devices": measured.devices,
        "image_size": measured.image_size,
        "start_up_cpu": {
            program: asdict(figures.start_up(measured, program)) for program in Program if measured.start_ups
        },
        "contenders": [_contender(measured, contender) for contender in contenders],
    }


def _contender(measured: Measured, contender: Contender) -> dict[str, Any]:
    found: dict[str, Any] = {"name": contender.name, "tasks": contender.tasks}
    if measured.start_ups:
        found["cpu_per_device"] = asdict(figures.cpu_per_device(measured, contender))
        found["cpu_per_task"] = asdict(figures.cpu_per_task(measured, contender))
    if measured.image_size:
        found["upload_ratio"] = asdict(figures.upload_ratio(measured, contender))
    found["wall"] = asdict(figures.wall(measured, contender))
    found["peak_memory"] = asdict(figures.peak_memory(measured, contender))
    found["samples"] = [
        {
            **asdict(sample.usage),
            "peak_memory": sample.peak_memory,
            "worker_growth": sample.worker_growth,
            **asdict(sample.seen),
        }
        for sample in figures.samples_of(measured, contender)
    ]
    return found

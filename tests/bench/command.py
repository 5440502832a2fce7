# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the benchmark."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import audit_report, report
from .audit import run_audits
from .machine import Machine
from .measurement import Failed
from .promises import judge
from .rounds import run
from .settings import MEGABYTE, Scenario, Settings

BROKEN, NOT_MEASURED = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, show, keep. Returns 1 when a promise is broken and 2 when something could not be measured."""
    settings = read_settings(arguments)
    machine = Machine.here()
    try:
        text, data = _audits(settings, machine) if settings.audit else _contest(settings, machine)
    except Failed as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return NOT_MEASURED
    name = "audit" if settings.audit else "result"
    (settings.output / f"{name}.md").write_text(text, encoding="utf-8")
    (settings.output / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(text, end="")
    return 0 if data["kept"] else BROKEN


def _contest(settings: Settings, machine: Machine) -> tuple[str, dict[str, Any]]:
    results = list(run(settings))
    promises = judge(results)
    return (
        report.as_text(settings, machine, results, promises),
        report.as_data(settings, machine, results, promises),
    )


def _audits(settings: Settings, machine: Machine) -> tuple[str, dict[str, Any]]:
    audits = list(run_audits(settings))
    promises = audit_report.judge(audits)
    return (
        audit_report.as_text(settings, machine, audits, promises),
        audit_report.as_data(machine, audits, promises),
    )


def read_settings(arguments: Sequence[str] | None) -> Settings:
    """The settings that the options stand for."""
    default = Settings()
    parser = argparse.ArgumentParser(prog="bench", description="Cost of driving devices, side by side.")
    parser.add_argument("--devices", type=int, default=default.devices)
    parser.add_argument("--rounds", type=int, default=default.rounds)
    parser.add_argument(
        "--uri-rounds", type=int, default=default.uri_rounds, help="rounds in which uri takes part: each takes minutes"
    )
    parser.add_argument("--only", type=Scenario, action="append", choices=list(Scenario), help="may be repeated")
    parser.add_argument("--tls", action="store_true", help="devices with TLS and self-signed certificates")
    parser.add_argument("--image-mb", type=int, default=default.image_size // MEGABYTE)
    parser.add_argument("--large-image-mb", type=int, default=default.large_image_size // MEGABYTE)
    parser.add_argument("--audit", action="store_true", help="measure the audit of growing fleets, and nothing else")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=default.audit_sizes, help="devices of the fleets to audit"
    )
    parser.add_argument("--output", type=Path, default=default.output, help="directory for results and logs")
    options = parser.parse_args(arguments)
    if min(options.devices, options.rounds, options.uri_rounds, *options.sizes) < 1:
        parser.error("--devices, --rounds, --uri-rounds and --sizes must be at least 1")
    return Settings(
        devices=options.devices,
        rounds=options.rounds,
        uri_rounds=options.uri_rounds,
        only=tuple(options.only or default.only),
        tls=options.tls,
        image_size=options.image_mb * MEGABYTE,
        large_image_size=options.large_image_mb * MEGABYTE,
        audit=options.audit,
        audit_sizes=tuple(options.sizes),
        output=options.output.resolve(),
    )

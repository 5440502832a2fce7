# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The measurement of the audit runs, and its verdict follows from what it measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.audit import Audit
from bench.audit_report import judge
from bench.command import main
from bench.measurement import Usage
from bench.settings import MEGABYTE
from bench.simulated_fleet import Seen

pytestmark = pytest.mark.newest_core

KB = 1000


def audit(devices: int, cpu: float = 0.1, tree: int = 300, root: int = 80, **seen: int) -> Audit:
    """``cpu`` in seconds per device, ``tree`` in megabytes, ``root`` in kilobytes above 80 MB for each device."""
    counted = {"requests": 3, "failed_logins": 0, "most_parallel_requests": 1, "upload_bytes": 0, "reboots": 0, **seen}
    return Audit(
        devices=devices,
        forks=50,
        usage=Usage(wall=1.0, cpu=cpu * devices),
        tree_memory=tree * MEGABYTE,
        root_memory=80 * MEGABYTE + root * KB * devices,
        seen=Seen(**counted),
    )


def broken(*audits: Audit) -> set[str]:
    return {promise.key for promise in judge(audits) if not promise.kept}


def test_small_fleets_are_measured_and_the_result_has_its_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--audit", "--sizes", "6", "2", "--output", str(tmp_path)])
    shown = capsys.readouterr().out
    result = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert (result["schema"], result["kept"], code) == (1, True, 0)
    assert [entry["devices"] for entry in result["audits"]] == [2, 6]
    for entry in result["audits"]:
        assert entry["seen"]["requests"] >= 2 * entry["devices"]
        assert entry["usage"]["cpu"] > 0
        assert entry["tree_memory"] > entry["root_memory"] // 2 > 10 * MEGABYTE
    assert (tmp_path / "audit.md").read_text(encoding="utf-8") == shown
    assert "| 6 " in shown
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit.json", "audit.md", "logs"]


@pytest.mark.parametrize(("cpu", "keys"), [(0.12, set()), (0.121, {"audit.cpu"})])
def test_a_thousand_devices_have_a_price(cpu: float, keys: set[str]) -> None:
    assert broken(audit(100, cpu=0.3), audit(1000, cpu=cpu)) == keys


@pytest.mark.parametrize(("tree", "keys"), [(1499, set()), (1500, {"audit.memory"}), (0, {"audit.memory"})])
def test_memory_has_a_limit(tree: int, keys: set[str]) -> None:
    assert broken(audit(100, tree=tree)) == keys


@pytest.mark.parametrize(("last", "keys"), [(30, set()), (45, set()), (80, {"audit.growth"})])
def test_memory_grows_with_the_fleet_and_not_faster(last: int, keys: set[str]) -> None:
    assert broken(audit(100, root=30), audit(300, root=30), audit(1000, root=last)) == keys


@pytest.mark.parametrize(
    ("seen", "keys"),
    [({"failed_logins": 1}, {"audit.failed_logins"}), ({"most_parallel_requests": 2}, {"audit.parallel_requests"})],
)
def test_what_devices_saw_counts(seen: dict[str, int], keys: set[str]) -> None:
    assert broken(audit(100), audit(300, **seen)) == keys

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules that only read: options to calls, calls to results."""

from __future__ import annotations

import json
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Task
from ansible_collections.surveillance.hikvision.plugins.modules import device_info, health
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.device import answers

TASK = Task(check_mode=True)


def run_device_info(*steps: wire.Expect, subset: list[str], facts: bool = False) -> dict[str, typing.Any]:
    with wire.logged_in_client(*steps, read_only=True) as device:
        return device_info.run(device.client, {"gather_subset": subset, "facts": facts}, TASK)


def test_device_info_returns_the_snapshot_and_what_is_missing() -> None:
    result = run_device_info(answers.identity(), answers.unsupported("/ISAPI/System/status"), subset=["status"])
    assert result["changed"] is False
    assert result["device"]["identity"]["model"] == "DS-2CD2000"
    assert result["device"]["firmware"] == {"version": "V5.7.1", "build": "240101"}
    assert result["missing"] == [{"part": "status", "reason": "the device has no readable System/status"}]
    assert "ansible_facts" not in result
    assert "failed" not in result


def test_device_info_publishes_facts_on_request() -> None:
    result = run_device_info(answers.identity(), subset=["min"], facts=True)
    assert result["ansible_facts"] == {"hikvision": {"device": result["device"], "missing": result["missing"]}}


def test_device_info_fails_for_something_that_is_no_device() -> None:
    page = wire.Expect("GET", "/ISAPI/System/deviceInfo", wire.web_page())
    result = run_device_info(page, subset=["min"])
    assert result["failed"] is True
    assert result["msg"].startswith(f"{wire.DEVICE} does not say who it is: ")
    assert "web page instead of data" in result["msg"]


def test_device_info_refuses_an_unknown_subset_before_it_asks_the_device() -> None:
    with wire.client() as device:
        result = device_info.run(device.client, {"gather_subset": ["disks"], "facts": False}, TASK)
    assert result["failed"] is True
    assert result["msg"].startswith("gather_subset: unknown subset 'disks'")


def camera(streams: wire.Expect) -> list[wire.Expect]:
    before = [answers.identity(), answers.status(), answers.time()]
    return [*before, streams, answers.picture(), answers.storage(("hdd1", "ok"))]


def run_health(streams: wire.Expect, **params: typing.Any) -> dict[str, typing.Any]:
    options = {"baseline": None, "fail_on_regression": False, "max_clock_drift": None, **params}
    with wire.logged_in_client(*camera(streams), read_only=True) as device:
        return health.run(device.client, options, TASK)


def test_health_without_a_baseline() -> None:
    result = run_health(answers.streams())
    assert result["changed"] is False
    assert result["current"]["problems"] == []
    assert set(result) == {"changed", "current"}


def test_health_says_what_got_worse_and_fails_only_if_asked() -> None:
    baseline = json.loads(json.dumps(run_health(answers.streams())["current"]))
    told = run_health(answers.streams(main=False, name="Camera 01"), baseline=baseline)
    assert [entry["subject"] for entry in told["regressions"]] == ["stream 101", "stream 102"]
    assert "failed" not in told
    failed = run_health(answers.streams(main=False), baseline=baseline, fail_on_regression=True)
    assert failed["failed"] is True
    assert failed["msg"].startswith("Worse than before: stream 101 (H.265 1920x1080) is disabled; before: stream 101")


def test_health_that_is_no_worse_succeeds() -> None:
    baseline = run_health(answers.streams(sub=False))["current"]
    result = run_health(answers.streams(sub=False), baseline=baseline, fail_on_regression=True)
    assert result["regressions"] == []
    assert "failed" not in result


@pytest.mark.parametrize("baseline", [{}, {"current": {}}])
def test_health_refuses_a_baseline_that_is_none(baseline: dict[str, typing.Any]) -> None:
    result = run_health(answers.streams(), baseline=baseline)
    assert result["failed"] is True
    assert result["msg"].startswith("baseline: this is no earlier value of")
    assert "current" in result

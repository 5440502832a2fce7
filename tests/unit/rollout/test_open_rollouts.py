# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run without a plan is told of rollouts of its devices that have not finished."""

from __future__ import annotations

import datetime
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.writer import Journal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import RolloutDirectory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.open_rollouts import open_rollouts
from ansible_collections.surveillance.hikvision.tests.unit.plan import sample_fleet

PLAN = sample_fleet.plan()
DIGEST = document.digest_of(document.to_bytes(PLAN))
HOSTS = [device.host for device in PLAN.devices]
VALID = datetime.datetime.fromisoformat(PLAN.created)
EXPIRED = datetime.datetime.fromisoformat(PLAN.expires)


@pytest.fixture
def journal(tmp_path: pathlib.Path) -> Journal:
    place = RolloutDirectory.of(tmp_path, DIGEST)
    place.make()
    document.write(place.plan, PLAN)
    return Journal(place.journal, "a" * 12)


def found(shared: pathlib.Path, hosts: list[str] = HOSTS, now: datetime.datetime = VALID) -> tuple[ControlError, ...]:
    return open_rollouts(shared, hosts, ["inventory"], now)


def test_a_rollout_that_is_not_finished_tells_how_to_go_on_with_it(tmp_path: pathlib.Path, journal: Journal) -> None:
    journal.append(Kind.RUN_BEGAN, plan=DIGEST)
    journal.append(Kind.BEGAN, HOSTS[0], wave=1, attempt=1)
    journal.append(Kind.WRITING, HOSTS[0], step=0)
    [error] = found(tmp_path)
    sentence = str(error)
    assert str(tmp_path / DIGEST[:12]) in sentence
    assert f"1 unproven, {len(HOSTS) - 1} untouched; still to be dealt with in this run: " in sentence
    assert f"Nobody knows what an upload did to {HOSTS[0]}." in sentence
    assert f"-e plan_digest={DIGEST}" in sentence
    assert "rollout_new=true" in error.advice


def test_what_has_finished_or_expired_or_concerns_others_is_no_matter(tmp_path: pathlib.Path, journal: Journal) -> None:
    assert found(tmp_path) == (), "without a journal, nothing has begun"
    journal.append(Kind.RUN_BEGAN, plan=DIGEST)
    assert len(found(tmp_path)) == 1
    assert found(tmp_path, now=EXPIRED) == ()
    assert found(tmp_path, hosts=["elsewhere"]) == ()
    for host in HOSTS:
        journal.append(Kind.ENDED, host, state="upgraded", reason="")
    assert found(tmp_path) == ()


def test_a_rollout_that_can_not_be_read_is_no_matter(tmp_path: pathlib.Path, journal: Journal) -> None:
    journal.append(Kind.RUN_BEGAN, plan=DIGEST)
    RolloutDirectory.of(tmp_path, DIGEST).plan.write_text("{}")
    assert found(tmp_path) == ()

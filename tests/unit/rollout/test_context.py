# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rollout has decided for a device survives the way through Ansible's facts; and where things lie."""

from __future__ import annotations

import json
import os
import pathlib
import stat

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NoRollout, NotDurable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.lease import Holder
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.breaker import Limits
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.context import (
    FACT,
    RolloutContext,
    Uploads,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import (
    RolloutDirectory,
    write_private,
)

DIGEST = "0f3ac1d2b4e5" + "9" * 52


def context(directory: pathlib.Path = pathlib.Path("/rollouts/0f3ac1d2b4e5")) -> RolloutContext:
    return RolloutContext(
        directory=str(directory),
        run="aaaaaaaaaaaa",
        rollout=DIGEST,
        host="cam-1",
        wave=2,
        canary=False,
        site="north",
        lease="DS-2CD",
        process=Process.with_pid(os.getpid()),
        package="g5",
        variety=("DS-2CD", None, "V5.7.15 build 240201", "north"),
        canaries=("cam-0",),
        expected_seconds=600.5,
        windows=({"days": "daily", "from": "22:00", "to": "05:00"},),
        power={"hikvision_ups": "ups@host"},
        uploads=Uploads(site=4, bytes_per_second=2_000_000),
        breaker=Limits(failures=None, share=5.0),
    )


def test_it_is_read_as_it_was_written() -> None:
    told = json.loads(json.dumps(context().as_fact()))
    assert RolloutContext.from_variables({FACT: told}) == context()


@pytest.mark.parametrize("variables", [{}, {FACT: None}, {FACT: {}}])
def test_without_the_fact_there_is_no_rollout(variables: dict[str, object]) -> None:
    assert RolloutContext.from_variables(variables) is None


def test_everything_else_follows_from_it(tmp_path: pathlib.Path) -> None:
    place = RolloutDirectory.of(tmp_path / "rollouts", DIGEST)
    place.make()
    told = context(place.path)
    assert told.stop_files == (tmp_path / "rollouts" / "stop", place.path / "stop")
    assert told.shared_directory == tmp_path / "rollouts"
    assert told.slots_directory == tmp_path / "rollouts" / "slots"
    assert told.holder == Holder(process=told.process, rollout=DIGEST, run="aaaaaaaaaaaa", host="cam-1")
    assert told.model == "DS-2CD"
    told.journal.append(Kind.BEGAN, told.host, **told.began_details(1))
    assert told.leases.take(told.lease, told.holder, 60) is None
    assert told.device_history() == told.history().device("cam-1")
    assert (told.device_history().model, told.device_history().package) == ("DS-2CD", "g5")


def test_the_directory_is_for_its_owner_only(tmp_path: pathlib.Path) -> None:
    place = RolloutDirectory.of(tmp_path / "deep" / "rollouts", DIGEST)
    assert place.path == tmp_path / "deep" / "rollouts" / "0f3ac1d2b4e5"
    place.make()
    place.make()
    made = [path for path in (tmp_path / "deep").rglob("*") if path.is_dir()]
    assert {path.name for path in made} == {
        *("rollouts", "0f3ac1d2b4e5", "leases", "slots"),
        *("approvals", "baselines", "runbooks"),
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}
    write_private(place.runbook("cam/1"), b"words")
    assert stat.S_IMODE(place.runbook("cam/1").stat().st_mode) == 0o600
    assert place.runbook("cam/1").parent == place.path / "runbooks"
    assert place.approval(3).name == "wave-3.approved"


def test_what_can_not_be_written_is_an_error(tmp_path: pathlib.Path) -> None:
    (tmp_path / "rollouts").write_text("a file")
    place = RolloutDirectory.of(tmp_path / "rollouts", DIGEST)
    with pytest.raises(NotDurable):
        place.make()
    with pytest.raises(NotDurable):
        write_private(place.plan, b"words")


def test_a_rollout_is_found_by_its_digest_and_by_its_directory(tmp_path: pathlib.Path) -> None:
    place = RolloutDirectory.of(tmp_path, DIGEST)
    with pytest.raises(NoRollout, match="There is no rollout 0f3ac1d2b4e5"):
        RolloutDirectory.find("0f3ac1d2b4e5", tmp_path)
    place.make()
    place.plan.write_text("{}")
    for named in (DIGEST, DIGEST.upper(), "0f3ac1d2b4e5", str(place.path)):
        assert RolloutDirectory.find(named, tmp_path) == place
    for named in ("0f3", "../elsewhere", ""):
        with pytest.raises(NoRollout):
            RolloutDirectory.find(named, tmp_path)

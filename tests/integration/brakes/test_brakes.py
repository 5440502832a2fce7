# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Ansible's own brakes have holes, the gate must not: each way in which a host can go wrong stops the rollout.

Batches of one, two and all others, as in a rollout. What goes wrong does so in the second one.
"""

from __future__ import annotations

import json

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.brakes.brakes import reached, sentence

WAVES = [1, 2, 3]


@pytest.mark.parametrize(
    ("fate", "stays", "words"),
    [
        pytest.param(
            "swallowed", False, "h02 rolled back: No picture, {{ it }} says", id="a rescue swallows the failure"
        ),
        pytest.param("failed_again", False, "h02 rolled back: No picture", id="a rescue fails again, with always"),
        pytest.param("unreachable", False, "h02 vanished", id="unreachable"),
        pytest.param("unreachable", True, "h02 vanished", id="unreachable, and stays in the play"),
        pytest.param("vanished", False, "h02 vanished", id="leaves without an outcome"),
    ],
)
def test_one_host_in_trouble_stops_the_rollout(make_brakes, fate, stays, words):
    run = make_brakes(6).roll(waves=WAVES, stays=stays, h02=fate)
    assert run.rc in (2, 4), run
    assert reached(run) == {"h01", "h02", "h03"}
    assert "stops before the next 3 devices, with 1 in trouble of 3 tried (0 allowed)" in sentence(run), run
    assert words in sentence(run)
    assert sentence(run) in [result.result.get("msg") for result in run.of(task="top the rollout")], run


def test_the_report_comes_after_the_stop(make_brakes, tmp_path):
    """After an abort no later play runs; a callback does."""
    brakes = make_brakes(6)
    report = tmp_path / "report.json"
    (tmp_path / "ansible.cfg").write_text(f"[hikvision]\nreport = {report}\n")
    extra = {"waves": WAVES, "fates": {"h02": "swallowed"}, "gate": str(brakes.gate)}
    run = brakes.run(
        "playbook",
        str(brakes.upgrade),
        "--extra-vars",
        json.dumps(extra),
        ANSIBLE_CALLBACKS_ENABLED="recorder,surveillance.hikvision.rollout",
    )
    assert run.rc == 2, run
    assert "6 devices: 3 not started, 2 upgraded, 1 rolled back" in run.stdout, run
    told = json.loads(report.read_text())
    assert told["finished"] is not None
    assert {device["host"]: device["outcome"] for device in told["hosts"]} == {
        "h01": "upgraded",
        "h02": "rolled_back",
        "h03": "upgraded",
        **dict.fromkeys(("h04", "h05", "h06"), "not_started"),
    }


def test_one_bad_host_in_each_batch_is_counted_over_all_of_them(make_brakes):
    """A fifth of each batch: Ansible would go on for ever. The first batch is too small a sample to be judged."""
    bad = dict.fromkeys(("h03", "h08", "h13", "h18"), "failed")
    run = make_brakes(20).roll(waves=[5], rollout_max_failure_share="10%", **bad)
    assert run.rc == 2, run
    assert len(reached(run)) == 10
    first, second = (result.result["msg"] for result in run.of(action="rollout_gate"))
    assert first.startswith("The rollout goes on with 1 in trouble of 5 tried (10% from 10 devices on allowed)")
    assert second.startswith("The rollout stops before the next 10 devices, with 2 in trouble of 10 tried")


def test_hosts_in_a_row(make_brakes):
    bad = dict.fromkeys(("h02", "h05", "h06", "h07"), "refused")
    run = make_brakes(8).roll(waves=[3, 2, 2, 1], rollout_max_consecutive=1, **bad)
    assert run.rc == 2, run
    assert len(reached(run)) == 7
    assert " of them in a row, 1 in a row allowed)" in sentence(run)


def test_a_wave_in_which_nothing_is_good_stops_whatever_is_allowed(make_brakes):
    run = make_brakes(6).roll(waves=WAVES, rollout_max_failures=5, h02="failed", h03="refused")
    assert run.rc == 2, run
    assert len(reached(run)) == 3
    assert "(5 allowed, but nothing in this wave speaks for going on)" in sentence(run)


def test_a_wave_that_is_put_off_does_not(make_brakes):
    run = make_brakes(6).roll(waves=WAVES, h02="deferred", h03="deferred")
    assert run.rc == 0, run
    assert len(reached(run)) == 6


def test_a_dry_run_is_judged_by_its_facts(make_brakes, rollout):
    brakes = make_brakes(3)
    waves = brakes.remember(rollout, [1, 2])
    before = rollout.place.journal.read_bytes()
    fates = {"h01": "would_upgrade", "h02": "refused", "h03": "would_upgrade"}
    run = brakes.roll("--check", waves=["100%"], planned_waves=waves, **fates)
    assert run.rc == 2, run
    assert len(reached(run)) == 3
    assert "h02 refused: No picture" in sentence(run)
    assert rollout.place.journal.read_bytes() == before


def test_a_limit_that_can_not_be_used_stops_the_rollout(make_brakes):
    run = make_brakes(2).roll(waves=[1], rollout_max_failures="few")
    assert run.rc == 2, run
    assert reached(run) == {"h01"}
    assert sentence(run) == "rollout_max_failures can not be 'few'."

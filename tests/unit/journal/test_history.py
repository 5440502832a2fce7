# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journal says of a device and of a rollout."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.tests.unit.journal.story import (
    BEGAN,
    FIRST,
    NEW,
    OLD,
    PROVEN,
    SECOND,
    SENT,
    UPGRADED,
    WRITING,
    Told,
    camera,
    ended,
    event,
    flashed,
    history,
    settled,
)

DEFERRED: Told = (Kind.DEFERRED, {"reason": "its window is closed", "until": "2026-03-03T22:00:00+00:00"})
REGRESSED: Told = (Kind.REGRESSED, {"problems": ["channel 3 is dark", "the clock is off"]})


def test_a_device_that_nothing_happened_to() -> None:
    device = history().device("cam-1")
    assert (device.standing, device.state, device.is_proven, device.is_open) == (Standing.UNTOUCHED, None, True, False)


def test_an_upgrade_from_beginning_to_end() -> None:
    device = camera(
        BEGAN,
        (Kind.BASELINE, {"path": "baselines/cam-1.json", "sha256": "5" * 64}),
        (Kind.BACKED_UP, {"path": "a.bin", "sha256": "6" * 64, "step": 1, "firmware": OLD}),
        *UPGRADED[1:],
    )
    assert (device.standing, device.state, device.flashes) == (Standing.DONE, "upgraded", 1)
    assert (device.before, device.after) == (OLD, NEW)
    assert (device.model, device.package, device.wave, device.attempts) == ("DS-2CD", "g5", 1, 1)
    assert device.baseline == "baselines/cam-1.json"
    assert [tuple(backup) for backup in device.backups] == [("a.bin", "6" * 64, 1, OLD)]
    assert device.seconds == 7
    assert not device.is_open


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        pytest.param((BEGAN,), Standing.STARTED, id="killed in preflight"),
        pytest.param((BEGAN, WRITING), Standing.UNPROVEN, id="killed in the upload"),
        pytest.param((BEGAN, WRITING, SENT), Standing.UNPROVEN, id="killed in the flash"),
        pytest.param((BEGAN, WRITING, SENT, (Kind.REBOOTING, {})), Standing.UNPROVEN, id="killed in the reboot"),
        pytest.param((BEGAN, WRITING, SENT, flashed("upgraded")), Standing.UNPROVEN, id="killed before its health"),
        pytest.param((BEGAN, WRITING, SENT, flashed("upgraded"), PROVEN), Standing.STARTED, id="killed before a step"),
        pytest.param((BEGAN, WRITING, flashed("failed_before_write")), Standing.STARTED, id="nothing was written"),
        pytest.param((BEGAN, WRITING, flashed("refused")), Standing.STARTED, id="the device refused the file"),
        pytest.param((BEGAN, WRITING, SENT, flashed("wrong_version")), Standing.TROUBLED, id="wrong version"),
        pytest.param((BEGAN, WRITING, SENT, flashed("not_back")), Standing.UNPROVEN, id="silent"),
        pytest.param((*UPGRADED, DEFERRED), Standing.DONE, id="done, and deferred when looked at again"),
        pytest.param((*UPGRADED, BEGAN), Standing.DONE, id="done, and killed when looked at again"),
        pytest.param((*UPGRADED, WRITING), Standing.UNPROVEN, id="done, and flashed again"),
        pytest.param((*UPGRADED, REGRESSED), Standing.TROUBLED, id="worse after the soak"),
        pytest.param((*UPGRADED, REGRESSED, PROVEN), Standing.DONE, id="better again"),
        pytest.param((DEFERRED,), Standing.DEFERRED, id="deferred"),
        pytest.param((BEGAN, WRITING, DEFERRED), Standing.UNPROVEN, id="deferred with a riddle open"),
    ],
)
def test_where_a_device_stands(told: tuple[Told, ...], standing: Standing) -> None:
    assert camera(*told).standing is standing


@pytest.mark.parametrize(
    ("state", "never_written", "cut_off", "health_failed"),
    [
        # state, then where the device stands: nothing was sent; a file was sent and no more is known; installed
        ("upgraded", Standing.DONE, Standing.DONE, Standing.DONE),
        ("unchanged", Standing.DONE, Standing.DONE, Standing.DONE),
        ("skipped", Standing.DONE, Standing.DONE, Standing.DONE),
        ("refused", Standing.TROUBLED, Standing.UNPROVEN, Standing.UNPROVEN),
        ("failed", Standing.TROUBLED, Standing.UNPROVEN, Standing.UNPROVEN),
        ("unreachable", Standing.TROUBLED, Standing.UNPROVEN, Standing.UNPROVEN),
        ("deferred", Standing.DEFERRED, Standing.UNPROVEN, Standing.UNPROVEN),
        ("stopped", Standing.DEFERRED, Standing.UNPROVEN, Standing.UNPROVEN),
        ("failed_before_write", Standing.TROUBLED, Standing.TROUBLED, Standing.TROUBLED),
        ("wrong_version", Standing.TROUBLED, Standing.TROUBLED, Standing.TROUBLED),
        ("failed_unknown", Standing.UNPROVEN, Standing.UNPROVEN, Standing.UNPROVEN),
        ("not_back", Standing.UNPROVEN, Standing.UNPROVEN, Standing.UNPROVEN),
        ("lost_access", Standing.UNPROVEN, Standing.UNPROVEN, Standing.UNPROVEN),
        ("rolled_back", Standing.ROLLED_BACK, Standing.ROLLED_BACK, Standing.ROLLED_BACK),
        ("config_restored", Standing.TROUBLED, Standing.TROUBLED, Standing.TROUBLED),
    ],
)
def test_what_an_end_proves(state: str, never_written: Standing, cut_off: Standing, health_failed: Standing) -> None:
    assert camera(BEGAN, ended(state)).standing is never_written
    assert camera(BEGAN, WRITING, ended(state)).standing is cut_off
    assert camera(BEGAN, WRITING, SENT, flashed("upgraded"), ended(state)).standing is health_failed
    assert camera(BEGAN, ended(state)).state == state


def test_what_an_earlier_run_left_is_settled_by_a_later_one() -> None:
    cut_off = (BEGAN, WRITING, SENT)
    assert camera(*cut_off, settled("upgraded", after=NEW), ended("upgraded")).standing is Standing.DONE
    assert camera(*cut_off, settled("upgraded", after=NEW)).standing is Standing.UNPROVEN, "its health is still to come"
    assert camera(*cut_off, settled("failed_before_write")).standing is Standing.STARTED
    assert camera(*cut_off, settled("not_back"), ended("not_back")).standing is Standing.UNPROVEN


def test_what_a_rollout_has_upgraded_stays_so_when_a_later_run_looks_at_it_again() -> None:
    once, again = camera(*UPGRADED), camera(*UPGRADED, BEGAN, ended("unchanged"))
    assert (again.standing, again.state, again.reason) == (Standing.DONE, "upgraded", once.reason)
    assert (again.seconds, again.is_open) == (once.seconds, False)


def test_whole_files_are_counted_once_each() -> None:
    assert camera(BEGAN, WRITING).flashes == 0
    assert camera(BEGAN, WRITING, (Kind.SENT, {"whole": False, "bytes": 5})).flashes == 0
    assert camera(BEGAN, WRITING, SENT, SENT, flashed("upgraded", whole=True)).flashes == 1
    assert camera(BEGAN, WRITING, (Kind.SENT, {"whole": True, "refused": True})).flashes == 0
    assert camera(BEGAN, WRITING, SENT, flashed("failed_before_write"), WRITING, SENT).flashes == 1
    assert camera(BEGAN, WRITING, SENT, settled("failed_before_write")).whole_file_sent is False
    assert camera(BEGAN, WRITING, flashed("upgraded")).flashes == 1, "from a gateway, nothing is heard before the end"
    assert camera(BEGAN, WRITING, settled("wrong_version")).flashes == 1
    assert camera(BEGAN, WRITING, flashed("refused")).flashes == 0
    assert camera(*UPGRADED, WRITING, SENT).flashes == 2
    assert camera(*UPGRADED, WRITING).whole_file_sent is False


def test_a_turn_that_was_cut_off_tells_no_duration() -> None:
    began = event(Kind.BEGAN, run=FIRST, second=0)
    end = event(Kind.ENDED, run=SECOND, second=900, state="upgraded")
    assert History.of([began, end]).device("cam-1").seconds is None


def test_outcomes_are_in_the_order_of_time_with_their_runs() -> None:
    told = History.of(
        [
            event(Kind.BEGAN, "cam-1", wave=1),
            event(Kind.ENDED, "cam-1", state="upgraded"),
            event(Kind.ENDED, "cam-2", run=SECOND, second=1, state="failed", reason="no", wave=2),
            event(Kind.REGRESSED, "cam-1", run=SECOND, second=2, problems=["dark"]),
        ],
        SECOND,
    )
    assert [(each.host, each.state, each.run, each.reason, each.wave) for each in told.outcomes] == [
        ("cam-1", "upgraded", FIRST, "", 1),
        ("cam-2", "failed", SECOND, "no", 2),
        ("cam-1", "regressed", SECOND, "dark", 1),
    ]
    assert told.ended_in(SECOND) == {"cam-1", "cam-2"}


def test_runs_and_waves() -> None:
    told = History.of(
        [
            event(Kind.RUN_BEGAN, None, controller="north", pid=7),
            event(Kind.WAVE_BEGAN, None, wave=1, hosts=["cam-1"]),
            event(Kind.BEGAN, "cam-1", second=1),
            event(Kind.RUN_BEGAN, None, run=SECOND, second=2),
            event(Kind.APPROVED, None, run=SECOND, second=3, wave=2, request="5" * 64),
            event(Kind.WAVE_JUDGED, None, run=SECOND, second=4, wave=1, stop=True),
            event(Kind.STOPPED, None, run=SECOND, second=5, reason="the stop file"),
            event(Kind.RUN_ENDED, None, run=SECOND, second=6, state="stopped"),
        ]
    )
    assert [(run.name, run.ended is None, run.last.kind) for run in told.runs] == [
        (FIRST, True, Kind.BEGAN),
        (SECOND, False, Kind.RUN_ENDED),
    ]
    assert [run.name for run in told.open_runs] == [FIRST]
    assert told.open_devices == ("cam-1",)
    assert told.approved == {2: "5" * 64}
    assert (list(told.waves), list(told.judged)) == ([1], [1])
    assert told.stopped is not None
    assert told.last is not None
    assert told.last.kind is Kind.RUN_ENDED


def test_each_run_says_anew_what_it_goes_on_without() -> None:
    aside = event(Kind.SET_ASIDE, None, hosts=["cam-1", "cam-9"])
    began = [event(Kind.RUN_BEGAN, None), event(Kind.BEGAN), event(Kind.WRITING), aside]
    told = History.of(began)
    assert told.set_aside == {"cam-1", "cam-9"}
    assert told.standing("cam-1") is told.standing("cam-9") is Standing.SET_ASIDE
    assert told.unproven == ()
    later = History.of([*began, event(Kind.RUN_BEGAN, None, run=SECOND)])
    assert later.set_aside == frozenset()
    assert later.unproven == ("cam-1",)

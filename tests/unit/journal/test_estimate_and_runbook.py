# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is learned from earlier rollouts, and the page for a device that did not come back."""

from __future__ import annotations

import pathlib

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.estimate import learned
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.event import Event, Kind
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.history import History
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.runbook import NEEDED, Patient, runbook
from ansible_collections.surveillance.hikvision.tests.unit.journal.story import (
    BEGAN,
    FIRST,
    NEW,
    OLD,
    SENT,
    WRITING,
    camera,
    event,
    flashed,
)


def upgrade(
    number: int, seconds: float, state: str = "upgraded", model: str = "DS-2CD", end_run: str = FIRST
) -> list[Event]:
    host, second = f"cam-{number}", number * 10_000
    return [
        event(Kind.BEGAN, host, second=second, model=model, package="g5"),
        event(Kind.WRITING, host, second=second + 1),
        event(Kind.FLASHED, host, second=second + 2, outcome=state),
        event(Kind.ENDED, host, second=second + seconds, run=end_run, state=state),
    ]


def test_nine_of_ten_devices_are_through_in_that_time() -> None:
    events = [told for number in range(10) for told in upgrade(number, 100 + number)]
    assert learned([History.of(events)], "DS-2CD", "g5") == 108


def test_few_devices_teach_nothing() -> None:
    histories = [History.of(upgrade(1, 100)), History.of(upgrade(2, 200))]
    assert learned(histories, "DS-2CD", "g5") is None
    assert learned([*histories, History.of(upgrade(3, 300))], "DS-2CD", "g5") == 300
    assert learned(histories * 2, None, "g5") is None


def test_what_was_no_upgrade_in_one_go_teaches_nothing() -> None:
    events = [
        *upgrade(1, 100, state="failed"),
        *upgrade(2, 100, end_run="bbbbbbbbbbbb"),
        *upgrade(3, 100, model="other"),
        event(Kind.BEGAN, "cam-4", model="DS-2CD", package="g5"),
        event(Kind.ENDED, "cam-4", second=3, state="unchanged"),
    ]
    assert learned([History.of(events)] * 3, "DS-2CD", "g5") is None


def test_journals_that_can_not_be_read_teach_nothing(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text('{"schema":"hikvision-rollout-journal/9"}\n')
    good = tmp_path / "good.jsonl"
    good.write_text("".join(told.as_line() + "\n" for number in range(3) for told in upgrade(number, 60)))
    assert learned([path, good, tmp_path / "gone.jsonl"], "DS-2CD", "g5") == 60


PLANNED = {
    "model": "DS-2CD|2386",
    "serial": "AA<1>",
    "kind": "camera",
    "site": "north",
    "areas": ["gate", "lobby"],
    "parent": None,
    "steps": [{"src": "/firmware/digicap.dav", "sha256": "5" * 64}],
}


def page(state: str) -> str:
    device = camera(
        BEGAN,
        (Kind.BACKED_UP, {"path": "/backups/old.bin", "sha256": "1" * 64, "firmware": OLD}),
        (Kind.BACKED_UP, {"path": "/backups/new.bin", "sha256": "2" * 64, "firmware": OLD}),
        WRITING,
        SENT,
        flashed("not_back"),
    )
    patient = Patient(host="cam-1", planned=PLANNED, address="192.0.2.7")
    return runbook(patient, device, state=state, reason="It is silent since 22:00:03.")


def test_the_page_has_what_is_needed_in_front_of_the_device() -> None:
    words = page("not_back")
    for expected in (
        "# cam-1: not back",
        "192.0.2.7",
        "AA<1>",
        "gate, lobby",
        "g5",
        "31 MB",
        "2026-03-02 22:00:03 UTC",
    ):
        assert expected in words, expected
    assert "V5.7.18 build 240826" in words
    assert "the whole file is known to have been sent" in words
    assert "Files sent to it in this rollout: 1." in words
    assert words.index("/backups/new.bin") < words.index("/backups/old.bin"), "the last backup first"
    assert "TFTP" in words
    assert "/firmware/digicap.dav" in words
    assert "parent" not in words


def test_each_end_has_its_own_steps() -> None:
    pages = {page(state) for state in NEEDED}
    assert len(pages) == len(NEEDED)
    assert "Do not try passwords" in page("lost_access")
    assert "Do not cut the power" in page("failed_unknown")


def test_a_device_that_little_is_known_of_has_a_page_too() -> None:
    words = runbook(Patient(host="cam-1", planned={}), camera(BEGAN), state="not_back", reason="It is silent.")
    assert "The journal knows of no file that was sent to it." in words
    assert "There is no backup of this rollout." in words
    assert NEW["version"] not in words

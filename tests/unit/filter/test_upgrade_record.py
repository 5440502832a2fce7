# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be said of a device after each thing that happens to it."""

from __future__ import annotations

import itertools
import typing

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.upgrade_record import upgrade_record

Fact = dict[str, typing.Any]
A = {"version": "V5.5.0", "build": "170725"}
B = {"version": "V5.8.1", "build": "190101"}
C = {"version": "V5.5.82", "build": "190909"}
DEVICE = {"identity": {"model": "DS-1", "kind": "camera"}, "firmware": A}
WARNING = {"code": "FW031", "severity": "warning", "sentence": "it tells no platform", "evidence": {}, "allow": None}
INFO = {**WARNING, "code": "FW013", "severity": "info"}
ERROR = {**WARNING, "code": "FW021", "severity": "error", "sentence": "the SHA-256 is another one"}
BLOCKED = {**WARNING, "code": "FW034", "severity": "blocked", "allow": "language_mismatch"}
BACKUP = {"path": "/b/1.cfg", "firmware": A, "description": {"created": "2026-11-01T10:00:00Z"}}
MESSAGE = "This DS-1 runs it."


def step(firmware: Fact, *, allow: tuple[str, ...] = (), src: str = "a.dav") -> Fact:
    options = {"package": f"p-{firmware['version']}", **firmware, "src": src, "allow": list(allow)}
    return {**options, "expected_duration": 600, "config_reset": False}


def choice(*steps: Fact, standing: str = "upgrade", **told: typing.Any) -> Fact:
    target = {"package": "p", **C}
    empty = {"findings": [], "source": None, "release_notes": None, "reasons": ["it runs A"], "target": target}
    return {**empty, "standing": standing, "steps": list(steps), "package": steps[0] if steps else None, **told}


def started(*steps: Fact, **told: typing.Any) -> Fact:
    chosen = choice(*steps, **told)
    return upgrade_record(
        {"state": "started"}, "chosen", choice=chosen, device=DEVICE, directory="/f", missing="refuse"
    )


def flash(before: Fact, after: Fact | None, outcome: str = "upgraded", **told: typing.Any) -> Fact:
    return {"outcome": outcome, "before": before, "after": after, "msg": MESSAGE, "findings": [], **told}


def after_step(record: Fact, before: Fact, after: Fact) -> Fact:
    record = upgrade_record(record, "backed_up", result={"path": f"/b/{before['version']}.cfg"})
    record = upgrade_record(record, "flashed", result=flash(before, after))
    return upgrade_record(record, "proven", health={"firmware": f"{after['version']} build {after['build']}"})


@pytest.fixture
def two() -> Fact:
    return started(step(B), step(C))


@pytest.fixture
def half(two: Fact) -> Fact:
    return after_step(two, A, B)


@pytest.mark.parametrize(
    ("standing", "steps", "missing", "state"),
    [
        ("upgrade", [step(C)], "refuse", "started"),
        ("downgrade", [step(C)], "refuse", "started"),
        ("upgrade", [], "refuse", "refused"),
        ("downgrade", [], "skip", "refused"),
        ("current", [], "refuse", "unchanged"),
        ("no_package", [], "refuse", "refused"),
        ("no_package", [], "skip", "skipped"),
        ("ambiguous", [], "skip", "refused"),
        ("unknown", [], "skip", "refused"),
    ],
)
def test_what_is_meant_for_a_device_says_what_is_to_be_done(
    standing: str, steps: list[Fact], missing: str, state: str
) -> None:
    told = choice(*steps, standing=standing, findings=[INFO, WARNING], source={"serial": 7})
    record = upgrade_record(None, "chosen", choice=told, device=DEVICE, directory="/f", missing=missing)
    assert (record["state"], record["reason"], record["before"], record["after"]) == (state, "it runs A", A, A)
    assert (record["findings"], record["source"], record["model"]) == ([WARNING], {"serial": 7}, "DS-1")
    assert record["in_order"] is (state in ("unchanged", "skipped"))


@pytest.mark.parametrize(("src", "path"), [("a.dav", "/f/a.dav"), ("/else/a.dav", "/else/a.dav")])
def test_a_relative_file_counts_from_the_directory(src: str, path: str) -> None:
    (told,) = started(step(C, src=src))["steps"]
    assert told["package"] == {"package": "p-V5.5.82", **C, "src": path, "allow": []}
    assert (told["state"], told["expected_duration"], told["config_reset"]) == ("pending", 600, False)


def test_every_step_has_its_own_before_and_after(half: Fact) -> None:
    assert (half["state"], half["steps_done"], half["steps_total"]) == ("started", 1, 2)
    record = after_step(half, B, C)
    assert (record["state"], record["steps_done"], record["in_order"]) == ("upgraded", 2, True)
    assert [(told["before"], told["after"]) for told in record["steps"]] == [(A, B), (B, C)]
    assert [told["backup"] for told in record["steps"]] == ["/b/V5.5.0.cfg", "/b/V5.8.1.cfg"]
    assert (record["before"], record["after"], record["backup"]) == (A, C, "/b/V5.8.1.cfg")
    assert record["reason"] == "It went V5.5.0 build 170725 -> V5.8.1 build 190101 -> V5.5.82 build 190909."


def test_one_step_ends_with_the_words_of_the_module() -> None:
    assert after_step(started(step(C)), A, C)["reason"] == MESSAGE


def test_a_flash_alone_proves_nothing(two: Fact) -> None:
    record = upgrade_record(two, "flashed", result=flash(A, B))
    assert (record["state"], record["steps_done"], record["steps"][0]["state"]) == ("started", 0, "flashed")


def test_a_device_that_runs_it_already_is_unchanged() -> None:
    record = upgrade_record(started(step(C)), "flashed", result=flash(C, C, "unchanged"))
    assert (record["state"], record["steps_done"]) == ("unchanged", 1)


def test_a_dry_run_tells_the_whole_way(two: Fact) -> None:
    record = upgrade_record(two, "flashed", result=flash(A, B, "would_upgrade"))
    assert (record["state"], record["after"], record["steps_done"]) == ("would_upgrade", C, 0)
    assert record["reason"] == "It would go V5.5.0 build 170725 -> V5.8.1 build 190101 -> V5.5.82 build 190909."


def test_a_device_that_falls_back_while_its_services_start_is_seen(two: Fact) -> None:
    record = upgrade_record(two, "flashed", result=flash(A, B))
    record = upgrade_record(record, "proven", health={"firmware": "V5.5.0 build 170725"})
    assert (record["state"], record["after"], record["steps"][0]["state"]) == ("wrong_version", A, "wrong_version")


@pytest.mark.parametrize(
    ("found", "allow", "reason"),
    [
        ([[], []], (), None),
        ([[WARNING], [INFO]], (), None),
        ([[], [ERROR]], (), "step 2 of 2: FW021: the SHA-256 is another one"),
        ([[BLOCKED], []], (), "step 1 of 2: FW034: it tells no platform"),
        ([[BLOCKED], []], ("language_mismatch",), None),
        ([[ERROR], []], ("language_mismatch",), "step 1 of 2: FW021: the SHA-256 is another one"),
    ],
)
def test_the_files_of_all_steps_count(found: list[list[Fact]], allow: tuple[str, ...], reason: str | None) -> None:
    record = started(step(B, allow=allow), step(C))
    told = [{"package": "p", "findings": findings} for findings in found]
    record = upgrade_record(record, "files_read", found=told)
    assert record["state"] == ("refused" if reason else "started")
    assert reason is None or (record["reason"], record["advice"] != "") == (reason, True)
    assert record["findings"] == [finding for finding in itertools.chain(*found) if finding["severity"] != "info"]


@pytest.mark.parametrize("outcome", ["refused", "failed_before_write"])
def test_after_a_first_step_no_device_is_as_it_was(two: Fact, half: Fact, outcome: str) -> None:
    refusal = flash(A, A, outcome, failed=True, advice="Run again.", msg="It is busy.")
    early = upgrade_record(two, "failed", result=refusal, task="Install")
    assert (early["state"], early["reason"]) == (outcome, "Step 1 of 2, to V5.8.1 build 190101: It is busy.")
    late = upgrade_record(half, "failed", result={**refusal, "before": B, "after": B}, task="Install")
    assert (late["state"], late["after"], late["advice"]) == ("failed", B, "Run again.")
    assert late["reason"] == "Step 2 of 2, to V5.5.82 build 190909: It is busy. It keeps V5.8.1 build 190101."
    assert [told["state"] for told in late["steps"]] == ["upgraded", outcome]
    assert early["return_to"] is late["return_to"] is None


@pytest.mark.parametrize("event", ["unreachable", "backed_up", "flashed"])
def test_unreachable_says_that_nothing_was_done(two: Fact, half: Fact, event: str) -> None:
    silence = {"unreachable": True, "msg": "No connection."}
    assert upgrade_record(two, event, result=silence)["state"] == "unreachable"
    late = upgrade_record(half, event, result=silence)
    assert (late["state"], late["after"]) == ("failed", B)


def test_what_is_not_known_any_more_is_not_claimed(two: Fact) -> None:
    silence = flash(A, None, "not_back", failed=True)
    record = upgrade_record(two, "failed", result=silence, task="Install")
    assert (record["state"], record["before"], record["after"]) == ("not_back", A, None)


@pytest.mark.parametrize(
    ("result", "flashed_before", "state", "return_to"),
    [
        ({"failed": True, "msg": "Two channels are offline."}, True, "failed", "/b/V5.5.0.cfg"),
        ({"failed": True, "msg": "No connection.", "unreachable": True}, True, "failed", "/b/V5.5.0.cfg"),
        (flash(A, B, "wrong_version", failed=True), False, "wrong_version", "/b/V5.5.0.cfg"),
        (flash(A, A, "wrong_version", failed=True), False, "wrong_version", None),
        (flash(A, None, "not_back", failed=True), False, "not_back", None),
        ({"failed": True}, False, "failed", None),
    ],
)
def test_only_a_firmware_that_does_not_do_is_to_be_brought_back(
    two: Fact, result: Fact, flashed_before: bool, state: str, return_to: str | None
) -> None:
    record = upgrade_record(two, "backed_up", result={"path": "/b/V5.5.0.cfg"})
    if flashed_before:
        record = upgrade_record(record, "flashed", result=flash(A, B))
    record = upgrade_record(record, "failed", result=result, task="Look")
    assert (record["state"], record["return_to"], record["steps_done"]) == (state, return_to, 0)
    assert (result.get("msg") or "Look failed") in record["reason"]
    if flashed_before:
        assert (record["steps"][0]["before"], record["steps"][0]["after"]) == (A, B)


def test_a_failure_before_anything_is_known_is_one() -> None:
    record = upgrade_record({"state": "started"}, "failed", result={"msg": "Locked."}, task="Read")
    assert (record["state"], record["reason"], record["steps"]) == ("failed", "Locked.", [])


@pytest.mark.parametrize(
    ("running", "result", "steps", "state", "end"),
    [
        (C, flash(C, A), [step(A)], "rolled_back", ""),
        (A, {}, [], "rolled_back", ""),
        (
            C,
            flash(C, C, "refused", msg="The device refuses it."),
            [step(A)],
            "config_restored",
            "The device refuses it.",
        ),
        (C, {}, [], "config_restored", "it runs A."),
        (C, {}, [step(B), step(A)], "config_restored", "only one is taken without being asked for."),
    ],
)
def test_only_both_together_are_rolled_back(
    running: Fact, result: Fact, steps: list[Fact], state: str, end: str
) -> None:
    device = {**DEVICE, "firmware": running}
    record = upgrade_record({}, "returning", backup=BACKUP, choice=choice(*steps), directory="/f")
    package = record["going_back"]["package"]
    assert (package is not None) is (len(steps) == 1)
    assert package is None or package["allow"] == ["downgrade"]
    record = upgrade_record(record, "returned", device=device, result=result)
    assert (record["state"], record["backup"]) == (state, "/b/1.cfg")
    assert record["reason"].startswith("The configuration of 2026-11-01T10:00:00Z is back.")
    assert record["reason"].endswith(end)
    assert ("The firmware stays: " in record["reason"]) is (state == "config_restored")


def test_a_failed_way_back_is_told_beside_the_reason_for_it(two: Fact) -> None:
    record = upgrade_record(two, "failed", result={"msg": "Two channels are offline.", "advice": "Look."}, task="Look")
    record = upgrade_record(record, "not_returned", result={"failed": True}, task="Restore")
    assert (record["state"], record["advice"]) == ("failed", "Look.")
    assert record["reason"].endswith("Two channels are offline. The rollback failed, too: Restore failed")


def test_there_are_no_other_events() -> None:
    with pytest.raises(AnsibleFilterError, match="'forgotten' is no event"):
        upgrade_record({}, "forgotten")

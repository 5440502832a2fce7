# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong with devices in the field, and how a rollout has to end for each.

``docs/faults.md`` holds this table for readers; a test keeps the two alike. To write it anew::

    PYTHONPATH=tests python -m ansible_collections.surveillance.hikvision.tests.integration.faults.fault_table
"""

from __future__ import annotations

import dataclasses
import pathlib
import typing

DOCUMENT = pathlib.Path(__file__).parents[3] / "docs" / "faults.md"


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """One fault on one device.

    ``fault`` is in the simulator's notation, ``story`` says it in words, ``state`` is how the rollout records the
    device, ``says`` must be part of the reason. ``writes`` tells whether the flash was written, ``runs`` whether the
    device ends with the old or the new firmware, ``uploads`` how often the image may arrive.
    """

    name: str
    profile: str
    fault: typing.Any
    story: str
    state: str
    says: str
    runs: str | None = "old"
    uploads: int = 1
    auth_failures: int = 0


CASES = (
    # In the way before anything is sent
    Case(
        "offline",
        "camera-g5",
        "connection_refused",
        "switched off or unplugged",
        "unreachable",
        "No connection",
        uploads=0,
    ),
    Case(
        "locked",
        "camera-g5",
        {"locked": {"seconds": 1_000_000}},
        "its account is locked",
        "failed",
        "is locked for another",
        uploads=0,
    ),
    Case(
        "stale-password",
        "camera-g0",
        "wrong_password_lock",
        "the password in the vault is an old one, and one more wrong answer locks the account",
        "failed",
        "refused the password",
        uploads=0,
        auth_failures=1,
    ),
    Case(
        "garbage-xml",
        "camera-g5",
        "garbage_xml",
        "answers broken XML",
        "failed",
        "broken XML",
        uploads=0,
    ),
    Case(
        "html-error",
        "camera-g0",
        "html_error",
        "answers with web pages",
        "failed",
        "web page",
        uploads=0,
    ),
    Case(
        "backup-error-page",
        "camera-g5",
        "backup_error_page",
        "exports an error message instead of its configuration",
        "failed",
        "configurationData",
        uploads=0,
    ),
    Case(
        "backup-tiny",
        "nvr",
        "backup_tiny",
        "exports a configuration of 12 bytes",
        "failed",
        "12 bytes",
        uploads=0,
    ),
    Case(
        "backup-truncated",
        "camera-g0",
        "backup_truncated",
        "the connection breaks in the export of the configuration, once",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "slow-answers",
        "camera-g5",
        {"slow_answers": {"seconds": 0.2}},
        "answers slowly",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "dirty-xml",
        "camera-g5",
        "dirty_xml",
        "junk before, NUL bytes after and bare ampersands in its XML",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "connection-limit",
        "camera-g0",
        "connection_limit",
        "takes one connection at a time",
        "upgraded",
        "",
        runs="new",
    ),
    # The upload
    Case(
        "upload-drop-early",
        "camera-g5",
        {"upload_drop": {"percent": 20}},
        "the connection breaks at 20 % of the upload",
        "failed_before_write",
        "did not get the file",
    ),
    Case(
        "upload-drop-late",
        "nvr",
        {"upload_drop": {"percent": 90}},
        "the connection breaks at 90 % of the upload",
        "failed_before_write",
        "did not get the file",
    ),
    Case(
        "upload-drop-after-last-byte",
        "camera-g5",
        "upload_drop_after_last_byte",
        "takes the whole file and closes without an answer",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "upload-slow",
        "camera-g0",
        {"upload_slow": {"bytes_per_s": 200_000}},
        "a thin line",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "stale-nonce",
        "camera-g5",
        "stale_nonce",
        "the Digest nonce ages during the upload; the device asks for the file once more",
        "upgraded",
        "",
        runs="new",
        uploads=2,
    ),
    Case(
        "refuse-package",
        "camera-g5",
        {"refuse_package": {"sub_status": "badDevType"}},
        "refuses the file: for another type of device",
        "refused",
        "badDevType",
    ),
    Case(
        "refuse-language",
        "camera-g0",
        {"refuse_package": {"sub_status": "badLanguage"}},
        "refuses the file: other language",
        "refused",
        "badLanguage",
    ),
    Case(
        "busy",
        "camera-g5",
        {"busy": {"times": "always"}},
        "is busy with something else",
        "refused",
        "deviceBusy",
    ),
    Case(
        "pending-reboot",
        "camera-g5",
        "pending_reboot",
        "an earlier change waits for a reboot, and the device says so",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "pending-reboot-hidden",
        "camera-g0",
        {"pending_reboot": {"visible": False}},
        "the same, and it says so only when it gets the file",
        "upgraded",
        "",
        runs="new",
        uploads=2,
    ),
    # Writing the flash
    Case(
        "stuck-percent",
        "camera-g5",
        "stuck_percent",
        "stops at 99 % for ever",
        "failed_unknown",
        "99 %",
    ),
    Case(
        "stuck-percent-finishes",
        "camera-g0",
        {"stuck_percent": {"finishes": True}},
        "shows 99 % until it restarts",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "flash-error",
        "camera-g0",
        {"flash_error": {"restarts": True}},
        "writing fails and it restarts",
        "wrong_version",
        "not V",
    ),
    Case(
        "flash-error-told",
        "face-terminal",
        "flash_error",
        "writing fails, it says so and runs on",
        "failed_unknown",
        "writing failed",
    ),
    Case(
        "power-cut",
        "camera-g5",
        "power_cut",
        "the power fails while it writes",
        "wrong_version",
        "not V",
    ),
    # The reboot
    Case(
        "never-back",
        "camera-g5",
        "never_back",
        "never answers again",
        "not_back",
        "has not answered",
        runs=None,
    ),
    Case(
        "ignored-reboot",
        "camera-g5",
        "ignored_reboot",
        "leaves the reboot to us, says OK and does nothing",
        "failed_unknown",
        "told to reboot",
    ),
    Case(
        "no-answer-to-reboot",
        "camera-g5",
        "no_answer_to_reboot",
        "restarts without an answer",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "boot-500s",
        "nvr",
        {"boot_500s": {"count": 8}},
        "answers 500 while it starts",
        "upgraded",
        "",
        runs="new",
    ),
    # What comes back
    Case(
        "old-version",
        "camera-g0",
        "back_with_old_version",
        "comes back with its old firmware",
        "wrong_version",
        "not V",
    ),
    Case(
        "other-version",
        "camera-g5",
        "back_with_other_version",
        "comes back with yet another one",
        "wrong_version",
        "not V",
        runs=None,
    ),
    Case(
        "other-auth",
        "camera-g0",
        "back_with_other_auth",
        "comes back with Digest SHA-256 instead of MD5",
        "upgraded",
        "",
        runs="new",
    ),
    Case(
        "basic-auth",
        "camera-g5",
        {"back_with_other_auth": {"schemes": ["basic"]}},
        "comes back with Basic only, without TLS",
        "lost_access",
        "Basic without TLS",
        runs="new",
    ),
    Case(
        "lost-configuration",
        "camera-g5",
        "back_with_lost_configuration",
        "comes back as from the factory, not activated",
        "lost_access",
        "not activated",
        runs="new",
    ),
    Case(
        "changed-password",
        "camera-g0",
        "back_with_changed_password",
        "comes back with another password",
        "lost_access",
        "refused the user name or password",
        runs="new",
        auth_failures=1,
    ),
    Case(
        "partial-configuration",
        "camera-g5",
        "back_with_partial_configuration",
        "comes back with its streams off and its name reset",
        "failed",
        "",
        runs="new",
    ),
    Case(
        "dead-service",
        "camera-g5",
        "back_with_dead_service",
        "runs the new firmware but shows no picture",
        "failed",
        "",
        runs="new",
    ),
)

_HEAD = """\
# Faults and outcomes

What goes wrong with devices in the field, and how `surveillance.hikvision.rollout` ends for each. Every line is a
device of one and the same test run against the simulator (`tests/integration/faults`), which also asserts what the
device saw: how often it got the file, how many wrong passwords, and which firmware it runs in the end.

`upgraded` is the only outcome below that lets a rollout go on; all others are counted by the gate after each wave.
`failed` is a check or a health regression, with its reason in the message. A device is reported as unreachable only
if nothing had been sent to it.

| the device ... | outcome | firmware then | the message says |
|---|---|---|---|
"""

_TAIL = """
What to do next is in the result as `advice`; the causes behind each outcome are described at
`ansible-doc surveillance.hikvision.firmware`. A device that may still be writing must not lose its power.
"""


def render() -> str:
    """The document."""
    return _HEAD + "".join(_row(case) for case in CASES) + _TAIL


def _row(case: Case) -> str:
    runs = {"old": "the old one", "new": "the new one", None: "not known"}[case.runs]
    says = f"`{case.says}`" if case.says else ""
    return f"| {case.story} | `{case.state}` | {runs} | {says} |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(render(), encoding="utf-8")

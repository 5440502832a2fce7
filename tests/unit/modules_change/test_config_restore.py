# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``config_restore``."""

from __future__ import annotations

import datetime
import hashlib
import json
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.sidecar import SUFFIX, describe
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import Identity
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.modules import config_restore
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.modules_change.running import Ran, run_on
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.traits import MODEL, SERIAL

BLOB = bytes(range(256)) * 30
SAME = Identity(model=MODEL, serial=SERIAL, firmware=FirmwareVersion("V5.7.10", "230101"))


def write_backup(path: pathlib.Path, identity: Identity = SAME, *, secret: bool = False) -> None:
    path.write_bytes(BLOB)
    made = describe(
        identity,
        file=path.name,
        size=len(BLOB),
        sha256=hashlib.sha256(BLOB).hexdigest(),
        created=datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC),
        account="admin",
        host="192.0.2.10:443",
        needs_secret_key=secret,
    )
    path.with_name(path.name + SUFFIX).write_text(made.as_json())


@pytest.fixture
def backup(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "gate.cfg"
    write_backup(path)
    return path


def restore(
    path: pathlib.Path, traits: dict[str, typing.Any] | None = None, *, check: bool = False, **given: typing.Any
) -> Ran:
    ran = run_on(
        ModelDevice(wire.FakeClock(), **(traits or {})), config_restore.MODULE, check=check, src=str(path), **given
    )
    json.dumps(ran.result)
    assert len(ran.device.reboot_orders) <= 1
    return ran


def test_a_device_that_restarts_by_itself(backup: pathlib.Path) -> None:
    ran = restore(backup)
    assert (ran.result["outcome"], ran.result["changed"], ran.result.get("failed")) == ("restored", True, None)
    assert ran.result["boot"] == {"by": "device", "proof": "uptime"}
    assert ran.result["backup"]["model"] == MODEL
    assert ran.device.imports == [BLOB]
    assert ran.device.reboot_orders == []


@pytest.mark.parametrize("answer", [wire.response_status(), wire.response_status(7, "rebootRequired")])
@pytest.mark.parametrize("progress", ["xml", None])
def test_a_device_that_leaves_the_restart_to_us(
    backup: pathlib.Path, answer: wire.Answer, progress: str | None
) -> None:
    ran = restore(backup, {"import_reboots": False, "import_answer": answer, "progress": progress})
    assert ran.result["outcome"] == "restored"
    assert ran.result["boot"] == {"by": "us", "proof": "uptime"}
    imported = next(time for time, request in ran.device.log if request == "PUT /ISAPI/System/configurationData")
    assert ran.device.reboot_orders[0] - imported < 70


def test_a_renamed_backup_is_as_good(backup: pathlib.Path) -> None:
    moved = backup.with_name("copy.cfg")
    backup.rename(moved)
    backup.with_name(backup.name + SUFFIX).rename(moved.with_name(moved.name + SUFFIX))
    assert restore(moved).result["outcome"] == "restored"


def test_check_mode_reads_only(backup: pathlib.Path) -> None:
    ran = restore(backup, check=True)
    assert (ran.result["outcome"], ran.result["changed"]) == ("would_restore", True)
    assert all(request.startswith("GET ") for request in ran.requests)


def damage(path: pathlib.Path) -> None:
    path.write_bytes(BLOB[:-1])


REFUSALS: dict[str, tuple[typing.Callable[[pathlib.Path], object], dict[str, typing.Any], str]] = {
    "no file": (lambda path: path.unlink(), {}, "No such file"),
    "no description": (lambda path: path.with_name(path.name + SUFFIX).unlink(), {}, "No such file"),
    "broken description": (lambda path: path.with_name(path.name + SUFFIX).write_text("{"), {}, "not JSON"),
    "damaged file": (damage, {}, "SHA-256"),
    "other model": (
        lambda path: write_backup(path, Identity(model="DS-OTHER", serial=SERIAL, firmware=SAME.firmware)),
        {"force": True},
        "DS-OTHER",
    ),
    "other serial": (
        lambda path: write_backup(path, Identity(model=MODEL, serial="X", firmware=SAME.firmware)),
        {},
        "see force",
    ),
    "other line": (
        lambda path: write_backup(path, Identity(model=MODEL, serial=SERIAL, firmware=FirmwareVersion("V5.8.1", "1"))),
        {},
        "see force",
    ),
    "unknown firmware": (lambda path: write_backup(path, Identity(model=MODEL, serial=SERIAL)), {}, "see force"),
    "no secret": (lambda path: write_backup(path, secret=True), {"force": True}, "secret_key is not set"),
}


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("prepare, given, words", REFUSALS.values(), ids=list(REFUSALS))
def test_refusals(
    backup: pathlib.Path,
    prepare: typing.Callable[[pathlib.Path], object],
    given: dict[str, typing.Any],
    words: str,
    *,
    check: bool,
) -> None:
    prepare(backup)
    ran = restore(backup, check=check, **given)
    assert (ran.result["outcome"], ran.result["failed"], ran.result["changed"]) == ("refused", True, False)
    assert words in ran.result["msg"]
    assert ran.device.imports == []


@pytest.mark.parametrize(
    "identity",
    [
        Identity(model=MODEL, serial="X", firmware=SAME.firmware),
        Identity(model=MODEL, serial=SERIAL, firmware=FirmwareVersion("V5.8.1", "240101")),
    ],
)
def test_force_accepts_another_device_of_the_model(backup: pathlib.Path, identity: Identity) -> None:
    write_backup(backup, identity)
    assert restore(backup, force=True).result["outcome"] == "restored"


def test_all_reasons_are_told_at_once(backup: pathlib.Path) -> None:
    write_backup(backup, Identity(model="DS-OTHER", serial="X"), secret=True)
    damage(backup)
    message = restore(backup).result["msg"]
    assert all(words in message for words in ("SHA-256", "DS-OTHER", "serial number X", "secret_key"))


def test_a_device_that_is_upgrading_is_left_alone(backup: pathlib.Path) -> None:
    device = ModelDevice(wire.FakeClock())
    device._begin_writing()
    ran = run_on(device, config_restore.MODULE, src=str(backup))
    assert ran.result["outcome"] == "refused" and "upgrade" in ran.result["msg"]
    assert device.imports == []


@pytest.mark.parametrize("sub", ["badDevType", "cfgFileSecretKeyError", "importErrorData", "configOperating"])
def test_what_the_device_refuses(backup: pathlib.Path, sub: str) -> None:
    code = 2 if sub == "configOperating" else 6
    ran = restore(backup, {"import_answer": wire.response_status(code, sub, http=200), "import_reboots": False})
    assert (ran.result["outcome"], ran.result["changed"]) == ("refused", False)
    assert sub in ran.result["msg"]
    assert ("secret_key" in ran.result["advice"]) == (sub == "cfgFileSecretKeyError")


def test_half_a_file_changes_nothing(backup: pathlib.Path) -> None:
    ran = restore(backup, {"takes": 4096})
    assert (ran.result["outcome"], ran.result["changed"]) == ("failed_before_write", False)
    assert ran.result["failed"] and "unreachable" not in ran.result
    assert ran.device.reboot_orders == []


def test_a_lost_answer_and_a_restart_is_a_restore(backup: pathlib.Path) -> None:
    assert restore(backup, {"import_hangs_up": True}).result["outcome"] == "restored"


def test_a_lost_answer_without_a_restart_is_not_called_a_restore(backup: pathlib.Path) -> None:
    ran = restore(backup, {"import_hangs_up": True, "import_reboots": False})
    assert (ran.result["outcome"], ran.result["failed"], ran.result["changed"]) == ("failed_unknown", True, True)
    assert "connection broke" in ran.result["msg"]
    assert ran.device.reboot_orders == []


def test_trouble_with_the_file_and_a_restart_is_not_called_a_restore(backup: pathlib.Path) -> None:
    ran = restore(backup, {"import_answer": wire.response_status(3, "deviceError", http=200)})
    assert (ran.result["outcome"], ran.result["failed"]) == ("failed_unknown", True)
    assert "deviceError" in ran.result["msg"]


@pytest.mark.parametrize(
    "traits, outcome",
    [
        ({"comes_back": False}, "not_back"),
        ({"after_boot": lambda device: setattr(device, "password", "Other-1")}, "lost_access"),
        ({"after_boot": lambda device: setattr(device, "activated", False)}, "lost_access"),
        ({"import_reboots": False, "ignores_reboot": True}, "failed_unknown"),
    ],
)
def test_what_can_become_of_it(backup: pathlib.Path, traits: dict[str, typing.Any], outcome: str) -> None:
    ran = restore(backup, traits)
    assert (ran.result["outcome"], ran.result["failed"], ran.result["changed"]) == (outcome, True, True)
    assert ran.result["advice"]
    assert ran.device.wrong_passwords <= 1

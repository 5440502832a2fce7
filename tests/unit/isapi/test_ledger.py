# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory of refused passwords, alone and shared by the workers of a run."""

from __future__ import annotations

import concurrent.futures
import datetime
import pathlib
import stat

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import LockState
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import (
    DirectoryLedger,
    MemoryLedger,
    Refusal,
    RefusalLedger,
)

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
LOCKED = Refusal(NOON, LockState(locked=True, unlock_time=1800, attempts_left=0))
UNKNOWN = Refusal(NOON, LockState())


@pytest.fixture(params=["memory", "directory"])
def ledger(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> RefusalLedger:
    return MemoryLedger() if request.param == "memory" else DirectoryLedger(tmp_path / "not" / "there" / "yet")


def test_nothing_is_known_at_first(ledger: RefusalLedger) -> None:
    assert ledger.find("192.0.2.10:443") is None


@pytest.mark.parametrize("refusal", [LOCKED, UNKNOWN])
def test_a_refusal_comes_back_as_it_was(ledger: RefusalLedger, refusal: Refusal) -> None:
    ledger.add("192.0.2.10:443", refusal)
    assert ledger.find("192.0.2.10:443") == refusal


def test_devices_are_kept_apart(ledger: RefusalLedger) -> None:
    ledger.add("192.0.2.10:443", LOCKED)
    assert ledger.find("192.0.2.10:80") is None
    assert ledger.find("192.0.2.11:443") is None


@pytest.mark.parametrize(
    "device", ["[2001:db8::1]:443", "fe80::1%eth0:443", "../../etc/passwd:1", "käse:443", "a" * 300]
)
def test_any_name_of_a_device_will_do(ledger: RefusalLedger, device: str) -> None:
    ledger.add(device, LOCKED)
    assert ledger.find(device) == LOCKED


def test_a_second_refusal_is_no_error(ledger: RefusalLedger) -> None:
    ledger.add("192.0.2.10:443", LOCKED)
    ledger.add("192.0.2.10:443", LOCKED)
    assert ledger.find("192.0.2.10:443") == LOCKED


def test_what_remains_of_a_lock_shrinks() -> None:
    later = NOON + datetime.timedelta(seconds=600.7)
    assert LOCKED.lock_at(later) == LockState(locked=True, unlock_time=1200, attempts_left=0)
    assert LOCKED.lock_at(NOON + datetime.timedelta(days=1)).unlock_time == 0
    assert UNKNOWN.lock_at(later) == LockState()


def test_the_files_are_for_their_owner_alone(tmp_path: pathlib.Path) -> None:
    DirectoryLedger(tmp_path / "refusals").add("192.0.2.10:443", LOCKED)
    directory = tmp_path / "refusals"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    [file] = directory.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "192.0.2.10" not in file.read_text()


def test_workers_share_it(tmp_path: pathlib.Path) -> None:
    """All workers meet each device at once; none may see half an entry, and what one knows all know."""
    directory = tmp_path / "refusals"
    devices = [f"192.0.2.{number}:443" for number in range(60)]

    def work(_number: int) -> list[Refusal | None]:
        ledger = DirectoryLedger(directory)
        seen = []
        for device in devices:
            seen.append(ledger.find(device))
            ledger.add(device, LOCKED)
            seen.append(ledger.find(device))
        return seen

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        seen = [refusal for worker in pool.map(work, range(8)) for refusal in worker]
    assert set(seen) <= {LOCKED, None}
    assert seen.count(LOCKED) >= 8 * len(devices)
    assert len(list(directory.iterdir())) == len(devices), "nothing is left of the writing"

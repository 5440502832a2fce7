# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is decided before anything is sent."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import Identity
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.upgrade import UpgradeProgress
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import ImageFile, sha256_of
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.plan import (
    Decision,
    Plan,
    Policy,
    make_plan,
    matches,
)

RUNNING = FirmwareVersion("V5.7.15", "240201")
TARGET = FirmwareVersion("V5.7.18", "240826")
IDLE = UpgradeProgress(upgrading=False, percent=0, reboot_wanted=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """A device and a wish; the defaults are an upgrade that nothing speaks against."""

    running: FirmwareVersion | None = RUNNING
    target: FirmwareVersion = TARGET
    progress: UpgradeProgress | None = IDLE
    content: bytes = bytes(100)
    models: tuple[str, ...] = ()
    allow_downgrade: bool = False
    digest: str | None = None
    may_upgrade: bool | None = None


@pytest.fixture
def plan(tmp_path: pathlib.Path) -> typing.Callable[..., Plan]:
    def make(**changes: typing.Any) -> Plan:
        case = Case(**changes)
        path = tmp_path / "digicap.dav"
        path.write_bytes(case.content)
        policy = Policy(case.models, case.allow_downgrade, case.digest, sha256_of(str(path)) if case.digest else None)
        return make_plan(
            Identity(model="DS-2CD2386G2-IU", firmware=case.running),
            case.progress,
            ImageFile.at(str(path)),
            case.target,
            policy,
            may_upgrade=case.may_upgrade,
        )

    return make


MakePlan = typing.Callable[..., Plan]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"progress": None},
        {"may_upgrade": True},
        {"models": ("DS-2CD2?86G2*",)},
        {"models": ("DS-7*", "ds-2cd2386g2-iu")},
        {"running": None},
        {"running": FirmwareVersion("V5.7.18")},
        {"running": FirmwareVersion("V5.7.18", "240820")},
        {"running": FirmwareVersion("V5.8.0", "250101"), "allow_downgrade": True},
        {"digest": "cd00e292c5970d3c5e2f0ffa5171e555bc46bfc4faddfb4a418b6840b86e79a3"},
        {"digest": "CD00E292C5970D3C5E2F0FFA5171E555BC46BFC4FADDFB4A418B6840B86E79A3"},
    ],
)
def test_upgrade(plan: MakePlan, changes: dict[str, typing.Any]) -> None:
    made = plan(**changes)
    assert made.decision is Decision.UPGRADE
    assert str(TARGET) in made.reasons[0]


@pytest.mark.parametrize(
    "changes, word",
    [
        ({"models": ("DS-7*",)}, "DS-7*"),
        ({"models": ("DS-2CD2386G2",)}, "DS-2CD2386G2-IU"),
        ({"running": FirmwareVersion("V5.8.0", "250101")}, "allow_downgrade"),
        ({"running": FirmwareVersion("V5.7.18", "240901")}, "allow_downgrade"),
        ({"content": b""}, "0 bytes"),
        ({"content": b"PK\x03\x04" + bytes(100)}, "zip"),
        ({"content": b"<html>" + bytes(100)}, "download"),
        ({"content": b'{"error": "not found"}' + bytes(100)}, "download"),
        ({"digest": "0" * 64}, "SHA-256"),
        ({"progress": UpgradeProgress(upgrading=True, percent=3, reboot_wanted=False)}, "somebody else"),
        ({"may_upgrade": False}, "right"),
    ],
)
def test_refuse(plan: MakePlan, changes: dict[str, typing.Any], word: str) -> None:
    made = plan(**changes)
    assert made.decision is Decision.REFUSE
    [reason] = made.reasons
    assert word in reason


def test_all_reasons_are_told_at_once(plan: MakePlan) -> None:
    made = plan(models=("DS-7*",), may_upgrade=False, content=b"")
    assert made.decision is Decision.REFUSE
    assert len(made.reasons) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"running": FirmwareVersion("V5.07.018", "240826")},
        {"models": ("DS-7*",)},
        {"content": b""},
        {"may_upgrade": False},
        {"digest": "0" * 64},
    ],
)
def test_nothing_to_do_for_whatever_runs_already(plan: MakePlan, changes: dict[str, typing.Any]) -> None:
    assert plan(**{"running": TARGET, **changes}).decision is Decision.NOTHING_TO_DO


def test_a_device_that_is_just_being_changed_is_not_called_unchanged(plan: MakePlan) -> None:
    busy = UpgradeProgress(upgrading=True, percent=3, reboot_wanted=False)
    assert plan(running=TARGET, progress=busy).decision is Decision.REFUSE


def test_a_pending_reboot_is_announced(plan: MakePlan) -> None:
    made = plan(progress=UpgradeProgress(upgrading=False, percent=100, reboot_wanted=True))
    assert made.decision is Decision.UPGRADE
    assert "reboot" in made.reasons[1]


@pytest.mark.parametrize(
    "model, patterns, expected",
    [
        ("DS-2CD2386G2-IU", ("*",), True),
        ("iDS-7208HQHI-M1(A)/S(C)", ("ids-7208hqhi-m1*",), True),
        ("DS-2CD2386G2-IU", ("DS-2CD2386G2",), False),
        ("", ("DS-*",), False),
        ("DS-2CD2386G2-IU", (), False),
    ],
)
def test_patterns(model: str, patterns: tuple[str, ...], *, expected: bool) -> None:
    assert matches(model, patterns) is expected

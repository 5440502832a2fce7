# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From findings to a decision."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import (
    Finding,
    Permission,
    blocked,
    error,
    info,
    warning,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.plan import (
    Decision,
    Plan,
    make_plan,
    nothing_to_do,
)

TARGET = FirmwareVersion("V5.7.18", "240826")
DEVICE = Device(model="DS-2CD2386G2-IU", firmware=FirmwareVersion("V5.7.15", "240201"))
ERROR = error("FW030", "it is for another model")
BLOCKED = blocked("FW041", Permission.DOWNGRADE, "it is older")
HARMLESS = (warning("FW031", "it can not be compared"), info("FW013", "it is encrypted"))


def plan(*findings: Finding, allowed: tuple[str, ...] = ()) -> Plan:
    return make_plan(DEVICE, TARGET, findings, allowed)


def test_nothing_speaks_against_it() -> None:
    made = plan(*HARMLESS)
    assert made.decision is Decision.UPGRADE
    assert made.reasons == ("this DS-2CD2386G2-IU would go from V5.7.15 build 240201 to V5.7.18 build 240826",)
    assert made.findings == HARMLESS


def test_all_that_stops_it_is_told_at_once() -> None:
    made = plan(ERROR, BLOCKED, *HARMLESS)
    assert made.decision is Decision.REFUSE
    assert made.reasons == ("FW030: it is for another model", "FW041: it is older (allow: downgrade)")
    assert made.findings == (ERROR, BLOCKED, *HARMLESS)


@pytest.mark.parametrize(
    "finding, allowed, decision",
    [
        (BLOCKED, ("downgrade",), Decision.UPGRADE),
        (BLOCKED, ("candidate", "downgrade"), Decision.UPGRADE),
        (BLOCKED, ("language_mismatch",), Decision.REFUSE),
        (ERROR, tuple(Permission), Decision.REFUSE),
    ],
)
def test_what_may_be_allowed(finding: Finding, allowed: tuple[str, ...], decision: Decision) -> None:
    assert plan(finding, allowed=allowed).decision is decision
    later = plan().with_finding(finding, allowed)
    assert later.decision is decision
    assert later.findings == (finding,)


def test_no_more_to_say() -> None:
    made = plan(*HARMLESS)
    assert made.with_finding(None, ()) is made


def test_a_reboot_that_comes_first_is_announced() -> None:
    made = plan(info("FW050", "an earlier change waits for a reboot", reboot_wanted=True))
    assert made.reasons[1:] == ("an earlier change waits for a reboot",)


def test_nothing_to_do() -> None:
    made = nothing_to_do(DEVICE, TARGET, HARMLESS)
    assert (made.decision, made.findings) == (Decision.NOTHING_TO_DO, HARMLESS)
    assert "already runs V5.7.18 build 240826" in made.reasons[0]

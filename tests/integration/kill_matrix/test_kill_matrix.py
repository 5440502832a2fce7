# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller dies in each phase, with every fault there is; a second run brings each device to one true end."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.moments import Moment
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.trial import SIGNALS, run
from ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.troubles import FAULTS, part
from simulator.faults import KINDS

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(600)]

PARTS = 8
"""Each trial has an eighth of the faults. ``make kill-matrix`` runs each with all of them."""


def test_every_fault_that_the_simulator_knows_is_there():
    assert sorted(trouble.fault for trouble in FAULTS) == sorted(KINDS)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("moment", list(Moment), ids=lambda moment: moment.name.lower())
def test_after_a_kill_the_next_run_ends_with_the_truth(moment, number, tmp_path):
    trial = 2 * list(Moment).index(moment) + SIGNALS.index(number)
    troubles = part(trial, PARTS)
    result = run(moment, number, troubles, tmp_path)

    assert result.lies == {}
    assert {result.states[device.name] for device in troubles if not device.fault} == {"upgraded"}

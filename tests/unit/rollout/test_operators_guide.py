# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operator's guide has every knob of the rollout, and no other."""

from __future__ import annotations

import pathlib
import re

ROOT = pathlib.Path(__file__).parents[3]
KNOB = re.compile(r"\b(rollout_[a-z_]+|plan_file|plan_digest|plan_subset|plan_ignore_new_hosts)\b")
WORKINGS = {"rollout_prepares", "rollout_wave"}
"""What the playbooks say to each other, and a knob of the way back."""


def test_the_guide_has_the_knobs_of_the_playbook() -> None:
    header = (ROOT / "playbooks" / "rollout.yml").read_text(encoding="utf-8").partition("\n- name:")[0]
    guide = (ROOT / "docs" / "rollout.md").read_text(encoding="utf-8").partition("## Every knob")[2]
    told = set(re.findall(r"^\| `(\w+)` \|", guide, re.MULTILINE)) - {"target"}
    assert told - {"hikvision_window"} == set(KNOB.findall(header)) - WORKINGS

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing for a fleet: once for devices that are alike, and as the filter ``select_firmware`` does."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.filter.select_firmware import select_firmware
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan import choosing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.choosing import Chooser
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.command import to_apply

MODEL = "DS-2CD2386G2-IU"
PACKAGES = [{"models": [MODEL], "version": "V5.7.18", "build": "240826", "src": "a.dav"}]


def snapshot(serial: str = "1", version: str = "V5.7.15") -> dict[str, typing.Any]:
    identity = {"model": MODEL, "serial": serial, "kind": "camera", "platform": "G5"}
    return {"identity": identity, "firmware": {"version": version, "build": "240201"}}


@pytest.mark.parametrize(
    ("packages", "policy"),
    [
        pytest.param(PACKAGES, {}, id="a package"),
        pytest.param([], None, id="none"),
        pytest.param([{"version": "V5"}], {}, id="a malformed list"),
        pytest.param(PACKAGES, {"rnig": "lab"}, id="a malformed policy"),
    ],
)
def test_a_choice_is_that_of_the_filter(packages: typing.Any, policy: typing.Any) -> None:
    expected = select_firmware(snapshot(), packages, policy=policy, refuse_mistakes=True)
    assert Chooser(None).choice(snapshot(), packages, policy) == expected


def test_devices_that_are_alike_are_chosen_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = []
    original = choosing.choose
    monkeypatch.setattr(choosing, "choose", lambda *told: chosen.append(told) or original(*told))
    chooser = Chooser(None)
    choices = [chooser.choice(snapshot(str(number)), PACKAGES, {}) for number in range(50)]
    assert all(choice == choices[0] for choice in choices)
    assert len(chosen) == 1
    chooser.choice(snapshot(version="V5.7.16"), PACKAGES, {})
    chooser.choice(snapshot(), PACKAGES, {"ring": "lab"})
    assert len(chosen) == 3


def test_the_command_survives_a_shell_and_ansible() -> None:
    command = to_apply(["inventory", "more hosts.yml"], target="cameras", plan_file="/srv/roll outs/plan.json")
    assert command == (
        "ansible-playbook -i inventory -i 'more hosts.yml' surveillance.hikvision.rollout -e target=cameras "
        """-e '{"plan_file": "/srv/roll outs/plan.json"}'"""
    )

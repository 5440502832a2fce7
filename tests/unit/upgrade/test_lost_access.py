# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that come back and do not let us in any more."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.model_device import ModelDevice
from ansible_collections.surveillance.hikvision.tests.unit.upgrade.story import (
    Upgrade,
    assert_upgraded,
)


def test_another_password_after_the_boot_costs_exactly_one_attempt(upgrade: Upgrade) -> None:
    def change(device: ModelDevice) -> None:
        device.password = "Changed-On-Site-7"

    story = upgrade(after_boot=change)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert story.device.wrong_passwords == 1
    assert "refused the user name or password" in story.result.reason


def test_a_device_that_lost_its_activation(upgrade: Upgrade) -> None:
    def reset(device: ModelDevice) -> None:
        device.activated = False

    story = upgrade(after_boot=reset)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert "not activated" in story.result.reason
    assert story.device.wrong_passwords == 0


def test_another_scheme_after_the_boot_is_found_out(upgrade: Upgrade) -> None:
    def sha(device: ModelDevice) -> None:
        device.scheme_answer = lambda nonce: wire.digest_challenge(nonce, realm="DS-OTHER")

    assert_upgraded(upgrade(after_boot=sha))


def test_a_scheme_that_is_off_is_no_way_in(upgrade: Upgrade) -> None:
    def token_only(device: ModelDevice) -> None:
        device.scheme_answer = lambda nonce: wire.answer(b"", 401, www_authenticate='Bearer realm="x"')

    story = upgrade(after_boot=token_only)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert story.device.wrong_passwords == 0


def test_another_certificate_after_the_boot_is_reported_and_not_taken_for_silence(upgrade: Upgrade) -> None:
    def new_certificate(device: ModelDevice) -> None:
        device.untrusted = True

    story = upgrade(after_boot=new_certificate)
    assert story.result.outcome is Outcome.LOST_ACCESS
    assert "fingerprint" in story.result.reason
    assert story.seconds < 300

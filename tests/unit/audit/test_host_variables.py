# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Variables of hosts as plain values."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import HostVariables
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake


def read(value: object) -> typing.Any:
    return HostVariables({"cam": {"told": value}}, "cam").get("told")


@pytest.mark.parametrize("value", [None, True, 5, 1.5, "word", ["a", {"b": 1}]])
def test_plain_values_are_told_as_they_are(value: object) -> None:
    assert read(value) == value


def test_braces_that_came_from_a_device_are_words() -> None:
    assert read("No picture, {{ it }} says") == "No picture, {{ it }} says"


@pytest.mark.parametrize("value", [object(), [object()], {"from": object()}])
def test_what_can_not_be_evaluated_is_the_mistake_of_its_variable(value: object) -> None:
    with pytest.raises(Mistake, match="^told can not be evaluated: a part of it is not defined"):
        read(value)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented connection options are the real ones."""

from __future__ import annotations

import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.doc_fragments._attributes import ModuleDocFragment as Attributes
from ansible_collections.surveillance.hikvision.plugins.doc_fragments._device import ModuleDocFragment as Connection
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import CONNECTION_OPTIONS
from ansible_collections.surveillance.hikvision.plugins.modules import device_info, health

DOCUMENTED = yaml.safe_load(Connection.DOCUMENTATION)["options"]


def stripped(option: dict[str, typing.Any]) -> dict[str, typing.Any]:
    return {key: value for key, value in option.items() if key not in ("description", "no_log", "fallback")}


def test_the_same_options_with_the_same_types_choices_and_defaults() -> None:
    documented = {name: stripped(option) for name, option in DOCUMENTED.items()}
    assert documented == {name: stripped(option) for name, option in CONNECTION_OPTIONS.items()}


def test_fallbacks_are_documented() -> None:
    for name, option in CONNECTION_OPTIONS.items():
        for variable in option.get("fallback", (None, []))[1]:
            assert f"E({variable})" in str(DOCUMENTED[name]["description"])


@pytest.mark.parametrize("module", [device_info, health])
def test_own_options_are_documented_as_they_are(module: typing.Any) -> None:
    documented = yaml.safe_load(module.DOCUMENTATION)["options"]
    assert {name: stripped(option) for name, option in documented.items()} == module.MODULE.options


def test_every_attribute_says_what_is_supported() -> None:
    for attribute in yaml.safe_load(Attributes.DOCUMENTATION)["attributes"].values():
        assert {"description", "support"} <= set(attribute)

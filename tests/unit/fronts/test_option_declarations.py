# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection option is declared four times; all of them say the same."""

from __future__ import annotations

import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.connection import isapi
from ansible_collections.surveillance.hikvision.plugins.doc_fragments._device import ModuleDocFragment as Device
from ansible_collections.surveillance.hikvision.plugins.doc_fragments._waiting import ModuleDocFragment as Waiting
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import (
    CONNECTION_OPTIONS,
    WAITING_OPTIONS,
)
from ansible_collections.surveillance.hikvision.tests.unit.fronts.probe import CONNECTION

PLUGIN: typing.Final[dict[str, dict[str, typing.Any]]] = yaml.safe_load(isapi.DOCUMENTATION)["options"]
RENAMED = {"remote_user": "username"}


def facts(option: dict[str, typing.Any]) -> dict[str, typing.Any]:
    return {key: option[key] for key in ("type", "choices", "default") if key in option}


def test_the_connection_plugin_has_the_options_of_the_modules() -> None:
    plugin = {RENAMED.get(name, name): facts(option) for name, option in PLUGIN.items()}
    assert plugin.pop("host") == {"type": "str", "default": "inventory_hostname"}
    for option in plugin.values():
        assert option["type"] != "bool", "Ansible takes a misspelled truth value for false"
        option["type"] = option["type"].replace("raw", "bool")
    modules = {name: facts(option) for name, option in CONNECTION_OPTIONS.items()}
    del modules["host"]
    assert plugin == modules


def test_the_connection_plugin_hands_on_all_of_them() -> None:
    assert set(isapi.DEVICE_OPTIONS) == set(PLUGIN)


@pytest.mark.parametrize(("fragment", "declared"), [(Device, CONNECTION_OPTIONS), (Waiting, WAITING_OPTIONS)])
def test_the_documentation_has_the_options_of_the_modules(
    fragment: typing.Any, declared: dict[str, dict[str, typing.Any]]
) -> None:
    documented = yaml.safe_load(fragment.DOCUMENTATION)["options"]
    assert {name: facts(option) for name, option in documented.items()} == {
        name: facts(option) for name, option in declared.items()
    }


def test_every_option_of_the_plugin_has_a_variable() -> None:
    variables = [variable["name"] for option in PLUGIN.values() for variable in option["vars"]]
    assert len(variables) == len(set(variables))
    own = [name for name in variables if not name.startswith(("ansible_", "inventory_"))]
    assert all(name.startswith("hikvision_") for name in own)


def test_secrets_are_secret() -> None:
    assert [name for name, option in CONNECTION_OPTIONS.items() if option.get("no_log")] == ["password"]


def test_the_environment_is_the_same_on_both_sides() -> None:
    for name, option in CONNECTION_OPTIONS.items():
        plugin = next(PLUGIN[key] for key in PLUGIN if RENAMED.get(key, key) == name)
        if "fallback" in option:
            assert [entry["name"] for entry in plugin["env"]] == option["fallback"][1]


def test_the_tests_know_all_options() -> None:
    assert CONNECTION.keys() == CONNECTION_OPTIONS.keys()
    defaults = {name: option["default"] for name, option in CONNECTION_OPTIONS.items() if "default" in option}
    assert defaults.items() <= CONNECTION.items()

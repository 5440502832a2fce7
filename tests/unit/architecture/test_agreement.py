# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be said in several places is said alike: modules, routing, action, action group, tests."""

from __future__ import annotations

import ast
import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.action import device_info as action
from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT, Source, sources

RUNTIME: typing.Final[dict[str, typing.Any]] = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())
GALAXY: typing.Final[dict[str, typing.Any]] = yaml.safe_load((ROOT / "galaxy.yml").read_text())
ALL_MODULES: typing.Final = {source.path.stem: source for source in sources("plugins/modules")}
# Modules that talk to no device of the fleet: for files, for the records of a rollout, for HikCentral.
NOT_FOR_DEVICES: typing.Final = ("catalogue_", "firmware_package_", "hikcentral_", "rollout_", "windows_installer_")
WITHOUT_DEVICE: typing.Final = {name for name in ALL_MODULES if name.startswith(NOT_FOR_DEVICES)}
MODULES: typing.Final = {name: source for name, source in ALL_MODULES.items() if name not in WITHOUT_DEVICE}


def test_the_action_knows_every_module() -> None:
    assert set(action.MODULES) == set(MODULES)


def test_every_module_has_the_action_under_its_own_name() -> None:
    actions = {source.path.stem: source for source in sources("plugins/action")}
    assert set(MODULES) <= set(actions) <= set(ALL_MODULES)
    others = [actions[name] for name in MODULES if name != "device_info"]
    assert all("plugins.action.device_info.ActionModule" in source.imports for source in others)
    assert "plugin_routing" not in RUNTIME, "ansible-lint rewrites users' playbooks to the target of a redirect"


def test_every_module_is_in_the_action_group() -> None:
    assert sorted(RUNTIME["action_groups"]["device"]) == sorted(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_called_what_its_file_is_called(name: str) -> None:
    assert action.MODULES[name].name == name
    assert yaml.safe_load(documentation(MODULES[name], "DOCUMENTATION"))["module"] == name


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_documented_as_it_is_declared(name: str) -> None:
    documented = yaml.safe_load(documentation(MODULES[name], "DOCUMENTATION"))
    fragments = documented["extends_documentation_fragment"]
    assert "surveillance.hikvision._device" in fragments
    options = documented.get("options", {})
    declared = action.MODULES[name].options
    shared = set(declared) - set(options)
    assert set(options) <= set(declared)
    assert not shared or "surveillance.hikvision._waiting" in fragments, f"{shared} are nowhere documented"
    for option, words in options.items():
        keys = ("type", "default", "choices", "required", "elements")
        assert {key: words[key] for key in keys if key in words} == {
            key: declared[option][key] for key in keys if key in declared[option]
        }, option


@pytest.mark.parametrize("name", ALL_MODULES)
def test_a_module_has_examples_and_says_what_it_returns(name: str) -> None:
    examples = yaml.safe_load(documentation(ALL_MODULES[name], "EXAMPLES"))
    assert any(f"surveillance.hikvision.{name}" in task for task in examples)
    assert yaml.safe_load(documentation(ALL_MODULES[name], "RETURN"))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_tests(name: str) -> None:
    """Some test calls the module's own code, not only what lies below it."""
    tests = [source for source in sources("tests/unit") if source.path.name.startswith("test_")]
    assert [test for test in tests if f"plugins.modules.{name}" in test.imports or imports_from(test, name)]


def imports_from(test: Source, module: str) -> bool:
    return any(imported.startswith(f"plugins.modules.{module}.") for imported in test.imports)


def test_ansible_is_asked_for_alike() -> None:
    assert RUNTIME["requires_ansible"] == ">=2.16.0"
    assert (GALAXY["namespace"], GALAXY["name"]) == ("surveillance", "hikvision")


def documentation(source: Source, name: str) -> str:
    """The text of one of the documentation blocks."""
    for node in source.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return str(ast.literal_eval(node.value))
    raise LookupError(f"{source} has no {name}")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An option is declared in several places; all of them say the same."""

from __future__ import annotations

import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.doc_fragments._openapi import ModuleDocFragment
from ansible_collections.surveillance.hikvision.plugins.inventory import hikcentral
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral import connection
from ansible_collections.surveillance.hikvision.plugins.modules import hikcentral_info, hikcentral_person_export
from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

MODULES = (hikcentral_info, hikcentral_person_export)
FACTS = ("type", "choices", "default", "required", "elements")


def facts(option: dict[str, typing.Any]) -> dict[str, typing.Any]:
    return {key: option[key] for key in FACTS if key in option}


def test_the_fragment_has_the_options_of_the_connection() -> None:
    documented = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    assert {name: facts(option) for name, option in documented.items()} == {
        name: facts(option) for name, option in connection.OPTIONS.items()
    }


@pytest.mark.parametrize("module", MODULES)
def test_a_module_documents_its_own_options(module: typing.Any) -> None:
    documented = yaml.safe_load(module.DOCUMENTATION)
    assert "surveillance.hikvision._openapi" in documented["extends_documentation_fragment"]
    assert {name: facts(option) for name, option in documented["options"].items()} == {
        name: facts(option) for name, option in module.OPTIONS.items()
    }


def test_the_modules_are_in_the_action_group() -> None:
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["action_groups"]
    assert groups["openapi"] == [module.__name__.rpartition(".")[2] for module in MODULES]
    [group] = yaml.safe_load(ModuleDocFragment.MODULE)["attributes"]["action_group"]["membership"]
    assert group == "surveillance.hikvision.openapi"


def test_the_inventory_plugin_reads_the_environment_of_the_modules() -> None:
    options = yaml.safe_load(hikcentral.DOCUMENTATION)["options"]
    assert {name: option["env"][0]["name"] for name, option in options.items() if "env" in option} == (
        connection.ENVIRONMENT
    )


def test_both_keys_are_secret() -> None:
    spec = connection.argument_spec(lambda variable: variable)
    assert [name for name, option in spec.items() if option.get("no_log")] == ["access_key", "secret_key"]
    assert {name: option["fallback"][1] for name, option in spec.items() if "fallback" in option} == {
        name: [variable] for name, variable in connection.ENVIRONMENT.items()
    }

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters as Jinja calls them, and the modules as they are documented."""

from __future__ import annotations

import typing

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.action import hikcentral_gate as gate_action
from ansible_collections.surveillance.hikvision.plugins.action import hikcentral_report as report_action
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_activation_codes import (
    hikcentral_activation_codes,
)
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_changed_services import (
    hikcentral_changed_services,
)
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_data_candidates import (
    hikcentral_data_candidates,
)
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_data_directory import (
    hikcentral_data_directory,
)
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_install_roots import hikcentral_install_roots
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_manifest import hikcentral_manifest
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_patch_applies import hikcentral_patch_applies
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_services import hikcentral_services
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_stop_order import hikcentral_stop_order
from ansible_collections.surveillance.hikvision.plugins.filter.hikcentral_tree_diff import hikcentral_tree_diff
from ansible_collections.surveillance.hikvision.plugins.modules import hikcentral_gate, hikcentral_report

ROOT = r"C:\Hik\VSM Servers"
SERVICES = [
    {"name": "PostgreSQL", "path": rf'"{ROOT}\pg\pg_ctl.exe" runservice -D "D:\Data"', "dependencies": []},
    {"name": "SYS", "path": rf"{ROOT}\sys.exe", "dependencies": ["PostgreSQL"]},
    {"name": "Spooler", "path": r"C:\Windows\spoolsv.exe"},
]


def test_from_services_to_their_order() -> None:
    found = hikcentral_services(SERVICES, ROOT)
    assert hikcentral_stop_order(found) == ["SYS", "PostgreSQL"]
    assert hikcentral_install_roots(SERVICES) == [ROOT]
    assert hikcentral_data_candidates(found, ROOT) == [r"D:\Data", rf"{ROOT}\PostgreSQL\data", rf"{ROOT}\PGData"]
    assert hikcentral_data_directory(iter([r"D:\Data"]), iter([r"D:\Data"])) == r"D:\Data"


def test_no_services_are_an_error_unless_they_may_be() -> None:
    with pytest.raises(AnsibleFilterError, match="HikCentral is not installed there"):
        hikcentral_services(SERVICES, r"E:\Hik")
    assert hikcentral_services(SERVICES, r"E:\Hik", allow_none=True) == []


@pytest.mark.parametrize("told", ["text", 5, None, {"name": "x"}, [{"display_name": "x"}], ["x"]])
def test_what_is_no_list_of_services_is_an_error(told: object) -> None:
    for call in (
        lambda: hikcentral_services(told, ROOT),
        lambda: hikcentral_stop_order(told),
        lambda: hikcentral_install_roots(told),
        lambda: hikcentral_changed_services(SERVICES, told),
    ):
        with pytest.raises(AnsibleFilterError):
            call()


def test_services_that_changed_are_told_with_what_they_were() -> None:
    before = [
        {"name": "SYS", "state": "started", "start_mode": "auto"},
        {"name": "Nginx", "state": "started", "start_mode": "delayed"},
        {"name": "SADP", "state": "stopped", "start_mode": "manual"},
        {"name": "Old", "state": "stopped", "start_mode": "disabled"},
        {"name": "Gone", "state": "started", "start_mode": "auto"},
    ]
    now = [
        {"name": "sys", "state": "stop_pending", "start_mode": "disabled"},
        {"name": "Nginx", "state": "stopped", "start_mode": "delayed"},
        {"name": "SADP", "state": "started", "start_mode": "manual"},
        {"name": "Old", "state": "stopped", "start_mode": "auto"},
        {"name": "New", "state": "stopped", "start_mode": "auto"},
    ]
    assert hikcentral_changed_services(before, now) == [
        {"name": "SYS", "sentence": "SYS (disabled, was auto; does not run)"},
        {"name": "Nginx", "sentence": "Nginx (does not run)"},
        {"name": "Old", "sentence": "Old (auto, was disabled)"},
        {"name": "Gone", "sentence": "Gone (not seen)"},
    ]
    assert hikcentral_changed_services(before, before) == []


def test_manifests_and_their_difference() -> None:
    files = [{"path": r"D:\x\a", "size": 1, "checksum": "a" * 64}, {"path": r"D:\x\b", "size": 2}]
    manifest = hikcentral_manifest(files, r"D:\x")
    assert manifest["no_hash"] == ["b"]
    assert hikcentral_tree_diff(manifest, manifest["files"])["no_hash"] == ["b"]
    assert hikcentral_tree_diff(manifest, manifest, ignore=["b"])["same"]
    with pytest.raises(AnsibleFilterError):
        hikcentral_manifest(files, r"D:\y")
    with pytest.raises(AnsibleFilterError):
        hikcentral_tree_diff(manifest, "text")


def test_versions_are_given_by_source() -> None:
    assert hikcentral_patch_applies({"a": "1.4.2", "b": "V1.4.2", "c": None})["applies"]
    with pytest.raises(AnsibleFilterError):
        hikcentral_patch_applies("1.4.2")


class VaultText:
    """A value of a vault in ansible-core before 2.19: no text, but it becomes one."""

    def __str__(self) -> str:
        return "CODE-FROM-A-VAULT"


def test_codes_from_a_vault_are_texts() -> None:
    assert hikcentral_activation_codes([VaultText(), "CODE-0002"], salt="x")["ok"]
    assert hikcentral_activation_codes(["CODE-FROM-A-VAULT"], "x") == hikcentral_activation_codes([VaultText()], "x")


@pytest.mark.parametrize(("module", "action"), [(hikcentral_gate, gate_action), (hikcentral_report, report_action)])
def test_a_module_is_documented_as_its_action_declares_it(module: typing.Any, action: typing.Any) -> None:
    documented = yaml.safe_load(module.DOCUMENTATION)["options"]
    compare(documented, action.OPTIONS)


def compare(documented: dict[str, typing.Any], declared: dict[str, typing.Any]) -> None:
    assert set(documented) == set(declared)
    for name, words in documented.items():
        for key in ("type", "elements", "choices", "required", "default"):
            assert words.get(key) == declared[name].get(key), f"{name}: {key}"
        if "suboptions" in words:
            compare(words["suboptions"], declared[name]["options"])

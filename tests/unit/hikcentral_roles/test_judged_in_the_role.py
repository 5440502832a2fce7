# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role itself judges of paths and programs of a server, in expressions of its variables."""

from __future__ import annotations

import typing

import jinja2
import pytest
import yaml
from ansible.plugins.filter.core import FilterModule
from ansible.plugins.test import core as core_tests

from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

VARIABLES: typing.Final = yaml.safe_load((ROOT / "roles/hikcentral/vars/main.yml").read_text())


def judged(name: str, **variables: object) -> list[typing.Any]:
    """What a variable of the role is, for others."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters.update(FilterModule().filters())
    environment.tests.update(core_tests.TestModule().tests())
    # In the strings of an expression, Ansible lets a backslash stand for itself.
    told = VARIABLES[name].strip().removeprefix("{{").removesuffix("}}").replace("\\", "\\\\")
    expression = environment.compile_expression(told)
    return list(expression(variables))


@pytest.mark.parametrize(
    ("path", "full"),
    [
        (r"D:\backups", True),
        (r"d:\a", True),
        (r"D:\HikCentral backups\of all", True),
        (r"\\server\share\safe", True),
        ("D:\\backups\\", False),
        ("D:\\", False),
        (r"D:\\backups", False),
        ("D:/backups", False),
        (r"\\server\share", False),
        (r"\backups", False),
        ("backups", False),
        ("", False),
    ],
)
def test_a_directory_is_told_in_full(path: str, full: bool) -> None:
    usual = dict.fromkeys(("hikcentral_safe_dir", "hikcentral_staging_dir"), r"E:\safe")
    told = judged("__hikcentral_not_full", hikcentral_web_backup_dir=path, **usual)
    assert told == ([] if full else [("hikcentral_web_backup_dir", path)])


@pytest.mark.parametrize(
    ("program", "found"),
    [
        (r"D:\VMS\VSM Servers\ServiceManager.exe", True),
        (r"d:\vms\Tools\HCP Service Manager.exe", True),
        (r"C:\HikCentral\Service Manager.exe", True),
        (r"C:\Another Product\ServiceManager.exe", False),
        (r"D:\VMS\VSM Servers\SYS\SYS.exe", False),
        ("ServiceManager.exe", True),
    ],
)
def test_a_service_manager_is_found_wherever_the_system_is_installed(program: str, found: bool) -> None:
    path, _backslash, name = program.rpartition("\\")
    process = {"name": name, "path": program if path else ""}
    told = judged(
        "__hikcentral_service_managers",
        __hikcentral_server={"processes": [process]},
        __hikcentral_root=r"D:\VMS\VSM Servers",
    )
    assert told == ([process] if found else [])

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role itself judges of paths and programs of a server, in expressions of its variables."""

from __future__ import annotations

import typing

import jinja2
import pytest
import yaml
from ansible.plugins.filter import core, mathstuff
from ansible.plugins.test import core as core_tests

from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

VARIABLES: typing.Final = yaml.safe_load((ROOT / "roles/hikcentral/vars/main.yml").read_text())


def environment() -> jinja2.Environment:
    """Filters and tests of Ansible; but its "default" takes only what Ansible itself has found to be undefined."""
    made = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    made.filters |= core.FilterModule().filters() | mathstuff.FilterModule().filters()
    made.filters["default"] = jinja2.filters.do_default
    made.tests |= core_tests.TestModule().tests()
    return made


def judged(name: str, **variables: object) -> list[typing.Any]:
    """What a variable of the role is, for others: a list."""
    return list(value(name, **variables))


def value(name: str, **variables: object) -> typing.Any:
    """What a variable of the role is, for others."""
    # In the strings of an expression, Ansible lets a backslash stand for itself.
    told = VARIABLES[name].strip().removeprefix("{{").removesuffix("}}").replace("\\", "\\\\")
    expression = environment().compile_expression(told)
    return expression(variables)


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


SAME: typing.Final = ([], True)
CHANGED: typing.Final = (["license.dll"], False)
UNREADABLE: typing.Final = ([], False)


@pytest.mark.parametrize(
    ("tried", "returned", "programs", "goes_on"),
    [
        pytest.param(False, {}, CHANGED, "run", id="the first attempt"),
        pytest.param(True, {}, SAME, "run", id="an attempt that has changed nothing"),
        pytest.param(True, {}, CHANGED, "gate", id="an attempt that was cut off when it had changed something"),
        pytest.param(True, {}, UNREADABLE, "gate", id="an attempt that may have changed what can not be read"),
        pytest.param(True, {"rc": 0, "reboot_required": False}, CHANGED, "returned", id="it has returned 0"),
        pytest.param(True, {"rc": 0, "reboot_required": False}, SAME, "run", id="without effect"),
        pytest.param(
            True, {"rc": 3010, "reboot_required": True}, SAME, "returned", id="without effect before the boot"
        ),
        pytest.param(True, {"rc": 0, "reboot_required": "False"}, SAME, "run", id="told by an older core"),
    ],
)
def test_the_patch_is_not_run_over_what_it_may_have_changed(
    tried: bool, returned: dict[str, object], programs: tuple[list[str], bool], goes_on: str
) -> None:
    changed, same = programs
    told = value(
        "__hikcentral_go_on",
        __hikcentral_tried=tried,
        __hikcentral_returned_then=returned,
        __hikcentral_changed_programs=changed,
        __hikcentral_changes={"same": same},
    )
    assert told == goes_on


@pytest.mark.parametrize(("attempts", "rc"), [(1, None), (2, 3010), ("2", 3010)])
def test_what_counts_is_what_the_last_attempt_has_returned(attempts: int | str, rc: int | None) -> None:
    noted = [{"name": "services_held", "facts": {}}, {"name": "returned_2", "facts": {"rc": 3010}}]
    told = value("__hikcentral_returned_then", __hikcentral_last_attempt={"attempts": attempts, "milestones": noted})
    assert told.get("rc") == rc
    assert value("__hikcentral_returned_then", __hikcentral_last_attempt={}) == {}


def test_a_run_keeps_to_its_directories() -> None:
    now = {"hikcentral_safe_dir": r"F:\safe", "hikcentral_web_backup_dir": r"D:\backups"}
    then = now | {"hikcentral_safe_dir": r"E:\safe"}
    run = {"steps": {"preflight": {"facts": {"directories": then}}}}
    told = judged("__hikcentral_other_directories", __hikcentral_run=run, __hikcentral_directories=now)
    assert told == [{"key": "hikcentral_safe_dir", "value": r"E:\safe"}]


def test_services_that_have_not_stopped_are_named_with_the_reason() -> None:
    results = [
        {"item": ["STREAM", 0.0], "changed": True, "failed": False},
        {"item": ["SYS", 0.0], "failed": True, "msg": "Timed out after 300 second(s)."},
        {"item": ["Nginx", 0.0], "unreachable": True, "msg": "lost"},
        {"item": ["PostgreSQL", 0.0], "failed": True},
    ]
    told = environment().from_string(VARIABLES["__hikcentral_not_stopped"])
    assert (
        told.render(__hikcentral_stopping={"results": results}).strip()
        == "SYS (Timed out after 300 second(s)), Nginx (lost), PostgreSQL (no reason told)"
    )

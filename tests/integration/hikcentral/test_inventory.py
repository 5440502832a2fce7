# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin as ansible-inventory and playbooks see it."""

from __future__ import annotations

import json
import pathlib
import textwrap
import typing

import pytest
import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.surveillance.hikvision.plugins.inventory.hikcentral import EXAMPLES
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.connection import OPTIONS
from ansible_collections.surveillance.hikvision.tests.hikcentral_server import (
    ACCESS_KEY,
    SECRET_KEY,
    Faults,
    RunningServer,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral.office import KEYS, Office

pytestmark = pytest.mark.newest_core

HERE = pathlib.Path(__file__).parent
CODE = "{{ lookup('pipe', 'id') }}"
HOSTS = ["Door-controller", "Gate-north", "Yard-encoding-2", "Yard-encoding-3", "access_control-2", "lookup-pipe-id"]


def hosts_of(listed: dict[str, typing.Any], group: str) -> list[str]:
    """The hosts of a group and the groups below it."""
    own = listed.get(group, {})
    below = [host for child in own.get("children", []) for host in hosts_of(listed, child)]
    return sorted({*own.get("hosts", []), *below})


def test_devices_are_hosts_with_groups_and_variables(office: Office, server: RunningServer) -> None:
    office.configure(server)
    listed = office.listed()
    assert hosts_of(listed, "hikcentral_devices") == HOSTS
    assert hosts_of(listed, "hikcentral_encoding") == [HOSTS[1], HOSTS[2], HOSTS[3], HOSTS[5]]
    assert hosts_of(listed, "hikcentral_access_control") == ["Door-controller", "access_control-2"]
    assert hosts_of(listed, "hikcentral_online") == ["Door-controller", "Gate-north", "Yard-encoding-3"]
    assert hosts_of(listed, "hikcentral_offline") == ["Yard-encoding-2"]
    assert hosts_of(listed, "hikcentral_unknown") == ["access_control-2", "lookup-pipe-id"]
    assert hosts_of(listed, "hikcentral_site_Head_office") == ["Gate-north", "Yard-encoding-2"]
    variables = listed["_meta"]["hostvars"]["Door-controller"]
    assert variables == {
        "ansible_host": "192.0.2.21",
        "hikcentral_device": {
            "kind": "access_control",
            "index_code": "1",
            "name": "Door controller",
            "address": "192.0.2.21",
            "sdk_port": 8000,
            "code": "Q12345678",
            "protocol": "acsDevice",
            "status": "online",
            "site": None,
        },
    }
    assert "ansible_host" not in listed["_meta"]["hostvars"]["access_control-2"]


def test_constructed_groups_and_variables(office: Office, server: RunningServer) -> None:
    office.configure(
        server,
        kinds=["encoding"],
        hostname="address",
        sites=False,
        strict=True,
        compose={
            "ansible_connection": "'surveillance.hikvision.isapi'",
            "ansible_port": "hikcentral_device.sdk_port + 443",
        },
        groups={"hikvision": "ansible_connection is defined and hikcentral_device.status == 'online'"},
        keyed_groups=[{"key": "hikcentral_device.protocol", "prefix": "protocol"}],
    )
    listed = office.listed()
    assert hosts_of(listed, "hikvision") == ["192.0.2.11", "192.0.2.13"]
    assert hosts_of(listed, "protocol_hiksdk_net") == [f"192.0.2.{number}" for number in (11, 12, 13, 14)]
    variables = listed["_meta"]["hostvars"]["192.0.2.11"]
    assert variables["ansible_connection"] == "surveillance.hikvision.isapi"
    assert int(variables["ansible_port"]) == 8443
    assert set(server.paths) == {"resource/v1/encodeDevice/encodeDeviceList"}


def test_a_name_is_never_taken_for_a_template(office: Office, server: RunningServer) -> None:
    office.configure(server, compose={"copied": "hikcentral_device.name", "joined": "'n: ' ~ hikcentral_device.name"})
    play = office.directory / "play.yml"
    message = "{{ hikcentral_device.name }}|{{ copied }}|{{ joined }}|{{ hikcentral_device }}"
    tasks = [{"ansible.builtin.debug": {"msg": message}}]
    play.write_text(json.dumps([{"hosts": "lookup-pipe-id", "gather_facts": False, "tasks": tasks}]))
    run = office.run("playbook", str(play), **KEYS)
    [shown] = run.of("lookup-pipe-id", "debug")
    assert "uid=" not in run.stdout
    assert shown.result["msg"].startswith(f"{CODE}|{CODE}|n: {CODE}|")


def test_a_cache_spares_the_server(office: Office, server: RunningServer) -> None:
    cache = {
        "cache": True,
        "cache_plugin": "ansible.builtin.jsonfile",
        "cache_connection": str(office.directory / "cache"),
    }
    office.configure(server, **cache)
    first = office.listed()
    asked = len(server.requests)
    server.faults = Faults(code="8")
    assert office.listed() == first
    assert len(server.requests) == asked
    office.configure(server, sites=False, **cache)
    run = office.run("inventory", "--list", **KEYS, ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="1")
    assert run.rc != 0, "another question must not get the old answer"
    assert office.leaks() == []


@pytest.mark.parametrize("wrong", ["partial list", "wrong secret", "no OpenAPI", "same names", "misspelt option"])
def test_all_devices_or_none(office: Office, server: RunningServer, wrong: str) -> None:
    options: dict[str, typing.Any] = {}
    match wrong:
        case "partial list":
            server.faults, words = Faults(only="acsDevice", cuts_page=1), "says it holds 2 records and sent 1"
        case "wrong secret":
            server.doorkeeper._secret, words = "another", "code 0x02401003: the signature is not valid"
        case "no OpenAPI":
            server.faults, words = Faults(web_page=True), "A web page answered"
        case "same names":
            devices = server.contents.lists["resource/v1/encodeDevice/encodeDeviceList"]
            devices[0]["encodeDevName"], words = "Yard-encoding-2", "would both be the host Yard-encoding-2"
        case "misspelt option":
            options, words = {"page_size": 0}, "page_size is 0, it can be 1 to 500"
    office.configure(server, **options)
    run = office.run("inventory", "--list", "-vvvv", **KEYS)
    assert words in " ".join(run.stderr.split()), run
    assert json.loads(run.stdout[run.stdout.rindex("\n{\n") :])["_meta"]["hostvars"] == {}
    assert office.leaks(run.stdout, run.stderr) == []


def test_keys_may_be_in_a_vault_or_come_from_a_lookup(office: Office, server: RunningServer) -> None:
    password = office.hand_in("vault-password", "vault-canary")
    encrypted = VaultLib().encrypt(SECRET_KEY, VaultSecret(b"vault-canary")).decode()
    office.configure(server)
    settings = json.loads(office.inventory.read_text()) | {
        "access_key": "{{ lookup('ansible.builtin.env', 'SITE_AK') }}"
    }
    office.inventory.write_text(f"{yaml.safe_dump(settings)}secret_key: !vault |\n{textwrap.indent(encrypted, '  ')}")
    run = office.run("inventory", "--list", "--vault-password-file", str(password), "-vvvv", SITE_AK=ACCESS_KEY)
    assert "Gate-north" in run.stdout, run
    assert office.leaks(run.stdout, run.stderr) == []


def test_the_examples_do_what_they_say(office: Office, server: RunningServer) -> None:
    keys = {"SITE_AK": ACCESS_KEY, "SITE_SK": SECRET_KEY}
    here = {"host": "127.0.0.1", "ca_path": server.ca_path, "cache_connection": str(office.directory / "cache")}
    first, second = yaml.safe_load_all(EXAMPLES)
    office.configure(server, **(first | here))
    assert hosts_of(office.listed(), "hikcentral_devices") == HOSTS
    office.configure(server, **(second | here))
    listed = office.listed(**keys)
    assert hosts_of(listed, "hikvision") == ["Door-controller", "Gate-north", "Yard-encoding-3"]
    assert hosts_of(listed, "protocol_unknown") == ["access_control-2"]
    assert hosts_of(listed, "hikcentral_devices") == HOSTS
    variables = listed["_meta"]["hostvars"]["Gate-north"]
    assert (variables["ansible_connection"], int(variables["ansible_port"])) == ("surveillance.hikvision.isapi", 443)


def test_a_file_of_another_name_is_not_for_the_plugin(office: Office, server: RunningServer) -> None:
    office.configure(server, "hikcentral.json")
    run = office.run("inventory", "--list", **KEYS)
    assert server.requests == []
    assert "Gate-north" not in run.stdout


def test_a_missing_library_is_told(office: Office, server: RunningServer) -> None:
    library = office.directory / "library"
    library.mkdir()
    (library / "requests.py").write_text("raise ImportError('no requests here')\n")
    office.configure(server)
    run = office.run("inventory", "--list", PYTHONPATH=str(library), **KEYS)
    assert "Failed to import the required Python library (requests" in " ".join(run.stderr.split())


def test_drift_between_two_inventories(office: Office, server: RunningServer) -> None:
    hosts = {
        "gate": {"ansible_host": "192.0.2.11"},
        "Yard-encoding-2": {"ansible_host": "192.0.2.99"},
        "attic": {"ansible_host": "192.0.2.77"},
    }
    office.configure(server, kinds=["encoding"])
    devices = office.directory / "devices.json"
    devices.write_text(json.dumps({"hikvision": {"hosts": hosts}}))
    run = office.run("playbook", "--inventory", str(devices), str(HERE / "drift.yml"), **KEYS)
    assert run.rc == 2, run
    drift = run.fact("localhost", "drift")
    assert (drift["in_sync"], drift["in_both"]) == (False, 2)
    assert drift["only_in_inventory"] == [{"host": "attic", "address": "192.0.2.77"}]
    assert [device["name"] for device in drift["only_in_hikcentral"]] == ["Yard", CODE]
    assert drift["different_address"] == [
        {"host": "Yard-encoding-2", "inventory": "192.0.2.99", "hikcentral": "192.0.2.12"}
    ]


def test_the_documentation_is_whole(office: Office) -> None:
    options = office.documentation("inventory", "hikcentral")["doc"]["options"]
    for name, declared in OPTIONS.items():
        told = {key: options[name][key] for key in ("type", "default", "choices") if options[name].get(key) is not None}
        assert told == {key: declared[key] for key in ("type", "default", "choices") if key in declared}, name
    assert all(option["description"] for option in options.values())
    assert office.documentation("filter", "hikcentral_drift")["return"]

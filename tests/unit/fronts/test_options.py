# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options a task's device gets: from its connection, or from its inventory host when the task runs elsewhere."""

from __future__ import annotations

import types
import typing

import ansible.constants as C
import pytest
import yaml
from ansible.playbook.play_context import PlayContext

from ansible_collections.surveillance.hikvision.plugins.connection import isapi
from ansible_collections.surveillance.hikvision.plugins.connection.isapi import Connection
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _options
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._device_options import TRANSPORT
from ansible_collections.surveillance.hikvision.tests.unit.fronts.probe import PASSWORD

INVENTORY: typing.Final[dict[str, typing.Any]] = {
    "inventory_hostname": "gate",
    "ansible_connection": TRANSPORT,
    "ansible_host": "192.0.2.10",
    "ansible_user": "admin",
    "ansible_password": PASSWORD,
    "hikvision_validate_certs": False,
}
EXPECTED: typing.Final[dict[str, typing.Any]] = {
    "host": "192.0.2.10",
    "username": "admin",
    "password": PASSWORD,
    "use_ssl": True,
    "validate_certs": False,
    "tls_min_version": "TLSv1.2",
    "allow_basic": False,
    "timeout": 10.0,
}


@pytest.fixture(autouse=True)
def _definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Ansible's plugin loader does when it meets the connection plugin."""
    documented = yaml.safe_load(isapi.DOCUMENTATION)["options"]
    C.config.initialize_plugin_configuration_definitions("connection", TRANSPORT, documented)
    monkeypatch.setattr(Connection, "_load_name", TRANSPORT, raising=False)
    monkeypatch.setattr(_options, "connection_loader", types.SimpleNamespace(get=lambda name, class_only: Connection))
    for name in ("HIKVISION_USERNAME", "HIKVISION_PASSWORD", "HIKVISION_USE_SSL", "HIKVISION_VALIDATE_CERTS"):
        monkeypatch.delenv(name, raising=False)


class Templar:
    """Knows one variable."""

    def template(self, value: typing.Any) -> typing.Any:
        return (
            value.replace("{{ where }}", "192.0.2.99").replace("{{ how }}", TRANSPORT)
            if isinstance(value, str)
            else value
        )


def options_on_a_gateway(
    variables: dict[str, typing.Any], *, task_connection: str = "smart", **context: typing.Any
) -> dict[str, typing.Any]:
    """The options of a task that runs over ssh on a gateway."""
    action = types.SimpleNamespace(
        _connection=types.SimpleNamespace(transport="ssh"),
        _task=types.SimpleNamespace(
            connection=task_connection, delegate_to="gateway", remote_user=context.pop("remote_user", None)
        ),
        _play_context=types.SimpleNamespace(**{"password": "", "timeout": 10, **context}),
        _templar=Templar(),
    )
    return _options.device_options(action, variables)


def options_of_the_device(variables: dict[str, typing.Any], **keywords: typing.Any) -> dict[str, typing.Any]:
    """The options of a task that runs on the device's own connection, set as Ansible sets them."""
    connection = Connection(PlayContext())
    connection.set_options(task_keys={"timeout": 10, **keywords}, var_options=variables)
    return _options.device_options(types.SimpleNamespace(_connection=connection), variables)


@pytest.mark.parametrize("read", [options_of_the_device, options_on_a_gateway])
def test_both_ways_give_the_same(read: typing.Callable[..., dict[str, typing.Any]]) -> None:
    assert read(INVENTORY) == EXPECTED


@pytest.mark.parametrize("read", [options_of_the_device, options_on_a_gateway])
def test_every_option_has_its_variable(read: typing.Callable[..., dict[str, typing.Any]]) -> None:
    variables = {
        **INVENTORY,
        "ansible_port": 8443,
        "hikvision_use_ssl": False,
        "hikvision_ca_path": "/etc/cameras.pem",
        "hikvision_tls_fingerprint": "ab" * 32,
        "hikvision_tls_min_version": "TLSv1.1",
        "hikvision_tls_ciphers": "DEFAULT:@SECLEVEL=0",
        "hikvision_allow_basic": True,
        "hikvision_timeout": 30,
    }
    assert read(variables) == {
        **EXPECTED,
        "port": 8443,
        "use_ssl": False,
        "ca_path": "/etc/cameras.pem",
        "tls_fingerprint": "ab" * 32,
        "tls_min_version": "TLSv1.1",
        "tls_ciphers": "DEFAULT:@SECLEVEL=0",
        "allow_basic": True,
        "timeout": 30.0,
    }


@pytest.mark.parametrize("read", [options_of_the_device, options_on_a_gateway])
def test_the_name_in_the_inventory_is_the_address_of_last_resort(
    read: typing.Callable[..., dict[str, typing.Any]],
) -> None:
    assert read({name: value for name, value in INVENTORY.items() if name != "ansible_host"})["host"] == "gate"


@pytest.mark.parametrize("read", [options_of_the_device, options_on_a_gateway])
def test_the_command_line_stands_in_for_variables(read: typing.Callable[..., dict[str, typing.Any]]) -> None:
    """``--user``, ``--ask-pass`` and ``--timeout``, as AWX gives them."""
    bare = {name: value for name, value in INVENTORY.items() if name not in ("ansible_user", "ansible_password")}
    given = read(bare, remote_user="operator", password="From-canary-4", timeout=45)
    assert (given["username"], given["password"], given["timeout"]) == ("operator", "From-canary-4", 45.0)
    given = read(INVENTORY, remote_user="operator", password="From-canary-4")
    assert (given["username"], given["password"]) == ("admin", PASSWORD)


@pytest.mark.parametrize("read", [options_of_the_device, options_on_a_gateway])
def test_the_environment_is_the_last_resort(
    read: typing.Callable[..., dict[str, typing.Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIKVISION_USERNAME", "service")
    monkeypatch.setenv("HIKVISION_PASSWORD", "From-canary-5")
    bare = {name: value for name, value in INVENTORY.items() if name not in ("ansible_user", "ansible_password")}
    given = read(bare)
    assert (given["username"], given["password"]) == ("service", "From-canary-5")


@pytest.mark.parametrize("name", ["ansible_password", "ansible_ssh_pass"])
def test_the_password_of_the_gateway_is_not_for_the_device(name: str) -> None:
    """Core has put it in the place of ``--ask-pass``."""
    bare = {key: value for key, value in INVENTORY.items() if key != "ansible_password"}
    variables = {**bare, "ansible_delegated_vars": {"gateway": {name: "Gateway-canary-6"}}}
    assert "password" not in options_on_a_gateway(variables, password="Gateway-canary-6")


def test_variables_are_templated() -> None:
    variables = {**INVENTORY, "ansible_host": "{{ where }}", "ansible_connection": "{{ how }}"}
    assert options_on_a_gateway(variables)["host"] == "192.0.2.99"


def test_the_play_may_name_the_connection() -> None:
    variables = {name: value for name, value in INVENTORY.items() if name != "ansible_connection"}
    assert options_on_a_gateway(variables, task_connection=TRANSPORT) == EXPECTED


@pytest.mark.parametrize("connection", ["ssh", "local", "ansible.netcommon.httpapi"])
def test_a_host_that_is_no_device_gives_nothing(connection: str) -> None:
    """Its ``ansible_password`` is for its shell; the module's own options name the device."""
    assert options_on_a_gateway({**INVENTORY, "ansible_connection": connection}) == {}

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection plugin: ping means that the device let us in, and everything else says what to do."""

from __future__ import annotations

import base64
import typing

import pytest
from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.playbook.play_context import PlayContext

from ansible_collections.surveillance.hikvision.plugins.connection import isapi
from ansible_collections.surveillance.hikvision.plugins.connection.isapi import Connection
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._device_options import module_options
from ansible_collections.surveillance.hikvision.tests.unit.fronts.probe import CONNECTION, PASSWORD
from ansible_collections.surveillance.hikvision.tests.unit.isapi.digest_camera import camera
from ansible_collections.surveillance.hikvision.tests.unit.isapi.local_device import LocalDevice

PING = b"import runpy\nrunpy.run_module(mod_name='ansible.modules.ping', init_globals=dict())"


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> MemoryLedger:
    made = MemoryLedger()
    monkeypatch.setattr(isapi, "refusals_of_this_run", lambda: made)
    return made


def connection(**changed: typing.Any) -> Connection:
    made = Connection(PlayContext())
    options = {**CONNECTION, **changed}
    options["remote_user"] = options.pop("username")
    made._options = options  # what Ansible's configuration would find
    made.get_option = options.__getitem__
    return made


def ping(port: int, **changed: typing.Any) -> tuple[int, bytes, bytes]:
    return connection(host="127.0.0.1", port=port, use_ssl=False, **changed).exec_command("python", PING)


def test_ping_reads_the_device() -> None:
    with LocalDevice(camera()) as device:
        assert ping(device.port) == (0, b'{"ping": "pong"}', b"")
    assert device.requests[-1].target == "/ISAPI/System/deviceInfo"
    assert {heard.method for heard in device.requests} == {"GET"}


def test_ping_of_a_device_that_is_not_there_is_unreachable() -> None:
    with LocalDevice() as device:
        pass
    with pytest.raises(AnsibleConnectionFailure, match="Connection refused"):
        ping(device.port)


def test_ping_with_a_wrong_password_tries_once_for_all_pings(ledger: MemoryLedger) -> None:
    """``wait_for_connection`` pings again and again."""
    with LocalDevice(camera()) as device:
        with pytest.raises(AnsibleError, match="refused the user name or password") as caught:
            ping(device.port, password="Wrong-canary-2")
        for _unused in range(3):
            with pytest.raises(AnsibleError, match="earlier in this run"):
                ping(device.port, password="Wrong-canary-2")
    assert len(device.requests) == 2
    assert "Wrong-canary-2" not in str(caught.value)
    assert ledger.find(f"127.0.0.1:{device.port}") is not None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": None}, "password is not set"),
        ({"host": "http://192.0.2.10"}, "neither an address nor a name"),
        ({"use_ssl": True, "tls_fingerprint": "ab"}, "64 hexadecimal digits"),
        ({"use_ssl": True, "ca_path": "/nowhere.pem"}, "/nowhere.pem"),
    ],
)
def test_ping_with_options_that_can_not_be_right(changed: dict[str, typing.Any], words: str) -> None:
    with pytest.raises(AnsibleError, match=words):
        connection(**changed).exec_command("python", PING)


@pytest.mark.parametrize(
    "module",
    [
        "ansible.modules.setup",
        "ansible.legacy.modules.command",
        "ansible_collections.community.general.plugins.modules.timezone",
    ],
)
def test_modules_that_need_a_shell_are_told_what_to_do(module: str) -> None:
    with pytest.raises(AnsibleError) as caught:
        connection().exec_command("python", f"mod_name='{module}'".encode())
    assert module.rpartition(".")[2] in str(caught.value)
    assert "delegate_to" in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_a_payload_that_names_no_module() -> None:
    with pytest.raises(AnsibleError, match="this module needs a shell"):
        connection().exec_command("sh", base64.b64encode(bytes(100)))


@pytest.mark.parametrize("command", ["uname -a", "/bin/sh -c 'rm -rf /'", "echo ~admin && sleep 0"])
def test_there_is_no_shell(command: str) -> None:
    with pytest.raises(AnsibleError, match="only speaks ISAPI"):
        connection().exec_command(command)


def test_files_do_not_go_over_this_connection() -> None:
    for transfer in (connection().put_file, connection().fetch_file):
        with pytest.raises(AnsibleError, match=r"surveillance\.hikvision\.firmware"):
            transfer("/a", "/b")


def test_connecting_and_resetting_costs_the_device_nothing() -> None:
    made = connection()
    made._connect()
    assert made.connected
    made.reset()
    assert not made.connected
    made.reset()


def test_module_options_leave_out_what_is_not_set() -> None:
    assert module_options({"host": "192.0.2.10", "remote_user": "admin", "password": None, "allow_basic": False}) == {
        "host": "192.0.2.10",
        "username": "admin",
        "allow_basic": False,
    }

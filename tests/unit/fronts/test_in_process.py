# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front inside the Ansible worker: what a module process does, without a process."""

from __future__ import annotations

import types
import typing

import ansible.constants as C
import pytest
from ansible.errors import AnsibleError
from ansible.utils.display import Display

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import DeviceModule
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import LockState
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.session import WIRE_LOG
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _arguments, _in_process
from ansible_collections.surveillance.hikvision.tests.unit.fronts.probe import PASSWORD, Spy, device_module

GIVEN = {"host": "192.0.2.10", "username": "admin", "password": PASSWORD}
HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
INVOCATION_IS_A_SETTING = "INJECT_INVOCATION" in C.config.get_configuration_definitions()


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> MemoryLedger:
    made = MemoryLedger()
    monkeypatch.setattr(_in_process, "refusals_of_this_run", lambda: made)
    return made


def perform(
    module: DeviceModule,
    variables: dict[str, typing.Any] | None = None,
    *,
    check_mode: bool = False,
    diff: bool = False,
    **arguments: typing.Any,
) -> dict[str, typing.Any]:
    def find(_directory: str, needle: str) -> str:
        if needle.startswith("missing"):
            raise AnsibleError(f"could not find {needle} in /play/files")
        return f"/play/files/{needle}"

    action = types.SimpleNamespace(_task=types.SimpleNamespace(check_mode=check_mode, diff=diff), _find_needle=find)
    try:
        checked = _arguments.check(action, module, {**GIVEN, **arguments})
    except _arguments.Refused as refused:
        return refused.result
    return _in_process.run(action, module, checked, {"inventory_hostname": "gate", **(variables or {})})


@pytest.mark.parametrize(
    ("transport", "here"),
    [("surveillance.hikvision.isapi", True), ("local", True), ("ssh", False), ("paramiko", False), ("docker", False)],
)
def test_which_connections_mean_this_machine(transport: str, here: bool) -> None:
    assert _in_process.fits(types.SimpleNamespace(transport=transport)) is here


def test_options_get_their_types_and_defaults() -> None:
    run = Spy()
    perform(
        device_module(run, options={"seconds": {"type": "float", "default": 3.0}, "names": {"type": "list"}}),
        port="8443",
        use_ssl="no",
        timeout="2.5",
        names="a,b",
    )
    assert run.params is not None
    assert (run.params["port"], run.params["use_ssl"], run.params["timeout"]) == (8443, False, 2.5)
    assert (run.params["seconds"], run.params["names"]) == (3.0, ["a", "b"])
    assert run.client is not None
    assert run.client.device == "192.0.2.10:8443"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"hots": "x"}, "Unsupported parameters for (probe) module: hots"),
        ({"port": "http"}, "port"),
        ({"tls_min_version": "SSLv3"}, "must be one of"),
    ],
)
def test_wrong_options_are_said_as_a_module_says_them(arguments: dict[str, str], words: str) -> None:
    run = Spy()
    result = perform(device_module(run), **arguments)
    assert result["failed"]
    assert words in result["msg"]
    assert run.client is None


def test_constraints_between_options() -> None:
    module = device_module(
        Spy(),
        options={"a": {}, "b": {}},
        constraints={"mutually_exclusive": [("a", "b")], "required_one_of": [("a", "b")]},
    )
    assert "mutually exclusive" in perform(module, a="1", b="2")["msg"]
    assert "one of the following is required" in perform(module)["msg"]
    assert "failed" not in perform(module, a="1")


def test_a_password_never_comes_out_wherever_it_turns_up() -> None:
    run = Spy({"changed": False, "echo": [f"user admin, {PASSWORD}"], "deep": {"deeper": PASSWORD}, "msg": PASSWORD})
    result = perform(device_module(run))
    assert PASSWORD not in str(result)
    assert result["echo"] == ["user admin, ********"]


def test_secrets_of_a_module_are_hidden_too() -> None:
    module = device_module(Spy(), options={"secret_key": {"no_log": True}, "file": {}})
    result = perform(module, {"ansible_inject_invocation": True}, secret_key="Key-canary-3", file="Key-canary-3.cfg")
    assert "Key-canary-3" not in str(result)
    told = result["invocation"]["module_args"]
    assert (told["secret_key"], told["password"], told["username"]) == (HIDDEN, HIDDEN, "admin")


@pytest.mark.skipif(not INVOCATION_IS_A_SETTING, reason="this ansible-core tells arguments always")
def test_arguments_are_told_on_demand_only() -> None:
    assert "invocation" not in perform(device_module(Spy()))
    assert "invocation" in perform(device_module(Spy()), {"ansible_inject_invocation": True})


def test_a_secret_in_a_complaint_is_hidden() -> None:
    module = device_module(Spy(), options={"mode": {"choices": ["a", "b"]}})
    result = perform(module, mode=PASSWORD)
    assert result["failed"]
    assert PASSWORD not in str(result)


def test_a_secret_in_an_error_of_the_device_is_hidden() -> None:
    run = Spy(errors.BadAnswer(f"the device answered with {PASSWORD}"))
    assert PASSWORD not in str(perform(device_module(run)))


def test_modes_of_the_task_reach_the_module() -> None:
    for check_mode in (False, True):
        for diff in (False, True):
            run = Spy()
            perform(device_module(run), check_mode=check_mode, diff=diff)
            assert run.task is not None
            assert run.client is not None
            assert (run.task.check_mode, run.task.diff_mode, run.client.read_only) == (check_mode, diff, check_mode)


def test_warnings_of_the_module_come_out() -> None:
    class Warner(Spy):
        def __call__(self, client: typing.Any, params: typing.Any, task: typing.Any) -> dict[str, typing.Any]:
            task.warn("the clock is wrong")
            task.warn(f"{PASSWORD} is weak")
            return {}

    result = perform(device_module(Warner()))
    assert result["warnings"][0] == "the clock is wrong"
    assert PASSWORD not in result["warnings"][1]
    assert "warnings" not in perform(device_module(Spy()))


def test_deprecated_options_are_told() -> None:
    old = {"old": {"removed_in_version": "2.0.0", "removed_from_collection": "surveillance.hikvision"}}
    [told] = perform(device_module(Spy(), options=old), old="x")["deprecations"]
    assert "old" in told["msg"]
    assert (told["version"], told["collection_name"]) == ("2.0.0", "surveillance.hikvision")
    assert "deprecations" not in perform(device_module(Spy(), options=old))


def test_files_are_found_where_copy_finds_them() -> None:
    run = Spy()
    module = device_module(run, options={"image": {}, "other": {}}, controller_files=("image",))
    perform(module, image="digicap.dav", other="digicap.dav")
    assert run.params is not None
    assert (run.params["image"], run.params["other"]) == ("/play/files/digicap.dav", "digicap.dav")
    perform(module)
    assert run.params["image"] is None


def test_a_file_that_is_nowhere_is_said_before_the_device_is_asked() -> None:
    run = Spy()
    module = device_module(run, options={"image": {}}, controller_files=("image",))
    result = perform(module, image="missing.dav")
    assert result["failed"]
    assert result["msg"].startswith("image: missing.dav is not there on the controller.")
    assert run.client is None


def test_unreachable_and_failed_are_results() -> None:
    silent = perform(device_module(Spy(errors.Unreachable("no connection"))))
    assert silent["unreachable"]
    assert not silent.get("failed")
    refused = perform(device_module(Spy(errors.CredentialsRefused("no", lock=LockState(attempts_left=2)))))
    assert refused["failed"]
    assert refused["attempts_left"] == 2


def test_the_ledger_of_the_run_is_used(ledger: MemoryLedger) -> None:
    run = Spy()
    perform(device_module(run))
    assert run.client is not None
    assert run.client._session._ledger is ledger


@pytest.mark.parametrize(("verbosity", "told"), [(2, []), (3, ["gate: a request"])])
def test_requests_are_shown_where_so_much_is_to_be_told(
    monkeypatch: pytest.MonkeyPatch, verbosity: int, told: list[str]
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Display(), "verbosity", verbosity)
    monkeypatch.setattr(Display(), "vvv", lambda text, host: shown.append(f"{host}: {text}"))

    def ask(*_unused: object) -> dict[str, typing.Any]:
        WIRE_LOG.debug("a %s", "request")
        return {}

    perform(device_module(ask))
    assert shown == told
    WIRE_LOG.debug("another one")
    assert shown == told

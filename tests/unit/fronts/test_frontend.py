# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options to a client, a ``run()`` to a result, errors to words and keys."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils import _frontend
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import (
    Task,
    device_key,
    obstacle,
    perform,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import LockState
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Request
from ansible_collections.surveillance.hikvision.tests.unit.fronts.probe import CONNECTION, PASSWORD, Spy, device_module


def result_of(run: Spy, task: Task | None = None, **options: typing.Any) -> dict[str, typing.Any]:
    return perform(device_module(run), {**CONNECTION, **options}, task or Task(), ledger=MemoryLedger())


def test_the_result_is_what_run_returns() -> None:
    run = Spy({"changed": True, "more": 1})
    assert result_of(run) == {"changed": True, "more": 1}
    assert run.params is not None
    assert run.params["username"] == "admin"


@pytest.mark.parametrize("check_mode", [True, False])
def test_check_mode_makes_the_client_read_only(check_mode: bool) -> None:
    run = Spy()
    result_of(run, Task(check_mode=check_mode))
    assert run.client is not None
    assert run.client.read_only is check_mode


# --- before anything is sent -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "variable"), [("host", "ansible_host"), ("username", "ansible_user"), ("password", "ansible_password")]
)
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_option_is_named_with_its_variable(option: str, variable: str, value: str | None) -> None:
    run = Spy()
    result = result_of(run, **{option: value})
    assert result["failed"]
    assert result["msg"].startswith(f"{option} is not set.")
    assert variable in result["msg"]
    assert run.client is None, "nothing may have been sent"


@pytest.mark.parametrize("option", ["username", "password", "host"])
def test_a_line_break_from_the_end_of_a_file_costs_no_attempt(option: str) -> None:
    result = result_of(Spy(), **{option: CONNECTION[option] + "\n"})
    assert f"{option} contains a line break" in result["msg"]
    assert PASSWORD not in result["msg"]


@pytest.mark.parametrize(
    "host",
    ["http://192.0.2.10", "https://camera/", "192.0.2.10:8080", "admin@192.0.2.10", "cam 1", "192.0.2.10/24", "::1::2"],
)
def test_a_host_that_can_not_be_one(host: str) -> None:
    result = result_of(Spy(), host=host)
    assert f"host is {host!r}, which is neither an address nor a name" in result["msg"]


@pytest.mark.parametrize(
    "host", ["192.0.2.10", "camera-1", "camera_1.example.org", "2001:db8::1", "[2001:db8::1]", "fe80::1%eth0", "käse"]
)
def test_hosts(host: str) -> None:
    assert obstacle({**CONNECTION, "host": host}) is None


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_frontend.transport, "MISSING_LIBRARY", ImportError("No module named 'requests'"))
    run = Spy()
    result = result_of(run)
    assert result["failed"]
    assert "requests" in result["msg"]
    assert "No module named 'requests'" in result["msg"]
    assert run.client is None


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("ca_path", "/nowhere/ca.pem", "/nowhere/ca.pem (No such file or directory)"),
        ("ca_path", __file__, f"no certificate authorities in {__file__}"),
        ("tls_ciphers", "ROT13", "'ROT13'"),
        ("tls_fingerprint", "ab" * 20, "64 hexadecimal digits"),
    ],
)
def test_tls_settings_that_can_not_be_used(option: str, value: str, words: str) -> None:
    run = Spy()
    result = result_of(run, **{option: value})
    assert result["failed"]
    assert result["msg"].startswith("the TLS settings can not be used: ")
    assert words in result["msg"]
    assert run.client is None


def test_tls_settings_do_not_matter_without_tls() -> None:
    assert "failed" not in result_of(Spy(), use_ssl=False, ca_path="/nowhere/ca.pem", tls_ciphers="ROT13")


# --- the client ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({}, "192.0.2.10:443"),
        ({"use_ssl": False}, "192.0.2.10:80"),
        ({"port": 8443}, "192.0.2.10:8443"),
        ({"use_ssl": False, "port": 8080}, "192.0.2.10:8080"),
    ],
)
def test_a_device_is_named_by_host_and_port(options: dict[str, typing.Any], key: str) -> None:
    run = Spy()
    result_of(run, **options)
    assert run.client is not None
    assert run.client.device == key == device_key({**CONNECTION, **options})


def test_every_connection_option_reaches_the_client(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    made: dict[str, typing.Any] = {}

    class Transport:
        def __init__(self, host: str, port: int, *, encrypted: bool, policy: typing.Any) -> None:
            made.update(host=host, port=port, policy=policy)
            self.encrypted = encrypted

    def client(transport: Transport, credentials: typing.Any, **options: typing.Any) -> None:
        made.update(options, encrypted=transport.encrypted, credentials=credentials)

    monkeypatch.setattr(_frontend.transport, "RequestsTransport", Transport)
    monkeypatch.setattr(_frontend, "Client", client)
    options = {
        "host": "camera",
        "port": 4443,
        "username": "operator",
        "password": "other",
        "use_ssl": True,
        "validate_certs": False,
        "ca_path": str(tmp_path),
        "tls_fingerprint": "ab" * 32,
        "tls_min_version": "TLSv1.1",
        "tls_ciphers": "ALL",
        "allow_basic": True,
        "timeout": 3.5,
    }
    assert options.keys() == CONNECTION.keys()
    assert not [name for name, value in options.items() if value == CONNECTION[name] and name != "use_ssl"]
    _frontend.build_client(options, ledger=MemoryLedger(), read_only=True)
    policy, credentials = made["policy"], made["credentials"]
    assert (made["host"], made["port"], made["encrypted"]) == ("camera", 4443, True)
    assert (credentials.username, credentials.password) == ("operator", "other")
    assert (policy.verify, policy.ca_path, policy.fingerprint) == (False, str(tmp_path), "ab" * 32)
    assert (policy.minimum_version, policy.ciphers) == ("TLSv1.1", "ALL")
    assert (made["timeout"], made["allow_basic"], made["read_only"]) == (3.5, True, True)


def test_the_session_ends_with_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[object] = []

    def end(client: object) -> None:
        ended.append(client)

    monkeypatch.setattr(_frontend.Client, "forget_session", end)
    for returns in ({}, errors.Unreachable("gone"), ValueError("a bug")):
        run = Spy(returns)
        try:
            result_of(run)
        except ValueError:
            assert isinstance(returns, ValueError), "a bug keeps its traceback"
        assert ended.pop() is run.client


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.Unreachable("no answer from 192.0.2.10:443: timed out"), "Unreachable"),
        (errors.TlsRefused("TLS with 192.0.2.10:443 failed: self-signed certificate"), "TlsRefused"),
    ],
)
def test_silence_before_the_first_change_is_unreachable(error: errors.Unreachable, kind: str) -> None:
    result = result_of(Spy(error))
    assert result["unreachable"]
    assert "failed" not in result
    assert result["changed"] is False
    assert result["error"] == {"kind": kind}


def test_silence_after_a_change_is_a_failure_of_ours() -> None:
    result = _frontend.failure(errors.Unreachable("no answer"), changed=True)
    assert (result["failed"], result["changed"], result["msg"]) == (True, True, "No answer.")
    assert "unreachable" not in result


def test_a_change_is_what_was_sent() -> None:
    """The client knows whether something has been written; the front asks it."""

    class Writer(Spy):
        def __call__(self, client: typing.Any, params: typing.Any, task: Task) -> dict[str, typing.Any]:
            client._session._exchange(Request("PUT", "/ISAPI/System/reboot"))
            return {}

    class Lost:
        encrypted = True

        def exchange(self, request: Request, headers: typing.Any, timeout: float) -> typing.NoReturn:
            raise errors.ConnectionLost("broke", sent=0, total=0)

        def close(self) -> None:
            pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_frontend.transport, "RequestsTransport", lambda *args, **kwargs: Lost())
        result = result_of(Writer())
    assert (result["failed"], result["changed"]) == (True, True)


@pytest.mark.parametrize(
    ("error", "details"),
    [
        (errors.ConnectionLost("broke", sent=7, total=9), {"bytes_sent": 7, "bytes_total": 9}),
        (
            errors.PackageRefused("no", http_status=200, status_code=4, sub_status="badDevType"),
            {"http_status": 200, "status_code": 4, "sub_status_code": "badDevType"},
        ),
        (errors.BadAnswer("what"), {}),
        (errors.NoAcceptableScheme("none"), {}),
    ],
)
def test_an_error_becomes_a_failure_with_its_kind_and_facts(
    error: errors.IsapiError, details: dict[str, typing.Any]
) -> None:
    result = result_of(Spy(error))
    assert result["failed"]
    assert "unreachable" not in result
    assert result["error"] == {"kind": type(error).__name__, **details}


@pytest.mark.parametrize("kind", [errors.CredentialsRefused, errors.AccountLocked])
def test_lock_facts_stand_where_playbooks_look_for_them(kind: type[errors.CredentialsRefused]) -> None:
    lock = LockState(locked=True, unlock_time=1800, attempts_left=0)
    result = result_of(Spy(kind("refused", lock=lock)))
    assert result["failed"]
    assert (result["locked"], result["unlock_time"], result["attempts_left"]) == (True, 1800, 0)
    assert result["error"]["unlock_time"] == 1800


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no answer from x", "No answer from x."),
        ("is that so?", "Is that so?"),
        ("Done.", "Done."),
        ("192.0.2.10:443 refused", "192.0.2.10:443 refused."),
        ("gate-1:443 refused", "gate-1:443 refused."),
        ("gate.example:443 refused", "gate.example:443 refused."),
    ],
)
def test_messages_are_sentences_that_leave_names_alone(text: str, sentence: str) -> None:
    assert _frontend.failure(errors.BadAnswer(text), changed=False)["msg"] == sentence


def test_the_error_tree_in_the_documentation_is_the_tree() -> None:
    """The picture at the top of the file is what people read."""
    drawn: dict[str, int] = {}
    for line in (errors.__doc__ or "").splitlines():
        words = line.strip(" │├└─").split()
        if words and hasattr(errors, words[0]):
            drawn[words[0]] = line.index(words[0]) // 4 - 1
    depth = {
        name: kind.__mro__.index(errors.IsapiError)
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.IsapiError)
    }
    assert drawn == depth

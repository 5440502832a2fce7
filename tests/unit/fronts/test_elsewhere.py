# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module that is shipped to a gateway: what goes there, what comes back, and what is not sent at all."""

from __future__ import annotations

import datetime
import pathlib
import types
import typing

import pytest
from ansible.errors import AnsibleError

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import DeviceModule
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import LockState
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger, Refusal
from ansible_collections.surveillance.hikvision.plugins.plugin_utils import _arguments, _elsewhere
from ansible_collections.surveillance.hikvision.tests.unit.fronts.probe import PASSWORD, Spy, device_module

TRANSPORT = "surveillance.hikvision.isapi"
GIVEN = {"host": "192.0.2.10", "username": "admin", "password": PASSWORD}
Result = dict[str, typing.Any]


class Gateway:
    """An action on a host with a shell, and what it was asked to do there."""

    def __init__(self, files: pathlib.Path, result: Result | None = None, *, transport: str = "ssh") -> None:
        self.executed: list[dict[str, typing.Any]] = []
        self.uploaded: dict[str, str] = {}
        self._files = files
        self._result = result or {"changed": False}
        self._task = types.SimpleNamespace(action="surveillance.hikvision.probe", async_val=0, check_mode=False)
        self._connection = types.SimpleNamespace(
            transport=transport,
            fetch_file=self._fetch_file,
            _shell=types.SimpleNamespace(join_path=lambda *parts: "/".join(parts)),
        )

    def _find_needle(self, _directory: str, needle: str) -> str:
        found = self._files / needle
        if not found.exists():
            raise AnsibleError(f"could not find {needle}")
        return str(found)

    def _make_tmp_path(self) -> str:
        return "/gateway/tmp"

    def _transfer_file(self, local: str, remote: str) -> None:
        self.uploaded[remote] = local

    def _fixup_perms2(self, paths: typing.Any) -> None:
        pass

    def _fetch_file(self, remote: str, local: str) -> None:
        pathlib.Path(local).write_text(f"fetched from {remote}")

    def _execute_module(self, **arguments: typing.Any) -> Result:
        self.executed.append(arguments)
        return dict(self._result)


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> MemoryLedger:
    made = MemoryLedger()
    monkeypatch.setattr(_elsewhere, "refusals_of_this_run", lambda: made)
    return made


def run(gateway: Gateway, module: DeviceModule | None = None, **arguments: typing.Any) -> Result:
    action = typing.cast("typing.Any", gateway)
    module = module or device_module(Spy())
    given = {**GIVEN, **arguments}
    try:
        checked = _arguments.check(action, module, given)
    except _arguments.Refused as refused:
        return refused.result
    return _elsewhere.run(action, module, checked, given, {"some": "variable"})


def test_the_module_goes_with_the_options_of_the_device(tmp_path: pathlib.Path) -> None:
    gateway = Gateway(tmp_path, {"changed": True, "more": 1})
    assert run(gateway, port=8443) == {"changed": True, "more": 1}
    [executed] = gateway.executed
    assert executed["module_name"] == "surveillance.hikvision.probe"
    assert executed["module_args"] == {**GIVEN, "port": 8443}
    assert executed["task_vars"] == {"some": "variable"}
    assert executed["wrap_async"] is False


# --- refused passwords -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["CredentialsRefused", "AccountLocked"])
def test_a_refusal_over_there_is_remembered_here(tmp_path: pathlib.Path, ledger: MemoryLedger, kind: str) -> None:
    refused = {"failed": True, "error": {"kind": kind}, "locked": True, "unlock_time": 1800, "attempts_left": 0}
    gateway = Gateway(tmp_path, refused)
    assert run(gateway)["failed"]
    remembered = ledger.find("192.0.2.10:443")
    assert remembered is not None
    assert remembered.lock == LockState(locked=True, unlock_time=1800, attempts_left=0)
    second = run(gateway)
    assert second["failed"]
    assert second["error"]["kind"] == "AccountLocked"
    assert "wait until the lock has ended" in second["advice"]
    assert "not tried again" in second["msg"]
    assert len(gateway.executed) == 1, "the gateway was not asked a second time"


@pytest.mark.parametrize(
    "result", [{"failed": True, "error": {"kind": "Busy"}}, {"failed": True, "msg": "x"}, {"unreachable": True}]
)
def test_other_failures_are_not_refusals(tmp_path: pathlib.Path, ledger: MemoryLedger, result: Result) -> None:
    gateway = Gateway(tmp_path, result)
    run(gateway)
    run(gateway)
    assert len(gateway.executed) == 2


@pytest.mark.parametrize(
    ("arguments", "device"),
    [
        ({}, "192.0.2.10:443"),
        ({"use_ssl": "no"}, "192.0.2.10:80"),
        ({"use_ssl": False}, "192.0.2.10:80"),
        ({"port": "8443"}, "192.0.2.10:8443"),
    ],
)
def test_both_fronts_name_a_device_alike(
    tmp_path: pathlib.Path, ledger: MemoryLedger, arguments: dict[str, typing.Any], device: str
) -> None:
    """Arguments arrive here as the play spells them; a refusal seen by the other front must be found."""
    seen = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=600)
    ledger.add(device, Refusal(seen, LockState(locked=True, unlock_time=1800, attempts_left=0)))
    gateway = Gateway(tmp_path)
    result = run(gateway, **arguments)
    assert gateway.executed == []
    assert (result["failed"], result["locked"], result["attempts_left"]) == (True, True, 0)
    assert 1190 <= result["unlock_time"] <= 1200, "ten minutes of the lock have passed"


def test_options_that_are_not_right_are_refused_before_anything_is_shipped(tmp_path: pathlib.Path) -> None:
    gateway = Gateway(tmp_path)
    result = run(gateway, port="http")
    assert result["failed"]
    assert "port" in result["msg"]
    assert gateway.executed == []


def test_a_missing_host_is_the_modules_to_complain_about(tmp_path: pathlib.Path) -> None:
    gateway = Gateway(tmp_path, {"failed": True, "msg": "host is not set"})
    assert run(gateway, host="")["msg"] == "host is not set"


# --- files -----------------------------------------------------------------------------------------------------------

SENDER = device_module(Spy(), options={"image": {}}, controller_files=("image",), companion_suffix=".json")


def test_files_are_sent_along_with_their_companions(tmp_path: pathlib.Path) -> None:
    for name in ("digicap.dav", "digicap.dav.json"):
        (tmp_path / name).touch()
    gateway = Gateway(tmp_path)
    run(gateway, SENDER, image="digicap.dav")
    assert gateway.executed[0]["module_args"]["image"] == "/gateway/tmp/digicap.dav"
    assert gateway.uploaded == {
        "/gateway/tmp/digicap.dav": str(tmp_path / "digicap.dav"),
        "/gateway/tmp/digicap.dav.json": str(tmp_path / "digicap.dav.json"),
    }


def test_a_file_without_a_companion(tmp_path: pathlib.Path) -> None:
    (tmp_path / "digicap.dav").touch()
    gateway = Gateway(tmp_path)
    run(gateway, SENDER, image="digicap.dav")
    assert list(gateway.uploaded) == ["/gateway/tmp/digicap.dav"]


def test_a_file_that_is_nowhere(tmp_path: pathlib.Path) -> None:
    gateway = Gateway(tmp_path)
    result = run(gateway, SENDER, image="digicap.dav")
    assert result["failed"]
    assert result["msg"].startswith("image: digicap.dav is not there on the controller.")
    assert gateway.executed == []


def test_nothing_is_sent_where_no_file_is_named(tmp_path: pathlib.Path) -> None:
    gateway = Gateway(tmp_path)
    run(gateway, SENDER)
    assert gateway.uploaded == {}


def test_on_this_machine_files_stay_where_they_are(tmp_path: pathlib.Path) -> None:
    (tmp_path / "digicap.dav").touch()
    gateway = Gateway(tmp_path, transport="local")
    run(gateway, SENDER, image="digicap.dav")
    assert gateway.executed[0]["module_args"]["image"] == str(tmp_path / "digicap.dav")
    assert gateway.uploaded == {}


def keeper() -> tuple[DeviceModule, list[tuple[dict[str, str], dict[str, typing.Any]]]]:
    """A module that writes files, and what its half on the controller was given."""
    kept = []

    def keep(staging: str, params: typing.Any, result: Result) -> Result:
        kept.append(({path.name: path.read_text() for path in pathlib.Path(staging).iterdir()}, dict(params)))
        return {**result, "path": f"{params['dest']}/a.cfg"}

    options = {"dest": {"type": "path"}, "keep": {"type": "int", "default": 3}}
    return device_module(Spy(), options=options, controller_directory="dest", keep=keep), kept


WROTE = {"changed": True, "files": ["/gateway/tmp/kept/a.cfg", "/gateway/tmp/kept/a.cfg.json"]}


def test_what_the_module_wrote_comes_back(tmp_path: pathlib.Path) -> None:
    module, kept = keeper()
    gateway = Gateway(tmp_path, WROTE)
    result = run(gateway, module, dest="/backups")
    assert gateway.executed[0]["module_args"]["dest"] == "/gateway/tmp/kept"
    assert result["path"] == "/backups/a.cfg"
    [(files, params)] = kept
    assert files == {"a.cfg": "fetched from /gateway/tmp/kept/a.cfg", "a.cfg.json": f"fetched from {WROTE['files'][1]}"}
    assert (params["dest"], params["keep"]) == ("/backups", 3)


def test_a_name_from_over_there_can_not_leave_the_directory(tmp_path: pathlib.Path) -> None:
    module, kept = keeper()
    run(Gateway(tmp_path, {"changed": True, "files": ["/gateway/../../etc/passwd"]}), module, dest="/backups")
    assert list(kept[0][0]) == ["passwd"]


@pytest.mark.parametrize("result", [{"failed": True}, {"unreachable": True}])
def test_nothing_comes_back_from_a_failure(tmp_path: pathlib.Path, result: Result) -> None:
    module, kept = keeper()
    assert run(Gateway(tmp_path, result), module, dest="/backups") == result
    assert kept == []


def test_nothing_comes_back_in_check_mode_or_from_this_machine(tmp_path: pathlib.Path) -> None:
    module, kept = keeper()
    gateway = Gateway(tmp_path, WROTE)
    gateway._task.check_mode = True
    run(gateway, module, dest="/backups")
    run(Gateway(tmp_path, WROTE, transport="local"), module, dest="/backups")
    assert kept == []


# --- async -----------------------------------------------------------------------------------------------------------


def test_a_job_in_the_background_runs_where_it_is_delegated_to(tmp_path: pathlib.Path) -> None:
    gateway = Gateway(tmp_path, {"ansible_job_id": "1"})
    gateway._task.async_val = 600
    assert run(gateway)["ansible_job_id"] == "1"
    assert gateway.executed[0]["wrap_async"] is True


def test_a_device_runs_no_jobs(tmp_path: pathlib.Path) -> None:
    gateway = Gateway(tmp_path, transport=TRANSPORT)
    gateway._task.async_val = 600
    assert "delegate_to: localhost" in run(gateway)["msg"]
    assert gateway.executed == []


@pytest.mark.parametrize(("transport", "possible"), [("ssh", False), ("local", True)])
def test_files_and_async_need_this_machine(tmp_path: pathlib.Path, transport: str, possible: bool) -> None:
    (tmp_path / "digicap.dav").touch()
    gateway = Gateway(tmp_path, transport=transport)
    gateway._task.async_val = 600
    result = run(gateway, SENDER, image="digicap.dav")
    assert ("failed" not in result) is possible
    assert len(gateway.executed) == possible

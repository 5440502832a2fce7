# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules as a playbook runs them: results, failures, and not a word of the keys."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.tests.hikcentral_server import (
    ACCESS_KEY,
    SECRET_KEY,
    Faults,
    RunningServer,
    running_server,
)
from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral.office import KEYS, Office
from ansible_collections.surveillance.hikvision.tests.integration.secrets.test_secrets import CommandLines
from simulator import CertificateSpec

pytestmark = pytest.mark.newest_core

HERE = pathlib.Path(__file__).parent
PERSONS = "resource/v1/person/personList"


@dataclasses.dataclass(frozen=True)
class Asked:
    """What one server led to."""

    info: dict[str, typing.Any]
    export: dict[str, typing.Any]


def ask(office: Office, servers: list[RunningServer], *arguments: str, **environment: str) -> tuple[Run, list[Asked]]:
    """Run the playbook, with the keys in a file unless the environment has them."""
    extra: dict[str, typing.Any] = {
        "servers": [{"port": server.port, "ca_path": server.ca_path} for server in servers],
        "dest": str(office.directory / "persons"),
    }
    if not environment:
        extra |= {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
    handed = office.hand_in("extra.json", json.dumps(extra))
    run = office.run("playbook", str(HERE / "cases.yml"), "--extra-vars", f"@{handed}", *arguments, **environment)
    results = {task: run.of(task=task)[0].result["results"] for task in ("Info", "Export")}
    return run, [Asked(*pair) for pair in zip(results["Info"], results["Export"], strict=True)]


def test_check_mode_then_copy_then_nothing_to_do(office: Office, server: RunningServer) -> None:
    _run, [checked] = ask(office, [server], "--check", **KEYS)
    assert (checked.info["version"], checked.info["changed"]) == ("V2.1.0.0", False)
    assert (checked.export["changed"], checked.export["persons"], checked.export["files"]) == (True, 5, [])
    assert not (office.directory / "persons").exists()
    _run, [first] = ask(office, [server], **KEYS)
    assert first.export["changed"]
    assert first.info["counts"]["persons"] == 5
    _run, [second] = ask(office, [server], **KEYS)
    assert (second.export["changed"], second.export["files"]) == (False, first.export["files"])
    assert pathlib.Path(first.export["files"][0]["path"]).stat().st_mode & 0o777 == 0o600


def test_what_is_wrong_is_said_without_a_key(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("servers")
    with contextlib.ExitStack() as stack:

        def start(**settings: typing.Any) -> RunningServer:
            return stack.enter_context(running_server(directory, **settings))

        servers = [
            start(secret="another"),
            start(certificate=CertificateSpec()),
            start(faults=Faults(web_page=True)),
            start(faults=Faults(only=PERSONS, more_announced=1)),
        ]
        with CommandLines() as command_lines:
            run, [key, certificate, absent, partial] = ask(office, servers, "-vvvv", "--diff")
    assert key.info["error"] == {"kind": "KeyRefused", "code": "0x02401003"}
    assert "Server StringToSign" in key.info["msg"]
    assert certificate.export["error"]["kind"] == "TlsRefused"
    assert "ca_path" in certificate.export["advice"]
    assert (absent.info["available"], absent.info["error"]["kind"]) == (False, "NotOffered")
    assert absent.export["error"]["kind"] == "NotOffered"
    assert partial.export["msg"] == f"{PERSONS} says it holds 6 records and sent 5."
    assert [run.of(task=task)[0].status for task in ("Info", "Export")] == ["ignored", "ignored"]
    assert not (office.directory / "persons").exists()
    assert office.leaks(run.stdout, run.stderr) == []
    assert [line for line in command_lines.seen if ACCESS_KEY.encode() in line or SECRET_KEY.encode() in line] == []
    assert any(b"ansible" in line for line in command_lines.seen)


def test_no_key_is_printed_or_written_when_all_goes_well(office: Office, server: RunningServer) -> None:
    run, [asked] = ask(office, [server], "-vvvv", "--diff")
    assert asked.export["changed"]
    assert office.leaks(run.stdout, run.stderr) == []
    assert "Müller" not in run.stdout + run.stderr


def test_a_missing_key_and_a_missing_library_are_told(office: Office, server: RunningServer) -> None:
    _run, [asked] = ask(office, [server], HIKCENTRAL_ACCESS_KEY="", HIKCENTRAL_SECRET_KEY=SECRET_KEY)
    assert asked.info["msg"] == (
        "access_key is not set, and neither is the environment variable HIKCENTRAL_ACCESS_KEY."
    )
    library = office.directory / "library"
    library.mkdir()
    (library / "requests.py").write_text("raise ImportError('no requests here')\n")
    _run, [asked] = ask(office, [server], PYTHONPATH=str(library), **KEYS)
    assert "Failed to import the required Python library (requests with urllib3 2.0 or newer)" in asked.info["msg"]
    assert "no requests here" in asked.export["msg"]


@pytest.mark.parametrize("name", ["hikcentral_info", "hikcentral_person_export"])
def test_the_documentation_is_whole(office: Office, name: str) -> None:
    told = office.documentation("module", name)
    assert {"host", "access_key", "secret_key", "validate_certs", "ca_path"} <= set(told["doc"]["options"])
    assert set(told["doc"]["attributes"]) == {"action_group", "check_mode", "diff_mode", "platform"}
    assert all("description" in attribute for attribute in told["doc"]["attributes"].values())

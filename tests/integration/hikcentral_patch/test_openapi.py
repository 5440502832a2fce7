# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The procedure with an OpenAPI beside it: second source of the version, list of persons, numbers before and after."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import pathlib
import socket
import typing

import pytest
from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.tests.hikcentral_server import (
    Contents,
    Faults,
    RunningServer,
    running_server,
)
from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act, waiting_step
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.canaries import (
    KEYS,
    assert_nothing_secret_is_kept,
    quiet_about_secrets,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.sample import sample
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import (
    CHANGING,
    PATCH,
    server,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)
from ansible_collections.surveillance.hikvision.tests.unit.installer.installers import Program, nsis_overlay
from ansible_collections.surveillance.hikvision.tests.unit.installer.signatures import table
from simulator import CertificateSpec

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
SILENT = {"hikcentral_install_mode": "silent", "hikcentral_install_switches": "/S"}
UNASKED = {"hikcentral_version": "", "hikcentral_access_control": None}
REQUIRED = {"hikcentral_openapi_required": True}
THE_LIST = {"hikcentral_web_person_export": False}  # is enough
PERSONS = "resource/v1/person/personList"
CAMERAS = "resource/v1/cameras"
SIGNATURE = (pathlib.Path(__file__).parents[3] / "roles/hikcentral/files/signature.ps1").read_text().rstrip()
CHANGED_SINCE = {"status": "HashMismatch", "message": "The contents might have been changed.", "publisher": "Acme Ltd."}
Start = typing.Callable[..., RunningServer]


@pytest.fixture
def start(tmp_path: pathlib.Path) -> typing.Iterator[Start]:
    """Starts a stand-in for an OpenAPI, of the version that is installed."""
    with contextlib.ExitStack() as running:

        def started(**settings: typing.Any) -> RunningServer:
            given = {"contents": Contents(version="V1.4.2.0")} | KEYS | settings
            return running.enter_context(running_server(tmp_path, **given))

        yield started


def asking(openapi: RunningServer) -> dict[str, typing.Any]:
    """The variables of a server with this OpenAPI. Its address is that of the host."""
    return {
        "ansible_host": "127.0.0.1",
        "hikcentral_openapi_port": openapi.port,
        "hikcentral_openapi_access_key": KEYS["key"],
        "hikcentral_openapi_secret_key": KEYS["secret"],
        "hikcentral_openapi_ca_path": openapi.ca_path,
    }


def closed_port() -> int:
    """A port where nothing answers."""
    with socket.socket() as short_lived:
        short_lived.bind(("127.0.0.1", 0))
        port: int = short_lived.getsockname()[1]
        return port


@dataclasses.dataclass(frozen=True, slots=True)
class Bad:
    """An OpenAPI that is not in order, other variables, and a part of the message."""

    says: str
    openapi: dict[str, typing.Any] = dataclasses.field(default_factory=dict)
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)


WEB_PAGE = {"faults": Faults(web_page=True)}
BAD = {
    "another-key": Bad("with code 0x02401001", {"key": "another-key"}),
    "another-secret": Bad("with code 0x02401003", {"secret": "another-secret"}),
    "no-permission": Bad("with code 17", {"faults": Faults(code="17")}),
    "another-authority": Bad("self-signed", variables={"hikcentral_openapi_ca_path": None}),
    "certificate-of-another": Bad("not valid for", {"certificate": CertificateSpec()}),
    "another-fingerprint": Bad("ingerprint", variables={"hikcentral_openapi_tls_fingerprint": "0" * 64}),
    "no-answer-and-required": Bad("refused", variables=REQUIRED | {"hikcentral_openapi_port": closed_port()}),
    "web-page-and-required": Bad("A web page answered", WEB_PAGE, REQUIRED),
    "web-page-and-no-other-source": Bad("Only one source tells", WEB_PAGE, {"hikcentral_version": ""}),
    "another-version": Bad("openapi says 1.5.0", {"contents": Contents(version="V1.5.0.1")}),
    "no-version": Bad("openapi ('2019')", {"contents": Contents(version="2019")}),
}


def test_an_openapi_that_is_not_in_order_ends_the_run_before_anything_is_touched(
    site: WindowsSite, start: Start
) -> None:
    chosen = sample(
        BAD,
        "another-secret",
        "another-authority",
        "web-page-and-no-other-source",
        "no-version",
    )
    for name, bad in chosen.items():
        site.add(name, server(), **asking(start(**bad.openapi)) | bad.variables)
    run = quiet_about_secrets(site, ALL_AT_ONCE)
    said = {name: [each.result["msg"] for each in run.of(name) if each.status == "failed"] for name in chosen}
    print("\n".join(f"{name:30} {' | '.join(messages)}" for name, messages in said.items()))
    wrong = {
        name: messages for name, messages in said.items() if len(messages) != 1 or BAD[name].says not in messages[0]
    }
    assert not wrong
    assert len({messages[0] for messages in said.values()}) == len(chosen)
    for name, each in site.servers.items():
        assert not {call["module"] for call in each.calls()} & CHANGING, name
        assert not (each.run / "state.json").exists(), name
    assert_nothing_secret_is_kept(site)


def test_a_whole_run_compares_what_the_openapi_tells_before_and_after(site: WindowsSite, start: Start) -> None:
    openapi, growing = start(), start(faults=Faults(only=PERSONS, longest_page=2, grows_at=2))
    whole = site.add("whole", server(), **SILENT, **UNASKED, **asking(openapi), **signed_patch(site), **THE_LIST)
    runs = [go_on(site)]
    site.clone(whole, "growing", **asking(growing), hikcentral_web_person_export=True)
    whole.suffer(Fault("answer", "win_powershell", {"script": SIGNATURE}, result={"result": CHANGED_SINCE}))
    runs.append(go_on(site))
    assert waiting(site) == {"whole": None, "growing": None}
    assert 'HashMismatch, in the name of "Acme Ltd."' in step(whole, "package_staged")["reason"]
    failed = step(site.servers["growing"], "person_export_api")
    assert (failed["status"], failed["records"]) == ("failed", [])
    assert "held 5 records at first and 6 while it was read" in failed["reason"]
    growing.faults = Faults()
    runs.append(go_on(site, "whole", "growing"))
    assert waiting(site) == {"whole": "license_confirmed", "growing": "person_export"}
    assert step(site.servers["growing"], "person_export_api")["facts"]["counts"]["persons"] == 5
    openapi.contents.lists[CAMERAS].pop()
    runs.append(go_on(site, "whole"))
    assert "cameras 4 before, 3 now;" in step(whole, "verification")["reason"]
    site.hosts["whole"]["hikcentral_allow_other_numbers"] = True
    runs.append(go_on(site, "whole"))
    assert_the_report_is_whole(whole)
    assert_nothing_secret_is_kept(site)
    assert_persons_are_nowhere_but_in_their_files(site, *runs)


def signed_patch(site: WindowsSite) -> dict[str, typing.Any]:
    """The variables for a patch that is signed, and has to be."""
    patch = site.directory / "signed" / PATCH
    if not patch.exists():
        patch.parent.mkdir()
        patch.write_bytes(Program(overlay=nsis_overlay(), signature=table("Acme Ltd.")).build())
    return {
        "hikcentral_patch_src": str(patch),
        "hikcentral_patch_sha256": hashlib.sha256(patch.read_bytes()).hexdigest(),
        "hikcentral_patch_publisher": "Acme Ltd.",
    }


def go_on(site: WindowsSite, *names: str) -> Run:
    """Run once, on all servers by default, and do what the gates ask for."""
    limit = names or tuple(site.servers)
    run = quiet_about_secrets(site, ALL_AT_ONCE, "--limit", ",".join(limit))
    for name in limit:
        assert (site.servers[name].run / "state.json").exists(), run
        act(site.servers[name])
    return run


def waiting(site: WindowsSite) -> dict[str, str | None]:
    return {name: waiting_step(each) for name, each in site.servers.items()}


def step(server: Server, name: str) -> dict[str, typing.Any]:
    [found] = [record for record in server.state["steps"] if record["step"] == name]
    return found


def assert_the_report_is_whole(server: Server) -> None:
    assert server.has_ended
    report = json.loads((server.run / "report.json").read_text())
    assert report["version"] == "1.4.2"
    steps = {each["step"]: each for each in report["steps"]}
    assert steps["preflight"]["facts"]["versions"]["openapi"] == "V1.4.2.0"
    assert "invocation" not in (server.run / "state.json").read_text()
    assert steps["package_staged"]["facts"]["signature"]["status"] == "Valid"
    assert steps["person_export"]["reason"] == "The OpenAPI has given all 5 persons."
    counts = {"persons": (5, 5), "cameras": (4, 3), "encoding_devices": (4, 4), "access_control_devices": (2, 2)}
    for told in (each for each in report["numbers"] if each["name"] in counts):
        assert (told["before"], told["after"]) == counts[told["name"]]
    exported = json.loads((server.run / "records" / "persons.json").read_text())
    assert len(exported["persons"]) == exported["counts"]["persons"] == 5
    for name in "persons.json", "persons.csv":
        file = server.run / "records" / name
        assert file.stat().st_mode & 0o777 == 0o600
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        for form in "json", "html", "md":
            assert digest in (server.run / f"report.{form}").read_text(), (name, form)


def assert_persons_are_nowhere_but_in_their_files(site: WindowsSite, *runs: Run) -> None:
    spelt = [spelling.encode() for spelling in ("Müller", json.dumps("Müller")[1:-1], "M&uuml;ller", "@example.com")]
    assert [number for number, run in enumerate(runs) if any(one in run.stdout.encode() for one in spelt)] == []
    files = [file for file in site.directory.rglob("*") if file.is_file()]
    holding = {file.name for file in files if any(one in file.read_bytes() for one in spelt)}
    assert holding == {"persons.json", "persons.csv"}

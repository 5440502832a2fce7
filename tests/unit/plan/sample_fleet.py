# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet of cameras, recorders and doors that is planned for: what can be said of a device happens."""

from __future__ import annotations

import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.firmware_file import FirmwareFile
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planning import Order, make_plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.selection import choose
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits
from ansible_collections.surveillance.hikvision.tests.unit.selection import documents

Document = dict[str, typing.Any]

NOW = datetime.datetime(2026, 3, 2, 7, 30, tzinfo=datetime.UTC)
BUILDINGS = ("north", "south", "harbour")
SIZE = 31_457_280

CAMERA = documents.entry(
    "ipc-g5-5.7.18-240826",
    hardware={"platform": "G5"},
    expected_duration=240,
    requires={"min": {"version": "V5.7.12", "build": "230508"}, "via": ["ipc-g5-5.7.12-230508"]},
    release_notes={
        "url": "https://example.net/notes/ipc-g5-5.7.18",
        "fixes": ["CVE-2021-36260, command injection in the web server", "the clock drifts after a power cut"],
        "known_issues": ["line crossing has to be armed again after the upgrade"],
        "acknowledge": True,
    },
)
BRIDGE = documents.entry("ipc-g5-5.7.12-230508", "5.7.12 230508", "deprecated", expected_duration=260)
RECORDER = documents.entry(
    "nvr-k51-4.84.100-241018", "4.84.100 241018", kind="recorder", models=["DS-7616NXI-I2*"], expected_duration=900
)
DOOR = documents.entry(
    "door-k1t-3.3.2-240611",
    "3.3.2 240611",
    kind="access_control",
    models=["DS-K1T671*"],
    release_notes={"acknowledge": True, "known_issues": ["cards are read twice as slowly"]},
)
POLICY: Document = {"acknowledged": [CAMERA["id"]]}


def catalogue(*entries: Document, **keys: typing.Any) -> Catalogue:
    """The catalogue of the fleet, or another issue of it."""
    told = documents.catalogue(*(entries or (CAMERA, BRIDGE, RECORDER, DOOR)))
    return Catalogue.from_result({**told, **keys})


def file_of(package: Package) -> FirmwareFile:
    """A firmware file as it ought to be, without one."""
    return FirmwareFile(path=package.src, size=SIZE, sha256=package.sha256 or "5" * 64, image_size=SIZE)


def chosen(host: str, snapshot: Document, policy: Document | None = None, **keys: typing.Any) -> Candidate:
    """A host that could be read, with what is meant for it; ``keys`` are further fields."""
    choice = choose(Device.from_snapshot(snapshot), catalogue(), (), Policy.read(policy or POLICY)).as_result()
    return Candidate.read({"host": host, "snapshot": snapshot, "choice": choice, **keys})


def camera(number: int, runs: str = "5.7.15 240201", **keys: typing.Any) -> Candidate:
    site = BUILDINGS[number % 3]
    platform = "G5" if number % 5 else None
    snapshot = documents.device(runs, serial=f"DS-2CD2386G2-IU2023{number:06}", platform=platform)
    told = {"site": site, "areas": [f"{site} gate {number // 9}"], "parent": f"nvr-{site}"}
    return chosen(f"cam-{site}-{number:02}", snapshot, **{**told, **keys})


def recorder(site: str) -> Candidate:
    snapshot = documents.device(
        "4.61.25 220930", "DS-7616NXI-I2/16P/S", kind="recorder", platform="K51", serial=f"R{site}"
    )
    return chosen(f"nvr-{site}", snapshot, site=site)


def door(number: int, **policy: typing.Any) -> Candidate:
    site = BUILDINGS[number % 3]
    told = {"kind": "access_control", "platform": None, "serial": f"K{number}"}
    snapshot = documents.device("3.3.1 230101", "DS-K1T671TM-3XF", **told)
    return chosen(f"door-{site}-{number}", snapshot, policy or None, site=site, areas=f"{site} lobby")


def silent(host: str) -> Candidate:
    message = f"{host} does not answer: the connection timed out."
    return Candidate(host=host, error={"unreachable": True, "msg": message, "advice": "Check the network."})


def locked(host: str) -> Candidate:
    return Candidate(host=host, error={"error": {"kind": "AccountLocked"}, "msg": "the account is locked for 29 min"})


def fleet(size: int = 24) -> list[Candidate]:
    """So many devices, most of them cameras."""
    found = [recorder(site) for site in BUILDINGS]
    found += [door(1), door(2, acknowledged=[DOOR["id"]]), silent("cam-roof-1"), silent("cam-roof-2"), locked("cam-x")]
    found += [chosen("dome-1", documents.device(model="DS-2DE4425IW-DE"))]
    cameras = range(size - len(found))
    runs = ("5.7.15 240201", "5.7.15 240201", "5.7.10 220315", "5.7.18 240826")
    return found + [camera(number, runs[number % 4]) for number in cameras]


def plan(candidates: typing.Sequence[Candidate] | None = None, **order: typing.Any) -> Plan:
    """A plan for the fleet, as it was on a Monday morning."""
    told = {"target": "hikvision", "limits": Limits(per_site=4), "now": NOW, "catalogue": catalogue(), **order}
    return make_plan(fleet() if candidates is None else candidates, Order(**told), file_of)

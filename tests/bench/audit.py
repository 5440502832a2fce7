# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook ``audit`` over fleets of growing size: cost per device, and how memory grows with the fleet.

Each device has two backups on the controller and finds its package in a catalogue of a hundred entries, as in a site
that has been running for a while.
"""

from __future__ import annotations

import collections
import datetime
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.sidecar import SUFFIX, Sidecar

from .contenders import environment
from .measurement import Failed, PeakMemory, RootMemory, Usage, measure
from .settings import Settings
from .simulated_fleet import Seen, SimulatedFleet, simulated_fleet

PLAYBOOK = "surveillance.hikvision.audit"
ENTRIES = 100
BACKUPS = 2
MODEL, VERSION, BUILD = "DS-2CD2386G2-IU", "V5.7.18", "240826"  # what the simulator's camera tells, and its target


@dataclass(frozen=True, slots=True)
class Audit:
    """One run. ``tree_memory`` is the peak of the whole process tree (PSS), ``root_memory`` that of its root (RSS)."""

    devices: int
    forks: int
    usage: Usage
    tree_memory: int
    root_memory: int
    seen: Seen

    @property
    def cpu_per_device(self) -> float:
        """CPU seconds in all, start-up and reports included."""
        return self.usage.cpu / self.devices


def run_audits(settings: Settings) -> Iterator[Audit]:
    """Measure fleets of all sizes, the smallest first. Raises :class:`Failed`."""
    settings.output.mkdir(parents=True, exist_ok=True)
    for devices in sorted(settings.audit_sizes):
        print(f"audit of {devices} devices", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(dir=settings.output) as name:
            directory = Path(name)
            with simulated_fleet(devices, tls=settings.tls, time_factor=1.0, directory=directory) as fleet:
                yield _audit(settings, fleet, directory)


def _audit(settings: Settings, fleet: SimulatedFleet, directory: Path) -> Audit:
    inventory = _inventory(fleet, directory)
    outputs = {f"audit_{kind}": str(directory / f"audit.{kind}") for kind in ("json", "csv", "junit")}
    ansible = str(Path(sys.executable).with_name("ansible-playbook"))
    arguments = [PLAYBOOK, "-i", str(inventory), "-f", str(settings.audit_forks), "-e", json.dumps(outputs)]
    fleet.forget()
    tree, root = PeakMemory(), RootMemory()
    usage = measure(
        [ansible, *arguments],
        log=settings.output / "logs" / f"audit-{len(fleet)}.log",
        environment=environment(),
        gauges=(tree, root),
    )
    _check(Path(outputs["audit_json"]), len(fleet))
    return Audit(len(fleet), settings.audit_forks, usage, tree.bytes, root.bytes, fleet.seen())


def _check(file: Path, devices: int) -> None:
    """An audit that went wrong is no measurement."""
    rows = json.loads(file.read_text(encoding="utf-8"))["devices"]
    states = collections.Counter(row["state"] for row in rows)
    if states != {"behind": devices} or any(row["backup_age"] is None for row in rows):
        raise Failed(f"the audit of {devices} devices told {dict(states)} instead of all behind and with a backup")


def _inventory(fleet: SimulatedFleet, directory: Path) -> Path:
    hosts = fleet.inventory()["all"]["hosts"]
    for name in hosts:
        _back_up(directory / "backups" / name, name)
    catalogue = directory / "catalogue.json"
    catalogue.write_text(json.dumps(_catalogue()), encoding="utf-8")
    (directory / "digicap.dav").touch()
    variables = {
        "ansible_connection": "surveillance.hikvision.isapi",
        "hikvision_catalogue": str(catalogue),
        "hikvision_catalogue_signature": "off",
    }
    path = directory / "inventory.json"
    path.write_text(json.dumps({"hikvision": {"hosts": hosts, "vars": variables}}), encoding="utf-8")
    return path


def _catalogue() -> dict[str, object]:
    now = datetime.datetime.now(datetime.UTC)
    return {
        "schema": "hikvision-firmware-catalogue/1",
        "catalogue_id": "bench",
        "serial": 1,
        "issued": (now - datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "expires": (now + datetime.timedelta(days=90)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "firmware": [_entry("target", MODEL), *(_entry(f"other-{n}", f"DS-X{n:03d}*") for n in range(ENTRIES - 1))],
    }


def _entry(identifier: str, model: str) -> dict[str, object]:
    return {
        "id": identifier,
        "kind": "camera",
        "models": {"include": [model]},
        "version": VERSION,
        "build": BUILD,
        "language": "ML",
        "file": {"name": "digicap.dav", "size": 1000, "sha256": "1" * 64, "container": "HKWS"},
        "source": {"kind": "vendor-portal", "url": "https://example.org/firmware", "obtained": "2026-01-05"},
        "status": "approved",
        "approval": {"by": "ops", "date": "2026-01-09", "tested_on": ["lab"]},
    }


def _back_up(directory: Path, device: str) -> None:
    directory.mkdir(parents=True)
    for day in range(1, BACKUPS + 1):
        file = f"2026010{day}T000000.000Z_{MODEL}_{VERSION}.cfg"
        (directory / file).write_bytes(b"configuration")
        (directory / (file + SUFFIX)).write_text(_sidecar(file, device, day).as_json(), encoding="utf-8")


def _sidecar(file: str, device: str, day: int) -> Sidecar:
    return Sidecar(
        file=file,
        size=len(b"configuration"),
        sha256="0" * 64,
        created=f"2026-01-0{day}T00:00:00+00:00",
        account="admin",
        host=device,
        kind="camera",
        model=MODEL,
        serial=None,
        mac=None,
        name=None,
        version=VERSION,
        build=BUILD,
        needs_secret_key=False,
    )

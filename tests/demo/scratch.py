# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that the demonstration writes lies below one directory, made afresh for each run."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

from simulator.firmware import firmware_for

from .fleet import PACKAGES, TIME_FACTOR, USER, Device

CALLBACKS = Path(__file__).parent / "callback_plugins"


@dataclass(frozen=True, slots=True)
class Scratch:
    """The files of one run."""

    root: Path

    @property
    def fleet(self) -> Path:
        return self.root / "fleet.yml"

    @property
    def firmware(self) -> Path:
        return self.root / "firmware"

    @property
    def inventory(self) -> Path:
        return self.root / "inventory"

    @property
    def vault_password(self) -> Path:
        return self.root / "vault-password"

    @property
    def configuration(self) -> Path:
        return self.root / "ansible.cfg"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def results(self) -> Path:
        return self.root / "results"

    @property
    def rollouts(self) -> Path:
        return self.root / "rollouts"

    @property
    def plan(self) -> Path:
        return self.results / "plan.json"

    @property
    def report(self) -> Path:
        return self.results / "rollout.json"

    def clear(self) -> None:
        """Remove what an earlier run has left."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.results.mkdir(parents=True)

    def write_fleet(self, devices: Sequence[Device], password: str) -> None:
        """The simulator's fleet file: one loopback address for each device, any free ports."""
        entries = [device.in_fleet_file() for device in devices]
        fleet = {"time_factor": TIME_FACTOR, "network": "127.81.0.0/16", "username": USER, "password": password}
        _write_private(self.fleet, yaml.safe_dump({**fleet, "devices": entries}, sort_keys=False))

    def write_firmware(self) -> None:
        """One synthetic image for each kind of device."""
        self.firmware.mkdir()
        for package in PACKAGES:
            firmware_for(
                package.made_for,
                self.firmware / package.file,
                version=package.version,
                build=package.build,
                size=package.size,
            )

    def write_inventory(self, devices: Sequence[Device], places: Mapping[str, Any], password: str) -> None:
        """An inventory as a site would have it: hosts, and for all of them connection, vault and firmware."""
        variables = self.inventory / "group_vars/hikvision"
        variables.mkdir(parents=True)
        hosts = {device.name: _host(device, places[device.name]) for device in devices}
        _write_yaml(self.inventory / "hosts.yml", {"hikvision": {"hosts": hosts}})
        _write_yaml(variables / "connection.yml", CONNECTION)
        _write_yaml(
            variables / "firmware.yml", {"hikvision_firmware": [self._package(package) for package in PACKAGES]}
        )
        _write_yaml(
            variables / "upgrade.yml", {**PACE, "firmware_upgrade_backup_dir": f"{self.backups}/{{{{ {HOST} }}}}"}
        )
        _write_yaml(variables / "rollout.yml", {**WAVES, "rollout_dir": str(self.rollouts)})
        self._write_vault(variables / "vault.yml", password)

    def write_configuration(self) -> None:
        """The ``ansible.cfg`` of the run."""
        self.configuration.write_text(
            f"""[defaults]
inventory = {self.inventory}
vault_password_file = {self.vault_password}
forks = 24
callbacks_enabled = surveillance.hikvision.rollout
# For the demonstration: few words, so that 24 devices do not flood the screen.
callback_plugins = {CALLBACKS}
stdout_callback = few_words

[hikvision]
report = {self.report}
""",
            encoding="utf-8",
        )

    def keep(self, name: str, content: Any) -> None:
        """Write a result as JSON."""
        (self.results / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

    def _package(self, package: Any) -> dict[str, Any]:
        return {
            "models": [package.made_for.model],
            "version": package.version,
            "build": package.build,
            "src": str(self.firmware / package.file),
        }

    def _write_vault(self, path: Path, password: str) -> None:
        vault_password = secrets.token_urlsafe(24)
        _write_private(self.vault_password, vault_password + "\n")
        # Some devices export their configuration only under a key of the operator's.
        content = yaml.safe_dump({"vault_password": password, "vault_backup_key": secrets.token_urlsafe(9)})
        vault = VaultLib([("default", VaultSecret(vault_password.encode()))])
        path.write_bytes(vault.encrypt(content))


HOST = "inventory_hostname"
CONNECTION = {
    "ansible_connection": "surveillance.hikvision.isapi",
    "ansible_user": USER,
    "ansible_password": "{{ vault_password }}",
}
# Simulated devices are faster than real ones, so looking at them more often is worth it. Without this, the defaults.
PACE = {
    "firmware_upgrade_poll_interval": 0.4,
    "firmware_upgrade_own_reboot_timeout": 5,
    "firmware_upgrade_verify_interval": 1,
    "firmware_upgrade_verify_timeout": 30,
    "firmware_upgrade_secret_key": "{{ vault_backup_key }}",
}


# Half a minute of soak would be longer than anything else here.
WAVES = {"plan_waves": [3, "50%", "100%"], "rollout_soak": 2}


def _host(device: Device, place: Mapping[str, Any]) -> dict[str, Any]:
    stands = {"hikvision_area": device.area, "hikvision_parent": device.parent}
    host: dict[str, Any] = {"ansible_host": place["address"], "ansible_port": place["port"]}
    host |= {name: value for name, value in stands.items() if value}
    if place["tls"]:
        return {**host, "hikvision_tls_fingerprint": place["certificate_sha256"]}
    return {**host, "hikvision_use_ssl": False}


def _write_yaml(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")

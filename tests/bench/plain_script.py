# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same work without Ansible, as an experienced script writer would do it with threads and requests.

``plain_script.py WORK INVENTORY THREADS [JOB]``: WORK is ``nothing``, ``read`` or ``upgrade``, INVENTORY an Ansible
inventory in JSON, JOB a JSON file with ``src``, ``version``, ``poll_interval`` and ``good_reads`` for an upgrade.
It has no answer to a wrong password, a refused file or a device that stays away: it stops with a traceback.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import requests
import urllib3
from requests.auth import HTTPDigestAuth

PATHS = ("System/deviceInfo", "System/status", "System/time", "ContentMgmt/Storage", "Security/users")
MOST_SECONDS = 600.0
NAMESPACES = {"": "http://www.hikvision.com/ver20/XMLSchema"}


class Device:
    """One camera, with one connection to it."""

    def __init__(self, host: dict[str, Any]) -> None:
        self._base = host["base_url"]
        self._login = (host["ansible_user"], host["ansible_password"])
        self._open()

    def _open(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False  # a certificate bundle from the environment would win over the next line
        self._session.verify = False
        self._session.auth = HTTPDigestAuth(*self._login)

    def reopen(self) -> None:
        """A restarted camera knows neither the connection nor the nonce."""
        self._session.close()
        self._open()

    def get(self, path: str) -> ElementTree.Element:
        answer = self._session.get(f"{self._base}/ISAPI/{path}", timeout=10)
        answer.raise_for_status()
        return ElementTree.fromstring(answer.content)

    def put(self, path: str, file: Any = None) -> None:
        self._session.put(f"{self._base}/ISAPI/{path}", data=file, timeout=180).raise_for_status()

    def version(self) -> str | None:
        return self.get("System/deviceInfo").findtext("firmwareVersion", namespaces=NAMESPACES)


def read(host: dict[str, Any], _job: dict[str, Any]) -> None:
    device = Device(host)
    for path in PATHS:
        device.get(path)


def upgrade(host: dict[str, Any], job: dict[str, Any]) -> None:
    device = Device(host)
    if device.version() == job["version"]:
        return
    # The read above has fetched a nonce; without it requests would send the file twice.
    with open(job["src"], "rb") as file:
        device.put("System/updateFirmware", file)
    _wait_for_flash(device, job)
    device.put("System/reboot")
    _wait_for_version(device, job)
    device.get("System/status")


def _wait_for_flash(device: Device, job: dict[str, Any]) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline:
        status = device.get("System/upgradeStatus")
        if status.findtext("upgrading", namespaces=NAMESPACES) != "true":
            return
        time.sleep(job["poll_interval"])
    raise TimeoutError("still flashing")


def _wait_for_version(device: Device, job: dict[str, Any]) -> None:
    deadline, good = time.monotonic() + MOST_SECONDS, 0
    while good < job["good_reads"]:
        time.sleep(job["poll_interval"])
        try:
            good = good + 1 if device.version() == job["version"] else 0
        except requests.RequestException:
            good = 0
            device.reopen()
        if time.monotonic() > deadline:
            raise TimeoutError("not back")


WORK: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {"read": read, "upgrade": upgrade}


def main(work: str, inventory: str, threads: str, job: str | None = None) -> None:
    urllib3.disable_warnings()
    hosts = json.loads(Path(inventory).read_text(encoding="utf-8"))["all"]["hosts"].values()
    if work == "nothing":
        return
    details = {} if job is None else json.loads(Path(job).read_text(encoding="utf-8"))
    with ThreadPoolExecutor(int(threads)) as pool:
        for done in [pool.submit(WORK[work], host, details) for host in hosts]:
            done.result()


if __name__ == "__main__":
    main(*sys.argv[1:])

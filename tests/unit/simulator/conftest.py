# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleets for one test and a plain client: requests, nothing of the collection."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from simulator import DeviceSpec, DeviceState, FleetSpec, RunningDevice, RunningFleet, running_fleet

FAST = 200.0
"""Simulated seconds in a real one: a whole upgrade takes less than a second."""


@dataclass
class Client:
    """One session with one device. ``read`` primes the nonce, so that an upload goes out authorised."""

    device: RunningDevice
    auth: AuthBase | None = None
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        spec = self.device.spec
        assert spec.username is not None and spec.password is not None
        basic = self.device.profile.auth.schemes == ("basic",)
        kind: Any = HTTPBasicAuth if basic else HTTPDigestAuth
        self.session.auth = self.auth or kind(spec.username, spec.password)
        self.session.verify = False
        # A CA bundle in the environment would win over verify.
        self.session.trust_env = False

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.session.request(method, f"{self.device.url}{path}", timeout=10, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.request("GET", path, **options)

    def upload(self, image: bytes, method: str = "PUT", **options: Any) -> requests.Response:
        self.get("/ISAPI/System/deviceInfo")
        headers = options.pop("headers", {"Content-Type": "application/octet-stream"})
        return self.request(method, "/ISAPI/System/updateFirmware", data=image, headers=headers, **options)

    def reboot(self) -> requests.Response:
        return self.request("PUT", "/ISAPI/System/reboot")

    def advance(self, seconds: float) -> None:
        """Simulated seconds pass at once."""
        self.device.fleet.advance(seconds)

    def wait_for(self, state: DeviceState, seconds: float = 10.0) -> None:
        """Poll the device's state; an AssertionError after so many real seconds."""
        deadline = time.monotonic() + seconds
        while self.device.state is not state:
            assert time.monotonic() < deadline, f"still {self.device.state}, not {state}"
            time.sleep(0.01)


def texts(response: requests.Response) -> dict[str, str]:
    """Leaf elements by local name; the last of several wins."""
    root = ET.fromstring(response.content)
    return {element.tag.rpartition("}")[2]: element.text or "" for element in root.iter() if len(element) == 0}


FleetOf = Callable[..., RunningFleet]
ClientOf = Callable[..., Client]


@pytest.fixture
def fleet_of() -> Iterator[FleetOf]:
    """Start fleets that end with the test: ``fleet_of("camera-g5", "nvr", time_factor=60)``."""
    with ExitStack() as stack:

        def start(*devices: str | DeviceSpec, time_factor: float = FAST, **options: Any) -> RunningFleet:
            specs = [
                item if isinstance(item, DeviceSpec) else DeviceSpec(name=f"{item}-{number}", profile=item)
                for number, item in enumerate(devices, start=1)
            ]
            return stack.enter_context(running_fleet(FleetSpec(devices=specs, **options), time_factor))

        yield start


@pytest.fixture
def client_of(fleet_of: FleetOf) -> ClientOf:
    """Start one device and get a client for it: ``client_of("camera-g5", faults=[...])``."""

    def start(profile: str, time_factor: float = FAST, **spec: Any) -> Client:
        fleet = fleet_of(DeviceSpec(name="device", profile=profile, **spec), time_factor=time_factor)
        return Client(fleet["device"])

    return start

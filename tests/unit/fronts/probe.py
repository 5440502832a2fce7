# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module of the tests' own, and what the fronts need around it."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import DeviceModule, Params, Result, Task
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.client import Client

PASSWORD = "Wire-canary-1"
CONNECTION: typing.Final[dict[str, typing.Any]] = {
    "host": "192.0.2.10",
    "port": None,
    "username": "admin",
    "password": PASSWORD,
    "use_ssl": True,
    "validate_certs": True,
    "ca_path": None,
    "tls_fingerprint": None,
    "tls_min_version": "TLSv1.2",
    "tls_ciphers": None,
    "allow_basic": False,
    "timeout": 10.0,
}


@dataclasses.dataclass(slots=True)
class Spy:
    """A ``run()`` that notes what it was given, and returns or raises what it was told to."""

    returns: Result | Exception = dataclasses.field(default_factory=lambda: {"changed": False})
    params: Params | None = None
    task: Task | None = None
    client: Client | None = None

    def __call__(self, client: Client, params: Params, task: Task) -> Result:
        self.client, self.params, self.task = client, params, task
        if isinstance(self.returns, Exception):
            raise self.returns
        return self.returns


def device_module(run: Spy, **attributes: typing.Any) -> DeviceModule:
    return DeviceModule(name="probe", run=run, **{"options": {}, **attributes})

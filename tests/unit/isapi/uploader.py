# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One upload in a process of its own, so that its memory can be measured: ``python -m ... PORT FILE``.

Prints the growth of the process's memory in KiB while the file was under way.
"""

from __future__ import annotations

import pathlib
import re
import sys

from ansible_collections.surveillance.hikvision.plugins.module_utils._clock import SystemClock
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.image import ImageFile, opened
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.authentication import Credentials
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.client import Client
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import Request
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.tls import TlsPolicy
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.transport import RequestsTransport
from ansible_collections.surveillance.hikvision.tests.unit.isapi.digest_camera import PASSWORD, USERNAME


def client(port: int) -> Client:
    return Client(
        RequestsTransport("127.0.0.1", port, encrypted=False, policy=TlsPolicy()),
        Credentials(USERNAME, PASSWORD),
        device=f"127.0.0.1:{port}",
        clock=SystemClock(),
        ledger=MemoryLedger(),
    )


def upload(device: Client, path: str) -> None:
    with opened(
        ImageFile.at(path), multipart=False, clock=device.clock, seconds=60, watch=lambda sent, total: None
    ) as body:
        device.prime()
        device.send(Request("PUT", "/ISAPI/System/updateFirmware", body=body, timeout=30))


def peak() -> int:
    """The largest memory this process ever had, in KiB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


def main(port: str, path: str) -> None:
    device = client(int(port))
    device.read("/ISAPI/System/deviceInfo")
    before = peak()
    upload(device, path)
    print(peak() - before)


if __name__ == "__main__":
    main(*sys.argv[1:])

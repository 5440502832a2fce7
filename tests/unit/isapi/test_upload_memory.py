# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A large firmware file, Digest, and a real connection: it travels once, and through a small window of memory."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import typing

import pytest

from ansible_collections.surveillance.hikvision.tests.unit.isapi import uploader
from ansible_collections.surveillance.hikvision.tests.unit.isapi.digest_camera import answers_the_challenge, camera
from ansible_collections.surveillance.hikvision.tests.unit.isapi.local_device import LocalDevice

IMAGE_SIZE = 200 * 1000 * 1000
MAY_GROW = 40 * 1000  # KiB


@pytest.fixture
def image(tmp_path: pathlib.Path) -> typing.Iterator[pathlib.Path]:
    path = tmp_path / "digicap.dav"
    with path.open("wb") as file:
        file.truncate(IMAGE_SIZE)
    yield path
    path.unlink()


def test_a_large_image_travels_once_and_does_not_stay_in_memory(image: pathlib.Path) -> None:
    with LocalDevice(camera()) as device:
        done = subprocess.run(
            [sys.executable, "-m", uploader.__name__, str(device.port), str(image)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert [(heard.method, heard.target.rpartition("/")[2], heard.length) for heard in device.requests] == [
        ("GET", "userCheck", 0),  # fetches the challenge
        ("GET", "userCheck", 0),
        ("GET", "deviceInfo", 0),
        ("GET", "userCheck", 0),  # primes the upload
        ("PUT", "updateFirmware", IMAGE_SIZE),
    ]
    assert [answers_the_challenge(heard) for heard in device.requests] == [False, True, True, True, True]
    assert int(done.stdout) < MAY_GROW

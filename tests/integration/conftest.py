# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for tests that run Ansible against simulated devices."""

from __future__ import annotations

import contextlib
import pathlib
import typing
from collections.abc import Iterator

import pytest

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Site
from simulator import DeviceSpec, FleetSpec, running_fleet

StartSite = typing.Callable[..., Site]


@pytest.fixture
def start_site(tmp_path: pathlib.Path) -> Iterator[StartSite]:
    """Starts a site: ``start_site({"cam-01": "camera-g5"}, hikvision_firmware=[...])``.

    Devices are given as name and profile, or as a :class:`DeviceSpec`; further arguments are variables of the group
    hikvision. The fleet ends with the test.
    """
    with contextlib.ExitStack() as stack:

        def start(
            devices: dict[str, str] | list[DeviceSpec], *, time_factor: float = 100, **variables: typing.Any
        ) -> Site:
            if isinstance(devices, dict):
                devices = [DeviceSpec(name=name, profile=profile) for name, profile in devices.items()]
            directory = tmp_path / f"site-{len(list(tmp_path.iterdir()))}"
            directory.mkdir()
            fleet = stack.enter_context(running_fleet(FleetSpec(devices=devices), time_factor))
            return Site(fleet, directory, variables)

        yield start

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for tests that run Ansible against a stand-in for HikCentral."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.tests.hikcentral_server import RunningServer, running_server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral.office import Office
from simulator import FleetSpec, running_fleet


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> typing.Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def office(tmp_path: pathlib.Path) -> typing.Iterator[Office]:
    with running_fleet(FleetSpec(devices=[])) as nobody:
        yield Office(nobody, tmp_path)

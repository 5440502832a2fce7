# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A HikCentral that runs, and a client for it."""

from __future__ import annotations

import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.tests.hikcentral_server import RunningServer, running_server


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> typing.Iterator[RunningServer]:
    directory: pathlib.Path = tmp_path_factory.mktemp("server")
    with running_server(directory) as running:
        yield running

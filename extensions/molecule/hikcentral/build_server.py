# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the pretended server of this scenario, and a patch package: `build_server.py DIRECTORY`."""

from __future__ import annotations

import hashlib
import pathlib
import sys

from windows_machine.backend import StateBackend

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import PATCH, SERVER

directory = pathlib.Path(sys.argv[1])
backend = StateBackend()
backend.build(SERVER, directory / "server")
backend.make_patch(SERVER.installers[0], directory / PATCH)
(directory / "patch.sha256").write_text(hashlib.sha256((directory / PATCH).read_bytes()).hexdigest())

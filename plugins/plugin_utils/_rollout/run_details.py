# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journal is told of who began a run, and with what."""

from __future__ import annotations

import getpass
import platform
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._collection_version import collection_version
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.process import Process


def of_this_controller(process: Process, core: str) -> dict[str, typing.Any]:
    """Details of the event ``run_began``. ``core`` is the version of ansible-core."""
    return {
        **process.as_result(),
        "user": getpass.getuser(),
        "collection_version": collection_version(),
        "core": core,
        "python": platform.python_version(),
    }

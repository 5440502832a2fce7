# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to another machine that is this one, so that modules are shipped as they would be over ssh."""

from __future__ import annotations

from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = """
name: gateway
short_description: stands in for ssh in tests
description: Runs commands here, but is not the local connection by name.
author: surveillance.hikvision authors (@surveillance-hikvision)
options: {}
extends_documentation_fragment: [connection_pipelining]
"""


class Connection(LocalConnection):
    """The local connection under another name."""

    transport = "gateway"

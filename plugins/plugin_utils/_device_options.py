# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the connection to a device, under the names that the plugin and the modules give them."""

from __future__ import annotations

import typing

TRANSPORT = "surveillance.hikvision.isapi"

DEVICE_OPTIONS = (
    "host",
    "port",
    "remote_user",
    "password",
    "use_ssl",
    "validate_certs",
    "ca_path",
    "tls_fingerprint",
    "tls_min_version",
    "tls_ciphers",
    "allow_basic",
    "timeout",
)
# Option of the connection plugin -> option of the modules.
_MODULE_OPTION = {"remote_user": "username"}


def module_options(options: typing.Mapping[str, typing.Any]) -> dict[str, typing.Any]:
    """The plugin's options under the names that the modules give them; unset ones are left out."""
    return {_MODULE_OPTION.get(name, name): options[name] for name in DEVICE_OPTIONS if options.get(name) is not None}

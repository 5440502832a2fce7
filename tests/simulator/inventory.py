# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Ansible inventory of a simulated fleet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .listener import Listener
from .profiles import Kind

GROUPS = {
    Kind.CAMERA: "cameras",
    Kind.RECORDER: "recorders",
    Kind.ACCESS_CONTROL: "doors",
    Kind.INTERCOM: "intercoms",
}


def inventory(
    listeners: Iterable[Listener], *, password: bool = True, pin: bool = False, connection: bool = True
) -> dict[str, Any]:
    """Hosts in one group per kind.

    ``password``: write it; False leaves it to a vault file. ``pin``: pin the certificate's fingerprint instead of not
    validating it. ``connection``: set the collection's connection plugin.
    """
    groups: dict[str, dict[str, Any]] = {}
    for listener in listeners:
        device = listener.device
        host: dict[str, Any] = {
            "ansible_host": listener.address,
            "ansible_port": listener.port,
            "ansible_user": device.spec.username,
            "hikvision_use_ssl": device.spec.tls,
        }
        if password:
            host["ansible_password"] = device.spec.password
        if device.spec.tls:
            host.update(_trust(listener, pin))
        elif "basic" in device.profile.auth.schemes:
            host["hikvision_allow_basic"] = True
        groups.setdefault(GROUPS[device.profile.kind], {"hosts": {}})["hosts"][device.spec.name] = host
    variables = {"ansible_connection": "surveillance.hikvision.isapi"} if connection else {}
    return {"all": {"children": groups, "vars": variables}}


def _trust(listener: Listener, pin: bool) -> dict[str, Any]:
    if pin and listener.certificate is not None:
        return {"hikvision_tls_fingerprint": listener.certificate.sha256}
    return {"hikvision_validate_certs": False}

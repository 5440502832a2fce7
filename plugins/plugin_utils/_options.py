# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which device a task is about, and how to log in there."""

from __future__ import annotations

import typing

import ansible.constants as C
from ansible.plugins.action import ActionBase
from ansible.plugins.loader import connection_loader

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._device_options import TRANSPORT, module_options

SUBJECT: typing.Final = "hikvision_subject"


class DeviceConnection(typing.Protocol):
    """What the connection plugin of devices has beyond others."""

    def device_options(self) -> dict[str, typing.Any]: ...


def device_options(action: ActionBase, variables: dict[str, typing.Any]) -> dict[str, typing.Any]:
    """The connection options of the task's device under the modules' names; empty when the inventory tells none.

    A task that is delegated to a gateway still concerns the inventory host, so its options come from that host's
    variables; a task delegated to another device concerns that device. A task with the variable ``hikvision_subject``
    concerns the device that it names: delegation would not do where the variables of devices are made from
    ``inventory_hostname``, because Ansible evaluates those of the delegate in the name of the host of the task.
    """
    if SUBJECT in variables:
        subject = variables["hostvars"][action._templar.template(variables[SUBJECT])]
        return module_options(_options_of(action, variables, lambda name: _scalar(subject[name]), subject))
    if action._connection.transport == TRANSPORT:
        return typing.cast(DeviceConnection, action._connection).device_options()
    if (action._templar.template(variables.get("ansible_connection")) or action._task.connection) != TRANSPORT:
        return {}
    return module_options(
        _options_of(action, variables, lambda name: action._templar.template(variables[name]), variables)
    )


def load_connection_options() -> None:
    """Make the options of the connection plugin known to the configuration.

    Core reads them from the plugin's documentation, which takes milliseconds for the first time in a process.
    """
    connection_loader.get(TRANSPORT, class_only=True)


def _scalar(value: typing.Any) -> typing.Any:
    """Options are words, numbers and truths; a word may still be in its vault."""
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _options_of(
    action: ActionBase,
    variables: dict[str, typing.Any],
    value: typing.Callable[[str], typing.Any],
    known: typing.Container[str],
) -> dict[str, typing.Any]:
    """The options of a device by its variables, of which ``known`` has the names and ``value`` the values."""
    plugin = connection_loader.get(TRANSPORT, class_only=True)._load_name  # the name that has the options, by now
    names = C.config.get_plugin_vars("connection", plugin)
    values = {name: value(name) for name in names if name in known}
    keywords = {
        "remote_user": action._task.remote_user,
        "password": _password_of_command_line(action, variables),
        "timeout": action._play_context.timeout,
    }
    options: dict[str, typing.Any] = C.config.get_plugin_options(
        "connection", plugin, keys={key: value for key, value in keywords.items() if value}, variables=values
    )
    return options


def _password_of_command_line(action: ActionBase, variables: dict[str, typing.Any]) -> str | None:
    # Core puts the gateway's own password in its place when the inventory has one. That is not for the device.
    gateway = variables.get("ansible_delegated_vars", {}).get(action._task.delegate_to, {})
    if gateway.get("ansible_password") or gateway.get("ansible_ssh_pass"):
        return None
    password: str | None = action._play_context.password
    return password

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's ``hostvars`` as plain values.

Reading a variable evaluates its templates. What can not be evaluated is the mistake of that variable on that host, and
must not end an audit of a thousand others.
"""

from __future__ import annotations

import collections.abc
import typing

import jinja2
from ansible.errors import AnsibleError

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake

HostVars = typing.Mapping[str, typing.Mapping[str, typing.Any]]

# What evaluating a template raises: ansible-core up to 2.18 passes on what an expression in it raised.
_CANNOT = (AnsibleError, jinja2.TemplateError, ArithmeticError, TypeError, ValueError)


class _NotPlain(ValueError):
    """No word, number, list or dictionary; since ansible-core 2.19, undefined values look like that."""


class HostVariables:
    """The variables of one host. Getting them at all is what costs time, so keep the object."""

    def __init__(self, hostvars: HostVars, host: str) -> None:
        self._variables = hostvars[host]

    def get(self, name: str) -> typing.Any:
        """A plain value, ``None`` where there is none. Raises :class:`Mistake`."""
        try:
            return plain(self._variables.get(name))
        except _NotPlain as error:
            raise Mistake(f"{name} can not be evaluated: a part of it is not defined, or no plain value") from error
        except _CANNOT as error:
            raise Mistake(f"{name} can not be evaluated: {error}") from error


def plain(value: object) -> typing.Any:
    """A copy without anything of Ansible's: since 2.19, each access to its containers evaluates again."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case collections.abc.Mapping():
            return {plain(key): plain(each) for key, each in value.items()}
        case collections.abc.Sequence():
            return [plain(each) for each in value]
    raise _NotPlain(type(value).__name__)

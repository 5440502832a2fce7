# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Jinja and the plain values of this package: what comes in, how errors go out, what is not trusted."""

from __future__ import annotations

import collections.abc
import contextlib
import typing

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.host_variables import plain
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.data_directory import (
    DataDirectoryError,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.manifest import ManifestError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import (
    Service,
    ServicesError,
)

_SINGLE = (bool, int, float, type(None), list, tuple, collections.abc.Mapping)

T = typing.TypeVar("T")


@contextlib.contextmanager
def filter_errors() -> typing.Iterator[None]:
    """Errors of this package in the class that Jinja passes on."""
    try:
        yield
    except (DataDirectoryError, ManifestError, ServicesError) as error:
        raise AnsibleFilterError(str(error)) from error


def told_services(told: object) -> list[dict[str, typing.Any]]:
    """The ``services`` of ``ansible.windows.win_service_info``. Raises :class:`ServicesError`."""
    if isinstance(told, str) or not isinstance(told, collections.abc.Sequence):
        raise ServicesError("This is no list of services.")
    services = [plain(each) for each in told if isinstance(each, collections.abc.Mapping) and each.get("name")]
    if len(services) < len(told):
        raise ServicesError("An entry of the list is no service with a name.")
    return services


def read_services(told: object, environment: typing.Mapping[str, str] | None = None) -> list[Service]:
    """The same as values. Raises :class:`ServicesError`."""
    return [Service.read(each, environment or {}) for each in told_services(told)]


def texts(value: object) -> object:
    """A list whose texts are texts: a value of a vault is an object of its own in ansible-core before 2.19."""
    if isinstance(value, str) or not isinstance(value, collections.abc.Sequence):
        return value
    return [each if isinstance(each, _SINGLE) else str(each) for each in value]


def untrusted(value: T) -> T:
    """What a host told must not be evaluated as a template."""
    wrapped: T = wrap_var(value)
    return wrapped

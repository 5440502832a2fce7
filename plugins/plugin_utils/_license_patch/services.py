# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The services of a HikCentral server, found by where their programs lie.

Their names differ from version to version and carry no prefix in common, so a pattern of names would miss some.
"""

from __future__ import annotations

import dataclasses
import enum
import ntpath
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.service_command import (
    command,
    data_directory,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.windows_path import (
    USUAL,
    Environment,
    is_below,
    is_directory_of_its_own,
    normalised,
)

SERVERS: typing.Final = "VSM Servers"  # the directory that every version has its services in

Told = typing.Mapping[str, typing.Any]


class ServicesError(Exception):
    """The services can not be told; ``str(error)`` is a sentence for the operator."""


class ServiceRole(enum.StrEnum):
    """What a service is to the others."""

    POSTGRESQL = "postgresql"
    NGINX = "nginx"
    OTHER = "other"


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """A service of a Windows host. ``program`` is a normalised path, ``dependencies`` are names as they were told."""

    name: str
    display_name: str
    program: str
    arguments: str
    dependencies: tuple[str, ...]

    @classmethod
    def read(cls, told: Told, environment: Environment = USUAL) -> Service:
        """From ``ansible.windows.win_service_info``. A service without a path has the empty program."""
        found = command(str(told.get("path") or ""), environment)
        names = tuple(str(name) for name in told.get("dependencies") or ())
        return cls(str(told["name"]), str(told.get("display_name") or ""), found.program, found.arguments, names)

    @property
    def role(self) -> ServiceRole:
        """Told by the program, or by the name where a wrapper starts the program."""
        program, name = ntpath.basename(self.program).casefold(), self.name.casefold()
        if program.startswith(("pg_ctl", "postgres", "postmaster")) or "postgres" in name:
            return ServiceRole.POSTGRESQL
        if program.startswith("nginx") or name.startswith("nginx"):
            return ServiceRole.NGINX
        return ServiceRole.OTHER

    @property
    def data_directory(self) -> str | None:
        """Where a PostgreSQL service is told to keep its data."""
        return data_directory(self.arguments) if self.role is ServiceRole.POSTGRESQL else None


def checked_root(root: str, environment: Environment = USUAL) -> str:
    """The normalised root. Raises :class:`ServicesError` when it would take in a whole drive."""
    found = normalised(root, environment)
    if not is_directory_of_its_own(found):
        raise ServicesError(f"{root!r} is no directory that HikCentral can be installed in.")
    return found


def services_below(
    told: typing.Sequence[Told], root: str, environment: Environment = USUAL
) -> list[dict[str, typing.Any]]:
    """The services whose programs lie below ``root``, as they were told, each with what was found out about it.

    ``outside_dependents`` names services elsewhere that depend on it: Windows refuses to stop it while they run.
    Raises :class:`ServicesError`.
    """
    top = checked_root(root, environment)
    services = [(each, Service.read(each, environment)) for each in told]
    found = [(each, service) for each, service in services if is_below(service.program, top)]
    inside = {service.name.casefold() for _each, service in found}
    return [
        {
            **each,
            "executable": service.program,
            "role": service.role.value,
            "outside_dependents": _dependents_outside(service.name, [other for _each, other in services], inside),
        }
        for each, service in found
    ]


def install_roots(told: typing.Iterable[Told], environment: Environment = USUAL) -> list[str]:
    """The directories named ``VSM Servers`` that programs of services lie below, each once."""
    roots: dict[str, str] = {}
    for each in told:
        parts = Service.read(each, environment).program.split("\\")
        places = [place for place, part in enumerate(parts[:-1]) if part.casefold() == SERVERS.casefold()]
        if places:
            root = "\\".join(parts[: places[0] + 1])
            roots.setdefault(root.casefold(), root)
    return [roots[key] for key in sorted(roots)]


def _dependents_outside(name: str, services: typing.Iterable[Service], inside: typing.AbstractSet[str]) -> list[str]:
    return sorted(
        other.name
        for other in services
        if other.name.casefold() not in inside
        and name.casefold() in {dependency.casefold() for dependency in other.dependencies}
    )

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What our account may do.

Administrators may do everything. Operators and viewers need single rights, which are told under ``UserPermission``;
without the right a request ends in ``lowPrivilege`` (ISAPI guide).
"""

from __future__ import annotations

import dataclasses

from .._isapi.client import Client
from .._isapi.errors import NotSupported, PermissionDenied
from .._isapi.xml import Element
from . import document

_ADMINISTRATOR = "administrator"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One account. ``level`` is Administrator, Operator or Viewer as told."""

    id: int | None = None
    name: str | None = None
    level: str | None = None

    @property
    def is_administrator(self) -> bool:
        return (self.level or "").casefold() == _ADMINISTRATOR


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What an account may do over the network; ``None`` where the device does not tell."""

    upgrade: bool | None = None
    reboot: bool | None = None
    configure: bool | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """``level`` and ``rights`` of the account that we use, and all accounts that it can see."""

    level: str | None = None
    rights: Rights = Rights()
    accounts: tuple[User, ...] = ()


def read_users(client: Client) -> Users:
    """Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    accounts = parse_users(document.read(client, "/ISAPI/Security/users"))
    ours = next((user for user in accounts if user.name == client.credentials.username), None)
    if ours is None:
        return Users(accounts=accounts)
    return Users(level=ours.level, rights=_rights(client, ours), accounts=accounts)


def _rights(client: Client, user: User) -> Rights:
    if user.is_administrator:
        return Rights(upgrade=True, reboot=True, configure=True)
    try:
        return parse_rights(document.read(client, f"/ISAPI/Security/UserPermission/{user.id}"))
    except (NotSupported, PermissionDenied):
        return Rights()


def parse_users(root: Element) -> tuple[User, ...]:
    """Read a ``UserList``."""
    return tuple(
        User(
            id=document.number(entry, "id"),
            name=document.text(entry, "userName"),
            level=document.text(entry, "userLevel"),
        )
        for entry in document.children(root, "User")
    )


def parse_rights(root: Element) -> Rights:
    """Read a ``UserPermission`` document."""
    remote = document.child(root, "remotePermission")
    return Rights(
        upgrade=document.flag(remote, "upgrade"),
        reboot=document.flag(remote, "restartOrShutdown"),
        configure=document.flag(remote, "parameterConfig"),
    )

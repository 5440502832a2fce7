# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What our account may do."""

from __future__ import annotations

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.users import Rights, User, read_users
from ansible_collections.surveillance.hikvision.tests.unit import wire

USERS = "/ISAPI/Security/users"


def user_list(*rows: tuple[int, str, str]) -> str:
    inner = "".join(
        f"<User><id>{number}</id><userName>{name}</userName><userLevel>{level}</userLevel></User>"
        for number, name, level in rows
    )
    return f"<UserList>{inner}</UserList>"


def test_an_administrator_may_everything_without_a_further_request() -> None:
    accounts = user_list((1, "admin", "Administrator"), (2, "guard", "Operator"))
    with wire.logged_in_client(wire.Expect("GET", USERS, wire.xml(accounts))) as device:
        told = read_users(device.client)
    assert told.level == "Administrator"
    assert told.rights == Rights(upgrade=True, reboot=True, configure=True)
    assert told.accounts == (
        User(id=1, name="admin", level="Administrator"),
        User(id=2, name="guard", level="Operator"),
    )


def test_an_operator_has_single_rights() -> None:
    permission = (
        "<UserPermission><id>4</id><localPermission><upgrade>true</upgrade></localPermission><remotePermission>"
        "<upgrade>false</upgrade><restartOrShutdown>true</restartOrShutdown></remotePermission></UserPermission>"
    )
    with wire.logged_in_client(
        wire.Expect("GET", USERS, wire.xml(user_list((4, "admin", "Operator")))),
        wire.Expect("GET", "/ISAPI/Security/UserPermission/4", wire.xml(permission)),
    ) as device:
        assert read_users(device.client).rights == Rights(upgrade=False, reboot=True, configure=None)


def test_rights_that_may_not_be_read_are_unknown() -> None:
    with wire.logged_in_client(
        wire.Expect("GET", USERS, wire.xml(user_list((4, "admin", "Viewer")))),
        wire.Expect("GET", "/ISAPI/Security/UserPermission/4", wire.response_status(4, "lowPrivilege")),
    ) as device:
        told = read_users(device.client)
    assert (told.level, told.rights) == ("Viewer", Rights())


def test_an_account_that_the_list_does_not_show() -> None:
    with wire.logged_in_client(wire.Expect("GET", USERS, wire.xml(user_list((1, "root", "Administrator"))))) as device:
        told = read_users(device.client)
    assert (told.level, told.rights) == (None, Rights())

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with HikCentral Professional V1.4.2 as the tests pretend it.

What is known of real ones is in it: services without a common prefix, a database below ``VSM Servers``, a service that
starts PostgreSQL again. What is not known (names of V1.x, what the patch changes) is made up.
"""

from __future__ import annotations

import dataclasses
import typing

from windows_machine.description import Description, Installer, Service

ROOT = r"C:\Program Files (x86)\HikCentral\VSM Servers"
DATA = rf"{ROOT}\PostgreSQL\data"
BACKUPS = r"D:\HikCentral backups"
SAFE = r"E:\safe"
PORT = 18443  # 443 is for root alone
PATCH = "hikcentral_professional_license_patch_for_v1.1-v1.5.exe"
UNINSTALL = r"HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"

SERVICES = (
    Service(
        "PostgreSQL",
        rf"{ROOT}\PostgreSQL\bin\pg_ctl.exe",
        arguments=f'runservice -N "PostgreSQL" -D "{DATA}"',
        start_mode="manual",
        pid_file=rf"{DATA}\postmaster.pid",
        holds=rf"{DATA}\base\1\2619",
    ),
    Service("Nginx", rf"{ROOT}\Nginx\nginx.exe", start_mode="delayed", port=PORT),
    Service("SYS", rf"{ROOT}\SYS\SYS.exe", dependencies=("PostgreSQL",), revives=("PostgreSQL",), stop_looks=2),
    Service("STREAM", rf"{ROOT}\STREAM\STREAM.exe", quoted=False, dependencies=("SYS",)),
    Service("SADPServer", rf"{ROOT}\SADP\SADPServer.exe", start_mode="manual", running=False),
    Service("Backup agent", r"C:\Program Files\Agent\agent.exe"),
)

FILES = {
    rf"{ROOT}\SYS\license.dll": "old license module",
    rf"{ROOT}\SYS\SYS.exe": "system management",
    rf"{ROOT}\PostgreSQL\bin\pg_ctl.exe": "pg_ctl",
    rf"{DATA}\PG_VERSION": "9.4\n",
    rf"{DATA}\base\1\2619": "pg_statistic",
    rf"{DATA}\base\1\1259": "pg_class",
    rf"{DATA}\.hidden": "hidden",
    rf"{BACKUPS}\old\backup.bak": "an older backup",
    r"E:\volume.txt": "the safe volume",
}

SERVER = Description(
    services=SERVICES,
    files=FILES,
    registry={
        rf"{UNINSTALL}\{{D74979FF}}": {"DisplayName": "HikCentral Professional", "DisplayVersion": "1.4.2"},
        rf"{UNINSTALL}\7-Zip": {"DisplayName": "7-Zip", "DisplayVersion": "19.00"},
    },
    free={"C": 10**9, "D": 10**9, "E": 10**9},
    installers=(Installer(PATCH, writes={rf"{ROOT}\SYS\license.dll": "new license module"}),),
)

# Modules that change a server. The others only look.
CHANGING = {"win_service", "win_file", "win_copy", "win_command", "win_package", "win_reboot"}

# Patience in real seconds for a server that takes none. A service that stops is not given up because the computer that
# runs the tests is busy; where a service does not stop, IMPATIENT keeps that short.
IMPATIENT = {"hikcentral_stop_timeout": 6}
QUICK = {
    "hikcentral_stop_timeout": 30,
    "hikcentral_start_timeout": 3,
    "hikcentral_settle": 0.05,
    "hikcentral_backup_settle": 0.05,
    "hikcentral_poll": 0.3,
    "hikcentral_install_timeout": 2,
    "hikcentral_web_port": PORT,
}


def server(**changes: typing.Any) -> Description:
    """The server, with other values for some of its fields."""
    return dataclasses.replace(SERVER, **changes)


def services(**changes: dict[str, typing.Any]) -> tuple[Service, ...]:
    """The services, with other values for those that are named by the last word of their names."""
    return tuple(dataclasses.replace(each, **changes.get(each.name.split()[-1], {})) for each in SERVICES)


# Wine takes real time.
WINE = {
    "hikcentral_stop_timeout": 20,
    "hikcentral_start_timeout": 20,
    "hikcentral_settle": 0.5,
    "hikcentral_backup_settle": 0.5,
    "hikcentral_poll": 0.5,
    "hikcentral_install_timeout": 30,
}

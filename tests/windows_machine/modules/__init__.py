# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What modules of ansible.windows do, by name; only as much of each as the roles of this collection use."""

from __future__ import annotations

from windows_machine.modules import files, programs, services, system

MODULES = {
    "win_command": programs.win_command,
    "win_copy": files.win_copy,
    "win_file": files.win_file,
    "win_find": files.win_find,
    "win_package": programs.win_package,
    "win_powershell": system.win_powershell,
    "win_reboot": system.win_reboot,
    "win_service": services.win_service,
    "win_service_info": services.win_service_info,
    "win_stat": files.win_stat,
    "win_wait_for": system.win_wait_for,
}

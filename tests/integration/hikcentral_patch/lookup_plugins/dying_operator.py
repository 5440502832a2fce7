# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lookup for tests: the name of an operator during whose word to the gate the controller may die, or the gate fail.

Faults of modules of the server can not hit what happens on the controller alone. But every task that writes to the
state asks for the operator, so this is asked just before each of them, in its worker.
"""

from __future__ import annotations

import pathlib

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase
from windows_machine.call import Call, Faults
from windows_machine.death import die

DOCUMENTATION = r"""
name: dying_operator
short_description: The name of an operator, or the death of the controller
description: For tests. A fault of the module hikcentral_gate with the option step is met here, one that kills or fails.
"""


class LookupModule(LookupBase):
    """Answers a name."""

    def run(self, terms, variables=None, **kwargs):
        machine = pathlib.Path(variables["windows_machine"])
        call = Call("hikcentral_gate", {"step": variables.get("__hikcentral_step", "")}, check_mode=False)
        fault = Faults(machine).hit(call)
        if fault and fault["then"] == "fail":
            raise AnsibleError(fault["msg"])
        if fault:
            die(machine)
        return ["pat"]

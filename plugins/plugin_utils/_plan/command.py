# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that applies a plan, for an operator to copy."""

from __future__ import annotations

import shlex
import typing

PLAYBOOK: typing.Final = "surveillance.hikvision.rollout"


def to_apply(inventories: typing.Iterable[str], **extra: str) -> str:
    """``ansible-playbook -i inventory surveillance.hikvision.rollout -e plan_file=plan.json``, for a shell."""
    words = ["ansible-playbook"]
    for inventory in inventories:
        words += ["-i", inventory]
    words.append(PLAYBOOK)
    for name, value in extra.items():
        words += ["-e", _assignment(name, value)]
    return shlex.join(words)


def _assignment(name: str, value: str) -> str:
    """Ansible splits at blanks what the shell leaves together."""
    return f"{name}={shlex.quote(value)}"

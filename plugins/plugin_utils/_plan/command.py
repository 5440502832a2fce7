# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of an operator, to be copied."""

from __future__ import annotations

import json
import shlex
import typing

_APPLY: typing.Final = "surveillance.hikvision.rollout"
_STATUS: typing.Final = "surveillance.hikvision.status"


def to_apply(inventories: typing.Iterable[str], *, limit: str | None = None, **extra: str) -> str:
    """``ansible-playbook -i inventory surveillance.hikvision.rollout -e plan_file=plan.json``, for a shell."""
    words = ["ansible-playbook"]
    for inventory in inventories:
        words += ["-i", inventory]
    words.append(_APPLY)
    if limit:
        words += ["--limit", limit]
    return _joined(words, extra)


def to_see(rollout: str) -> str:
    """The command that shows where a rollout stands. ``rollout`` is its directory."""
    return _joined(["ansible-playbook", _STATUS], {"rollout": rollout})


def with_extra(command: str, **extra: str) -> str:
    """``command`` with more extra variables."""
    return f"{command} {_joined([], extra)}"


def _joined(words: list[str], extra: typing.Mapping[str, str]) -> str:
    assignments = (word for name, value in extra.items() for word in ("-e", _assignment(name, value)))
    return shlex.join((*words, *assignments))


def _assignment(name: str, value: str) -> str:
    """Ansible splits ``name=value`` at blanks, and takes quotes away, that the shell has left; it does not in JSON."""
    if shlex.quote(value) == value:
        return f"{name}={value}"
    return json.dumps({name: value}, ensure_ascii=False)

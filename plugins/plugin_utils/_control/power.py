# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the power of a device comes from, and whether it will last.

A device that loses power while it writes its firmware is lost. The sources of a device are asked before each step, and
one that can not answer is not good.
"""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control import nut
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.command import CommandFailed, ask
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import shortened, shown, visible

VARIABLES: typing.Final = (
    "hikvision_ups",
    "hikvision_ups_min_charge",
    "hikvision_power_command",
    "hikvision_power_tasks",
)
"""The inventory variables that :func:`power_of` reads."""

_MINIMUM_CHARGE: typing.Final = 50.0
_PATIENCE: typing.Final = 60.0  # seconds that a command may take
_MOST_LETTERS: typing.Final = 200  # of what it said


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PowerSource:
    """What is asked about the power of a device.

    ``ups`` is a name of NUT (``ups@host``) and ``minimum_charge`` the percentage that its battery must have,
    ``command`` a command with its arguments, ``tasks`` a file of Ansible tasks, which the role runs.
    """

    ups: str | None
    minimum_charge: float
    command: tuple[str, ...]
    tasks: str | None

    def objection(self, seconds: float) -> str | None:
        """Why nothing that takes ``seconds`` should begin now: a sentence, or ``None`` if all is well.

        Runs ``upsc`` and the command. The tasks are none of its business.
        """
        return self._of_ups(seconds) or self._of_command(seconds)

    def as_variables(self) -> dict[str, typing.Any]:
        """Plain values of which :func:`power_of` makes the same source."""
        values = (self.ups, self.minimum_charge, list(self.command) or None, self.tasks)
        return dict(zip(VARIABLES, values, strict=True))

    def _of_ups(self, seconds: float) -> str | None:
        if self.ups is None:
            return None
        try:
            objection = nut.read(self.ups).objection(self.minimum_charge, seconds)
        except nut.Unread as unread:
            return f"The UPS {self.ups} tells nothing: {unread}."
        return f"The UPS {self.ups} {objection}." if objection else None

    def _of_command(self, seconds: float) -> str | None:
        if not self.command:
            return None
        name = self.command[0]
        try:
            answer = ask(self.command, _PATIENCE, {"HIKVISION_EXPECTED_SECONDS": f"{seconds:.0f}"})
        except CommandFailed as failure:
            return f"The power command {name} {failure}."
        if answer.code == 0:
            return None
        said = visible(f"{answer.output} {answer.error}".strip())
        reason = f": {shortened(said, _MOST_LETTERS).rstrip('.')}" if said else ""
        return f"The power command {name} ended with {answer.code}{reason}."


def power_of(variables: typing.Mapping[str, typing.Any], where: str) -> PowerSource | None:
    """What the inventory says about the power of a device; ``None`` if it says nothing.

    ``variables`` hold plain values, among them those of :data:`VARIABLES`; ``where`` is the host. Raises
    :class:`ControlError`, which names variable and host.
    """
    ups, charge, command, tasks = (variables.get(name) for name in VARIABLES)
    source = PowerSource(
        ups=_ups(ups, where),
        minimum_charge=_charge(charge, where),
        command=_command(command, where),
        tasks=_tasks(tasks, where),
    )
    return source if source.ups or source.command or source.tasks else None


def _ups(told: object, where: str) -> str | None:
    if not told:
        return None
    if not isinstance(told, str) or not nut.UPS_NAME.fullmatch(told):
        raise _mistake("hikvision_ups", where, "must be a name of NUT (ups@host)", told)
    return told


def _charge(told: object, where: str) -> float:
    if told is None:
        return _MINIMUM_CHARGE
    try:
        charge = float(told) if isinstance(told, (int, float, str)) and not isinstance(told, bool) else -1.0
    except ValueError:
        charge = -1.0
    if not 0 <= charge <= 100:
        raise _mistake("hikvision_ups_min_charge", where, "must be a percentage from 0 to 100", told)
    return charge


def _command(told: object, where: str) -> tuple[str, ...]:
    if not told:
        return ()
    words = told if isinstance(told, typing.Sequence) and not isinstance(told, (str, bytes)) else [None]
    if not all(isinstance(word, (str, int)) for word in words):
        raise _mistake("hikvision_power_command", where, "must be a list: the command and its arguments", told)
    return tuple(str(word) for word in words)


def _tasks(told: object, where: str) -> str | None:
    if not told:
        return None
    if not isinstance(told, str):
        raise _mistake("hikvision_power_tasks", where, "must name a file of tasks", told)
    return told


def _mistake(variable: str, where: str, wanted: str, told: object) -> ControlError:
    return ControlError(f"{variable} of {where} {wanted}, not {shown(told)}.", f"Correct {variable} of {where}.")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an uninterruptible power supply tells through Network UPS Tools.

The names of variables and the words of ``ups.status`` are those of the NUT developer guide, "Variables". ``upsc`` ends
with code 1 where there is no server, no such UPS, or no fresh data of its driver (measured with NUT 2.8.0).
"""

from __future__ import annotations

import dataclasses
import math
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.command import CommandFailed, ask
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import shortened, visible

UPS_NAME: typing.Final = re.compile(r"[A-Za-z0-9_][\w.-]*(@([\w.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?)?", re.ASCII)
"""``ups``, ``ups@host``, ``ups@host:3493``: never an option of ``upsc``."""

_PATIENCE: typing.Final = 15.0  # seconds; a server that does not answer at all keeps upsc waiting much longer
_UNFIT: typing.Final = {
    "OB": "is on battery",
    "LB": "has a low battery",
    "RB": "needs a new battery",
    "DISCHRG": "discharges its battery",
    "OVER": "is overloaded",
    "BYPASS": "is in bypass and protects nothing",
    "CAL": "calibrates itself",
    "TEST": "tests itself",
    "OFF": "is switched off",
    "FSD": "is shutting down",
    "NOCOMM": "is out of reach of its driver",
    "ALARM": "has an alarm",
}


class Unread(Exception):
    """The UPS told nothing. The message is a sentence without a full stop."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a UPS tells. ``charge`` is in percent, ``runtime`` in seconds at the present load; ``None``: not told."""

    status: tuple[str, ...]
    charge: float | None
    runtime: float | None

    @classmethod
    def of(cls, output: str) -> Reading:
        """Read what ``upsc`` printed: ``battery.charge: 90`` and so on."""
        told = dict(line.split(": ", 1) for line in output.splitlines() if ": " in line)
        return cls(
            status=tuple(told.get("ups.status", "").split()),
            charge=_number(told.get("battery.charge")),
            runtime=_number(told.get("battery.runtime")),
        )

    def objection(self, minimum_charge: float, seconds: float) -> str | None:
        """Why nothing that takes ``seconds`` should begin now, as the end of a sentence; ``None`` if all is well."""
        unfit = [_UNFIT[word] for word in self.status if word in _UNFIT]
        if unfit:
            return " and ".join(unfit)
        if "OL" not in self.status:
            return f"does not say that it is on line (ups.status: {' '.join(self.status) or 'nothing'})"
        if self.charge is None or self.charge < minimum_charge:
            told = "no charge" if self.charge is None else f"a charge of {self.charge:g} %"
            return f"tells {told}; at least {minimum_charge:g} % is wanted"
        if self.runtime is None or self.runtime < seconds:
            told = "no runtime" if self.runtime is None else f"a runtime of {self.runtime:.0f} s"
            return f"tells {told}; what is to be done is expected to take {seconds:.0f} s"
        return None


def read(ups: str) -> Reading:
    """Ask ``upsc`` for a UPS, by its name ``ups@host``. Raises :class:`Unread`."""
    try:
        answer = ask(["upsc", ups], _PATIENCE, {"LC_ALL": "C"})
    except CommandFailed as failure:
        raise Unread(f"upsc {failure}") from failure
    if answer.code != 0:
        said = answer.error.strip().splitlines()
        raise Unread(shortened(visible(said[-1]).removeprefix("Error: ")) if said else f"upsc ended with {answer.code}")
    return Reading.of(answer.output)


def _number(told: str | None) -> float | None:
    try:
        value = float(told or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page for whoever stands in front of a device that did not come back."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import ADVICE, Outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.device_history import DeviceHistory
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markdown_text import code, table, text
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import size

Mapping = typing.Mapping[str, typing.Any]

NEEDED: typing.Final = frozenset({Outcome.NOT_BACK, Outcome.FAILED_UNKNOWN, Outcome.LOST_ACCESS})
"""States of devices that get a page."""

_STEPS: typing.Final[typing.Mapping[str, tuple[str, ...]]] = {
    Outcome.NOT_BACK: (
        "Leave the power on for 30 minutes from the last time above. A flash that is cut off is what makes a device "
        "unusable.",
        "Look whether it answers at another address: 192.168.1.64 after a reset, or one of DHCP. SADP or a scan of its "
        "network segment shows it.",
        "Check power (PoE port, supply), cable and switch port. Then, and not before, take its power away for ten "
        "seconds and give it back.",
        "If it still does not answer, load the firmware below by the vendor's TFTP procedure, with the device and a "
        "computer alone on a cable.",
        "Once it answers: activate it if it asks for that, and restore the backup below.",
    ),
    Outcome.FAILED_UNKNOWN: (
        "Do not cut the power, and do not send the file again: it may still be writing.",
        "Run the rollout again. Before anything else it waits until the device has settled, and reads what it runs.",
        "If the device stays as it is for an hour, go on as for one that does not answer: power, then TFTP.",
    ),
    Outcome.LOST_ACCESS: (
        "Do not try passwords: the account would lock.",
        "Look at the web page of the device. If it asks to be activated, it has lost its settings: activate it with "
        "the password of the inventory and restore the backup below.",
        "If only the certificate or the way of logging in has changed, adjust the connection options in the inventory.",
        "Run the rollout again: it proves first what the device runs.",
    ),
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """The device: ``planned`` is what the plan has for it, ``address`` where it was reached."""

    host: str
    planned: Mapping
    address: str | None = None

    def identity(self) -> list[tuple[str, str]]:
        told = {"address": self.address, **self.planned}
        names = ("address", "kind", "model", "serial", "platform", "site", "parent")
        rows = [(name, str(told[name])) for name in names if told.get(name)]
        areas = ", ".join(self.planned.get("areas") or ())
        return [*rows, ("areas", areas)] if areas else rows


def runbook(patient: Patient, history: DeviceHistory, *, state: str, reason: str) -> str:
    """The page, in Markdown. ``state`` is one of :data:`NEEDED`; nothing in it is a secret."""
    steps = _STEPS.get(state, (ADVICE.get(Outcome.FAILED_UNKNOWN, ""),))
    lines = [
        f"# {text(patient.host)}: {state.replace('_', ' ')}",
        "",
        text(reason),
        "",
        *table(["", ""], [[name, code(value)] for name, value in patient.identity()]),
        "",
        "## What was done to it",
        "",
        *_sent(history),
        "",
        "## What there is to go back to",
        "",
        *_backups(history),
        "",
        "## What to do",
        "",
        *(f"{number}. {step}" for number, step in enumerate(steps, 1)),
        "",
        "The firmware files of this device, in the order of its steps:",
        "",
        *_files(patient.planned),
    ]
    return "\n".join(lines) + "\n"


def _sent(history: DeviceHistory) -> list[str]:
    writing = history.writing
    if writing is None:
        return ["The journal knows of no file that was sent to it."]
    told = writing.details
    firmware = FirmwareVersion.from_result(told)
    whole = "the whole file is known to have been sent" if history.whole_file_sent else "how much is not known"
    bytes_of = f" of {size(told['size'])}" if told.get("size") else ""
    return [
        f"- {writing.at:%Y-%m-%d %H:%M:%S} UTC: sending {code(str(told.get('package', 'a file')))}"
        f"{f' ({text(str(firmware))})' if firmware else ''}{bytes_of} began; {whole}.",
        f"- It ran {text(str(FirmwareVersion.from_result(history.before) or 'an untold firmware'))} before, and "
        f"{text(str(FirmwareVersion.from_result(history.after) or 'nobody knows what'))} when it was last read.",
        f"- Files sent to it in this rollout: {history.flashes}.",
    ]


def _backups(history: DeviceHistory) -> list[str]:
    lines = [
        f"- {code(backup.path)}, SHA-256 {code(backup.sha256 or 'unknown')}"
        f"{_of(FirmwareVersion.from_result(backup.firmware))}"
        for backup in reversed(history.backups)
    ]
    return lines or ["There is no backup of this rollout. Look for an older one in the backup directory."]


def _of(firmware: FirmwareVersion | None) -> str:
    return f", made under {text(str(firmware))}" if firmware else ""


def _files(planned: Mapping) -> list[str]:
    return [
        f"- {code(str(step.get('src', '')))}, SHA-256 {code(str(step.get('sha256', '')))}"
        for step in planned.get("steps") or ()
    ]

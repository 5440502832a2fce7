# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that keeps the memory of a rollout from being written, read or relied upon.

::

    JournalError
    ├── NotDurable     a record did not reach the disk: full, read-only, no rights
    ├── Unreadable     the file is there and can not be read
    ├── NotAnEvent     a line that is no event: torn by a writer that was killed, or edited
    ├── NewerSchema    a later version of the collection has written here
    ├── UnknownDetail  a detail that this kind of event does not have; it is not written
    ├── NoRollout      there is no such rollout
    ├── RunGoesOn      another run of this rollout has not ended
    ├── Leased         another run has the device
    └── AtWork         somebody is at this device right now
"""

from __future__ import annotations

import datetime

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError


class JournalError(RolloutError):
    """Base of this branch."""

    advice = "Look at the directory of the rollout on the controller."


class NotDurable(JournalError):
    """What was to be remembered may be lost, so what it was about must not be done."""

    advice = (
        "Make room on the controller, or give the user of the rollout the right to write into its directory; then run "
        "the rollout again. It goes on from what the journal knows."
    )

    @classmethod
    def of(cls, error: OSError, path: object) -> NotDurable:
        """The words of the system for what went wrong at ``path``."""
        return cls(f"{error.filename or path} can not be written: {error.strerror or error}.")


class Unreadable(JournalError):
    """The file is there, but its content can not be had."""

    advice = "Give the user of the rollout the right to read its directory."

    @classmethod
    def of(cls, error: OSError, path: object) -> Unreadable:
        """The words of the system for what went wrong at ``path``."""
        return cls(f"{error.filename or path} can not be read: {error.strerror or error}.")


class NotAnEvent(JournalError):
    """The line is not one that this version of the collection writes."""

    advice = "Leave the line where it is: it is skipped, and counted where the journal is read."


class NewerSchema(JournalError):
    """What stands here may mean something that this version does not know."""

    advice = "Go on with the version of the collection that wrote the journal, or a later one."


class UnknownDetail(JournalError):
    """Only what is on the list of details is ever written, so that no secret gets into a journal."""

    advice = "This is a mistake in the collection; report it."


class NoRollout(JournalError):
    """Nothing was begun there."""

    advice = "Name the directory of a rollout, or the digest of its plan; each lies in a directory below rollout_dir."


class RunGoesOn(JournalError):
    """Two runs of one plan at a time would count and decide past each other."""

    advice = "Wait for that run, or stop it: the stop file ends it before its next device. Then run the rollout again."


class Leased(JournalError):
    """Another run has the device, until that moment by its lease."""

    advice = "Wait for that run, or let its rollout settle what it left open; then run this one again."

    def __init__(self, sentence: str, until: datetime.datetime) -> None:
        super().__init__(sentence)
        self.until = until


class AtWork(JournalError):
    """The lock on the lease of a device is held by a process that is inside the module for it."""

    advice = "Wait until it is through: it follows the device to its end, also when its run was killed."

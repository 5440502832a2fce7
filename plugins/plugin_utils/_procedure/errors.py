# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a procedure from going on. Each error is a sentence for the operator and advice.

ProcedureError
├── UnknownStep       the procedure has no such step
├── NotAllowed        the step is not next, is done already, or is of another kind
├── WrongRun          the directory belongs to another host, patch or procedure
├── NoRun             there is nothing to continue or to read
├── RunUnusable       its files can not be read or written, or are not what was written
├── RunLocked         another run of Ansible works with it
├── EvidenceChanged   what a step passed on is gone or has another content
└── SecretRefused     something that must not be written was about to be
"""

from __future__ import annotations

import typing


class ProcedureError(Exception):
    """Base of this tree; ``str(error)`` is the sentence."""

    advice = ""

    def as_result(self) -> dict[str, typing.Any]:
        """For a module result."""
        return {"msg": str(self), "advice": self.advice, "error": {"kind": type(self).__name__}}


class UnknownStep(ProcedureError):
    advice = "Use the name of a step of this procedure."


class NotAllowed(ProcedureError):
    advice = "Read the run with operation=status; run.open lists the steps to do, in order."


class WrongRun(ProcedureError):
    advice = "Give every host, patch and procedure a run directory of its own."


class NoRun(ProcedureError):
    advice = "Begin the run first, and keep its directory from one run of Ansible to the next."


class RunUnusable(ProcedureError):
    advice = "Restore the run's directory, or look into it with the support case at hand. Nothing was changed."


class RunLocked(ProcedureError):
    advice = "Wait until the other run has ended. If it has, though it can not be seen from here, set take_over."


class EvidenceChanged(ProcedureError):
    advice = "Put back the file as it was. What a step passed on must stay as it is until the run has ended."


class SecretRefused(ProcedureError):
    advice = "Take the secret out of what is recorded: facts, words, and names of files. Nothing was written."

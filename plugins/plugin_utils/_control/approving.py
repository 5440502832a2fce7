# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask for the approval of a wave, and look for it: in a variable, in a file, in the journal."""

from __future__ import annotations

import dataclasses
import shlex
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import (
    Answer,
    Reply,
    Request,
    reply,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval_files import ApprovalFiles
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.command import with_extra
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.going_on import TO_REPEAT
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted, listed

VARIABLE: typing.Final = "rollout_approval"

_PROBLEMS: typing.Final[typing.Mapping[Answer, str]] = {
    Answer.OLD: "is an answer to an earlier request; something has got worse since",
    Answer.OTHER_WAVE: "approves another wave",
    Answer.WRONG: "names a digest that this rollout has never asked for",
    Answer.UNREADABLE: "names no digest",
}


class NotApproved(ControlError):
    """Nobody has approved the wave so far. ``advice`` has the words for what to read, to write, and to run."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Approving:
    """One request and the places of its answers.

    ``variable`` is the value of ``rollout_approval``, ``journaled`` the digest that the journal has as approved, and
    ``command`` the one that goes on with the rollout.
    """

    request: Request
    files: ApprovalFiles
    variable: str | None
    journaled: str | None
    command: str

    def approved(self) -> Reply | None:
        """The approval, if there is one by now. A file whose answer is another one does not speak against it."""
        return next((reply for _name, reply in self._replies() if reply.answer is Answer.YES), None)

    def ask(self) -> None:
        """Write the request, for a person to read."""
        self.files.ask(self.request)

    @property
    def what_to_do(self) -> str:
        """What to read, what to write, and what to run."""
        digest, place = self.request.digest, self.files.place
        answer = shlex.quote(str(place.approval(self.request.wave)))
        return (
            f"Read {place.approval_request(self.request.wave)}. To approve it, run\n"
            f"  echo {digest} your name >{answer}\n"
            f"and then\n  {self.command}\n"
            f"or, without the file,\n  {with_extra(self.command, **{VARIABLE: digest})}\n"
            f"{TO_REPEAT}"
        )

    @property
    def sentence(self) -> str:
        """What is asked, and what is wrong with the answers so far."""
        devices = counted(len(self.request.hosts), "device")
        wrong = (f"{name} {_PROBLEMS[reply.answer]}." for name, reply in self._replies() if reply.answer in _PROBLEMS)
        return " ".join((f"Wave {self.request.wave} ({devices}) is not approved. {self._shown}", *wrong))

    def refusal(self) -> NotApproved:
        """To fail with."""
        return NotApproved(self.sentence, self.what_to_do)

    @property
    def _shown(self) -> str:
        """What the waves before have shown."""
        troubled, pending = self.request.troubled, self.request.pending
        parts = (
            f"in trouble: {listed(troubled)}" if troubled else "",
            f"still to be done: {listed(pending)}" if pending else "",
        )
        shown = "; ".join(part for part in parts if part)
        return f"Of the waves before, {shown}." if shown else "All devices of the waves before are in order."

    def _replies(self) -> list[tuple[str, Reply]]:
        asked = self.files.asked()
        path = self.files.place.approval(self.request.wave)
        texts = (
            (VARIABLE, self.variable or None),
            (str(path), self.files.answer(self.request.wave)),
            ("What the journal has as approved", self.journaled),
        )
        return [(name, reply(text, self.request, asked)) for name, text in texts]

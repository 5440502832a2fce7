# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a waiting gate tells the operator: what to do, what is missing, and how to go on."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.gate import Answer
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Step


@dataclasses.dataclass(frozen=True, slots=True)
class Instructions:
    """``todo`` is what to do by hand, ``resume`` the command that goes on, ``variable`` the one for the word."""

    todo: tuple[str, ...]
    resume: str
    variable: str

    def lines(self, step: Step, host: str, answer: Answer, confirm: str | None) -> list[str]:
        """The whole text, line by line."""
        told = [f"{host} waits: {step.title} ({step.id})."]
        told += _numbered("Do this", self.todo)
        told += _numbered("Still missing", answer.missing)
        told += _numbered("Found, and not accepted", answer.refused)
        command = self.resume or "the same command as now"
        word = f" -e {self.variable}={confirm}" if confirm else ""
        return [*told, f"Then go on with: {command}{word}"]


def _numbered(title: str, sentences: typing.Sequence[str]) -> typing.Iterator[str]:
    if sentences:
        yield f"{title}:"
        yield from (f"  {number}. {sentence}" for number, sentence in enumerate(sentences, 1))

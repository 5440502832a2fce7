# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests for approval and answers to them, as files in the directory of a rollout."""

from __future__ import annotations

import dataclasses
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.approval import Request
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout.directory import (
    RolloutDirectory,
    write_private,
)

LARGEST_ANSWER: typing.Final = 64 << 10  # bytes


@dataclasses.dataclass(frozen=True, slots=True)
class ApprovalFiles:
    """Those of one rollout. All methods raise :class:`JournalError` where the directory can not be used."""

    place: RolloutDirectory

    def ask(self, request: Request) -> None:
        """Put ``request`` there. An earlier one for the same wave is kept, to know an answer to it."""
        path = self.place.approval_request(request.wave)
        earlier = _request_at(path)
        if earlier == request:
            return
        if earlier is not None:
            kept = path.with_name(f"wave-{earlier.wave}.request-{earlier.digest[:12]}.json")
            write_private(kept, earlier.to_bytes())
        write_private(path, request.to_bytes())

    def asked(self) -> list[Request]:
        """All requests that were ever made."""
        found = (_request_at(path) for path in sorted(self.place.approvals.glob("wave-*.request*.json")))
        return [request for request in found if request is not None]

    def answer(self, wave: int) -> str | None:
        """The text of the answer, ``None`` as long as there is none."""
        path = self.place.approval(wave)
        try:
            with path.open("rb") as file:
                return file.read(LARGEST_ANSWER).decode(errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable.of(error, path) from error


def _request_at(path: pathlib.Path) -> Request | None:
    try:
        return Request.read(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable.of(error, path) from error

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may stand around the part of an upgrade that must not be cut short: from the first byte to the proof.

A module process has nothing there. On the controller, a rollout asks whether the time is right, keeps a journal, shares
the line with other uploads and holds signals back.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import typing

from .pace import FULL_SPEED, Pace
from .version import FirmwareVersion


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """What is to be done: ``size`` bytes of ``package`` to a device that runs ``before``, so that it runs ``target``.

    ``sha256`` is that of the file, where it is known.
    """

    package: str
    target: FirmwareVersion
    before: FirmwareVersion | None
    size: int
    sha256: str | None = None


class NotNow(Exception):
    """Nothing was sent, and nothing will be: ``outcome`` is ``deferred`` or ``stopped``.

    ``until`` is when it may be tried again, where that is known.
    """

    def __init__(self, outcome: str, reason: str, until: datetime.datetime | None = None) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.until = until

    def as_result(self) -> dict[str, typing.Any]:
        """The result of a module that did nothing."""
        until = self.until.astimezone(datetime.UTC).isoformat(timespec="seconds") if self.until else None
        return {"outcome": self.outcome, "changed": False, "msg": str(self), "until": until}


class Prevented(Exception):
    """What has to be there before a file is sent is not. The message says what, ``advice`` what to do about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.advice = advice

    def as_result(self) -> dict[str, typing.Any]:
        """The result of a module that did nothing."""
        refused = {"failed": True, "outcome": "refused", "changed": False}
        return {**refused, "msg": str(self), "advice": self.advice}


class Passage(typing.Protocol):
    """The way from the first byte to the proof."""

    def before_upload(self, uptime: int | None) -> Pace:
        """An upload is about to begin on a device with this uptime in seconds; the pace for its bytes.

        A second one comes only when a boot into the old firmware has shown that the first one was for nothing.

        Raises :class:`Prevented` when it must not, and before the first one :class:`NotNow`.
        """

    def handing_out(self, sent: int, total: int) -> None:
        """The next block is about to go out; with it, ``sent`` of ``total`` bytes have.

        Raises :class:`OSError` to break the upload off.
        """

    def after_upload(self, sent: int, total: int, *, accepted: bool, refused: bool = False) -> None:
        """The upload has ended.

        ``accepted``: the device has said that it takes the file; ``refused``: that it does not. Neither when its answer
        was lost, or is no verdict.
        """

    def phase(self, name: str) -> None:
        """What the device is doing: ``upload``, ``flash``, ``reboot`` or ``verify``. Comes with each look at it."""

    def end(self, result: typing.Mapping[str, typing.Any]) -> None:
        """The result of the module."""


class OpenPassage:
    """Nothing stands in the way, and nobody takes notes."""

    def before_upload(self, _uptime: int | None) -> Pace:
        return FULL_SPEED

    def handing_out(self, sent: int, total: int) -> None:
        pass

    def after_upload(self, sent: int, total: int, *, accepted: bool, refused: bool = False) -> None:
        pass

    def phase(self, name: str) -> None:
        pass

    def end(self, result: typing.Mapping[str, typing.Any]) -> None:
        pass


Guard = typing.Callable[[Undertaking], contextlib.AbstractContextManager[Passage]]
"""Opens the passage before anything is done to the device, and closes it behind the proof.

Raises :class:`NotNow` and :class:`Prevented`.
"""


def unguarded(_undertaking: Undertaking) -> contextlib.AbstractContextManager[Passage]:
    """The guard of a module process."""
    return contextlib.nullcontext(OpenPassage())

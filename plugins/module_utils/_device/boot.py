# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watching a device go down and come back, with proof that it booted."""

from __future__ import annotations

import dataclasses
import enum

from .._clock import Clock
from .._isapi.client import Client
from .._isapi.errors import (
    CredentialsRefused,
    IsapiError,
    NoAcceptableScheme,
    NotActivated,
    TlsRefused,
    Unreachable,
)
from .identity import Identity, read_identity
from .system import SystemStatus, read_status


class BootProof(enum.StrEnum):
    """What shows that the device booted, strongest first."""

    UPTIME = "uptime"
    VERSION = "version"  # it runs another firmware than it did
    OUTAGE = "outage"


@dataclasses.dataclass(frozen=True, slots=True)
class Sighting:
    """One good look at a device that is up. ``proof`` is ``None`` while nothing shows a boot."""

    identity: Identity
    status: SystemStatus | None
    proof: BootProof | None


class BootWatch:
    """Compares what a device shows with ``before``, its status when the watch began.

    Uptime decides where the device tells it. Where it does not (some door stations have no status document), having
    seen the device silent in between is the evidence. ``trouble`` is the last thing that kept a look from being good.
    """

    def __init__(self, client: Client, before: SystemStatus | None) -> None:
        self.trouble = ""
        self._client = client
        self._before = before
        self._began = client.clock.monotonic()
        self._silent_since: float | None = None
        self._outage_seen = False
        self._boot_seen = False

    @property
    def clock(self) -> Clock:
        return self._client.clock

    @property
    def silent_for(self) -> float:
        """Seconds since the device was last seen; 0 while it answers."""
        return 0.0 if self._silent_since is None else self.clock.monotonic() - self._silent_since

    @property
    def tells_uptime(self) -> bool:
        return self._before is not None and self._before.uptime is not None

    def note_answer(self) -> None:
        """Something else has just had a good answer from the device."""
        self._silent_since = None

    def expect_boot(self) -> None:
        """A boot begins now: an outage seen before proves nothing about it."""
        self._outage_seen = False

    def look(self) -> Sighting | None:
        """One look; ``None`` when the device is silent or still starting.

        Raises :class:`CredentialsRefused`, :class:`NotActivated`, :class:`NoAcceptableScheme` or :class:`TlsRefused`
        when it is back but does not let us in.
        """
        try:
            identity = read_identity(self._client)
            status = read_status(self._client)
        except (CredentialsRefused, NotActivated, NoAcceptableScheme, TlsRefused):
            self._client.forget_session()
            self._silent_since = None
            raise
        except IsapiError as error:
            # HTTP is up before the services behind it: errors and empty documents are normal for a minute or two.
            self._note_silence(error)
            return None
        self._silent_since = None
        return Sighting(identity, status, self._proof(status))

    def _note_silence(self, error: IsapiError) -> None:
        self._client.forget_session()
        self.trouble = str(error)
        self._outage_seen |= isinstance(error, Unreachable)
        if self._silent_since is None:
            self._silent_since = self.clock.monotonic()

    def _proof(self, status: SystemStatus | None) -> BootProof | None:
        booted: bool | None = None
        if status is not None and self._before is not None:
            booted = status.booted_since(self._before, self.clock.monotonic() - self._began)
        self._boot_seen |= booted is True
        if self._boot_seen:
            return BootProof.UPTIME
        return BootProof.OUTAGE if booted is None and self._outage_seen else None

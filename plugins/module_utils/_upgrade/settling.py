# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""After the upload: watch a device until facts decide what became of it.

Nothing the device says ends the wait well; only a boot that is proven, followed by several good reads, does. The
device is rebooted by us at most once, and never while it says that it is upgrading.

Every wait has an end: writing by ``Patience.flash`` counted from the start, silence by ``Patience.boot``, waiting for
a reboot by ``Patience.own_reboot`` and ``Patience.reaction``, and whatever else a device thinks of while it is not
writing by ``Patience.rest``.
"""

from __future__ import annotations

from .._clock import Deadline
from .._device.boot import BootProof, BootWatch, Sighting
from .._isapi.client import Client
from .._isapi.errors import CredentialsRefused, IsapiError, NoAcceptableScheme, NotActivated, TlsRefused
from .._progress import Progress, Report
from .in_a_row import InARow
from .progress_watch import ProgressWatch, Reading
from .reboot_order import RebootOrder
from .settled import End, Given, Patience, Settled

_SHORTEST_PAUSE = 0.1
_UNSURE = 3  # times as many good reads for what may still change


class Settling:
    """One watch over one device."""

    def __init__(self, client: Client, watch: BootWatch, patience: Patience, given: Given, report: Report) -> None:
        self._client = client
        self._watch = watch
        self._patience = patience
        self._given = given
        self._report = report
        self._flash_deadline = self._within(patience.flash)
        self._rest_deadline: Deadline | None = None
        self._idle_deadline: Deadline | None = None
        self._order = RebootOrder(client, patience.reaction, accepted=given.reboot_ordered)
        self._in_a_row = InARow(client.clock)
        self._progress = ProgressWatch(client)
        self._rebooted_by: str | None = "us" if given.reboot_ordered else None
        self._down_at: float | None = None

    def wait(self) -> Settled:
        """Watch to the end."""
        while True:
            settled = self._step()
            if settled is not None:
                return settled
            self._client.clock.sleep(max(self._patience.poll, _SHORTEST_PAUSE))

    def _step(self) -> Settled | None:
        try:
            settled = self._look()
        except CredentialsRefused as error:
            return self._end(End.SHUT_OUT, trouble=str(error))  # at once: another attempt could lock the account
        except (NotActivated, NoAcceptableScheme, TlsRefused) as error:
            settled = self._shut_out(error)
        return settled or self._restless()

    def _look(self) -> Settled | None:
        reading = self._progress.look()
        if reading.is_writing:
            return self._writing()
        sighting = self._watch.look()
        if sighting is None:
            return self._silent()
        if self._has_booted(sighting, reading):
            return self._booted(sighting)
        return self._idle(sighting, reading) if reading.is_certain else None

    def _writing(self) -> Settled | None:
        self._report(Progress("flash", self._progress.percent))
        if self._flash_deadline.passed:
            return self._still_writing()
        self._watch.note_answer()
        self._watch.expect_boot()
        self._in_a_row.end()
        self._did_not_go_down()
        self._idle_deadline = self._rest_deadline = None
        return None

    def _still_writing(self) -> Settled | None:
        """The report of some devices never ends; then the version decides."""
        sighting = self._watch.look()
        if sighting is None:
            return self._silent()
        if sighting.proof is not None and self._has_arrived(sighting):
            return self._booted(sighting)
        return self._end(End.STUCK, sighting)

    def _silent(self) -> Settled | None:
        self._in_a_row.end()
        self._goes_down("device")
        self._report(Progress("reboot", message=f"silent for {self._watch.silent_for:.0f} s"))
        if self._watch.silent_for > self._patience.boot:
            return self._end(End.SILENT, trouble=self._watch.trouble)
        return None

    def _shut_out(self, error: IsapiError) -> Settled | None:
        """No attempt is made here, so it costs nothing to see whether the device is only starting."""
        self._in_a_row.add(type(error))
        enough = self._in_a_row.count >= _UNSURE * self._patience.good_reads
        return self._end(End.SHUT_OUT, trouble=str(error)) if enough else None

    def _has_booted(self, sighting: Sighting, reading: Reading) -> bool:
        """An outage alone may have been the network's. It counts with the target, after our order, or after writing."""
        if sighting.proof is BootProof.VERSION:
            return not reading.wants_reboot  # some devices may name the new firmware as soon as it is written
        if sighting.proof is BootProof.UPTIME and reading.wants_reboot and self._given.looks_back:
            return self._order.accepted or self._has_arrived(sighting)  # else a boot that came before the file
        if sighting.proof is not BootProof.OUTAGE:
            return sighting.proof is not None
        return self._order.accepted or self._has_arrived(sighting) or (reading.is_done and self._progress.wrote is True)

    def _booted(self, sighting: Sighting) -> Settled | None:
        self._in_a_row.add(sighting.identity.firmware)
        self._goes_down("device")
        self._report(Progress("verify", message=str(sighting.identity.firmware)))
        arrived = self._has_arrived(sighting)
        sure = arrived and (sighting.proof is BootProof.UPTIME or not self._watch.tells_uptime)
        if self._in_a_row.count < self._patience.good_reads * (1 if sure else _UNSURE):
            return None
        # Some devices boot twice after an upgrade, so a version that is not the target has to persist.
        if not arrived and self._in_a_row.seconds < self._patience.own_reboot:
            return None
        return self._end(End.BOOTED, sighting)

    def _has_arrived(self, sighting: Sighting) -> bool:
        running, target = sighting.identity.firmware, self._given.target
        return target is None or (running is not None and running.same_as(target))

    def _idle(self, sighting: Sighting, reading: Reading) -> Settled | None:
        """Up, not upgrading, not booted: done and waiting for a reboot, or nothing ever happened."""
        self._in_a_row.add(End.UNTOUCHED)
        self._did_not_go_down()
        if not self._given.may_be_flashing:
            enough = self._in_a_row.count >= self._patience.good_reads
            return self._end(End.UNTOUCHED, sighting) if enough else None
        if self._idle_deadline is None:
            blind = reading.progress is None and self._given.target is not None
            self._idle_deadline = self._within(self._patience.idle(blind=blind))
        if reading.failure and not self._given.reboot_wanted:
            # It may still reboot by itself. It is not told to: what it would boot is unknown.
            ended = self._end(End.FLASH_FAILED, sighting, trouble=reading.failure)
            return ended if self._idle_deadline.passed else None
        if self._order_is_due(reading, self._idle_deadline):
            self._give_order()
        over = self._order.expired if self._order.begun else self._idle_deadline.passed
        return self._end(End.UNTOUCHED, sighting, trouble=self._order.refusal) if over else None

    def _order_is_due(self, reading: Reading, idle: Deadline) -> bool:
        """Not by guess: the device asks for it, or has taken the file and does nothing more.

        An upload's "reboot required" may come a moment before the writing, so it has to stay idle for some reads.
        """
        asked_before = self._given.reboot_wanted and self._in_a_row.count > self._patience.good_reads
        return self._order.open and (reading.wants_reboot or asked_before or (self._given.accepted and idle.passed))

    def _give_order(self) -> None:
        self._report(Progress("reboot", message="asking the device to reboot"))
        self._order.give()
        if self._order.accepted:
            self._watch.expect_boot()
            self._goes_down("us")

    def _goes_down(self, by: str) -> None:
        self._rebooted_by = by if by == "us" else self._rebooted_by or by
        if self._down_at is None:
            self._down_at = self._client.clock.monotonic()

    def _did_not_go_down(self) -> None:
        """A silence before this was the network's, unless the device is still to follow our order."""
        if not self._order.accepted:
            self._rebooted_by = self._down_at = None

    def _restless(self) -> Settled | None:
        if self._rest_deadline is None:
            self._rest_deadline = self._within(self._patience.rest)
        return self._end(End.RESTLESS, trouble=self._watch.trouble) if self._rest_deadline.passed else None

    def _within(self, seconds: float) -> Deadline:
        return Deadline(self._client.clock, seconds)

    def _end(self, end: End, sighting: Sighting | None = None, *, trouble: str = "") -> Settled:
        return Settled(
            end,
            identity=sighting.identity if sighting else None,
            proof=sighting.proof if sighting else None,
            rebooted_by=self._rebooted_by,
            percent=self._progress.percent,
            wrote=self._progress.wrote,
            trouble=trouble,
            down_at=self._down_at,
        )

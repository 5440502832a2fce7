# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""By an upgrade stands whatever keeps it from beginning at a wrong time, or from being cut short."""

from __future__ import annotations

import contextlib
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.package import Package, PackageError
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.passage import (
    Guard,
    NotNow,
    Passage,
    Prevented,
    Undertaking,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._frontend import Params, Result
from ansible_collections.surveillance.hikvision.plugins.module_utils._progress import Progress, Report
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.attendance import Attendance, Work
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.flight import Flight, Notes
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.held_signals import HeldSignals
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._flight.turn import Turn


class Upgrade(Attendance):
    """Of ``firmware``."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._signals = HeldSignals()

    def heard(self, report: Report) -> Report:
        def while_heard(progress: Progress) -> None:
            if not self._signals.is_alone:
                report(progress)

        return while_heard

    def guard(self, notes: Notes) -> Guard:
        @contextlib.contextmanager
        def guarded(undertaking: Undertaking) -> typing.Iterator[Passage]:
            flight = Flight(self._turn, undertaking, self._signals, notes)
            try:
                flight.admit()
                yield flight
            finally:
                flight.close()

        return guarded

    def options(self, params: Params, *, elsewhere: bool) -> dict[str, typing.Any]:
        """A gateway shares no line with others, but keeps to its rate."""
        rate = self._turn.context.uploads.bytes_per_second
        if not (elsewhere and rate):
            return {}
        return {"upload_rate": min(rate, params["upload_rate"] or rate)}

    def ship(self, work: Work, params: Params) -> Result:
        """From here it is not seen how much of the file a gateway has sent, so it may be all at any time."""
        warnings: list[str] = []
        try:
            undertaking = _undertaking(params)
            with self.guard(Notes(tell=lambda text: None, warn=warnings.append))(undertaking) as passage:
                passage.before_upload(None)
                passage.handing_out(undertaking.size, undertaking.size)
                result = work()
                _note_end(passage, result)
        except (NotNow, Prevented) as held:
            return held.as_result()
        except (OSError, PackageError) as error:
            return {"failed": True, "changed": False, "msg": f"{error}."}
        return result | {"warnings": [*result.get("warnings", ()), *warnings]} if warnings else result


def _undertaking(params: Params) -> Undertaking:
    """Raises :class:`OSError` and :class:`PackageError`."""
    package = Package.from_options(params)
    size = pathlib.Path(params["src"]).stat().st_size
    digest = package.image_sha256 or package.sha256
    return Undertaking(package=package.name, target=package.firmware, before=None, size=size, sha256=digest)


def _note_end(passage: Passage, result: Result) -> None:
    """A result without an outcome, as of a gateway that was lost, leaves open what became of the device."""
    if upload := result.get("upload"):
        sent, total = upload["bytes_sent"], upload["bytes_total"]
        passage.after_upload(sent, total, accepted=False)
    if "outcome" in result:
        passage.end(result)
    elif result.get("unreachable"):
        passage.end({"outcome": "failed_before_write", "msg": result.get("msg", "")})

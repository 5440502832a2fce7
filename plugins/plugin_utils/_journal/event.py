# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line of a journal: what happened when, in which run, to which device."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import json
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._journal.error import NewerSchema, NotAnEvent

SCHEMA: typing.Final = "hikvision-rollout-journal/1"

_NAME = re.compile(r"hikvision-rollout-journal/([1-9][0-9]{0,5})", re.ASCII)
_RUN = re.compile(r"[0-9a-f]{12}", re.ASCII)
_OWN_KEYS = frozenset({"schema", "at", "run", "event", "host"})


class Kind(enum.StrEnum):
    """What happened. The set is closed: programs rely on these words."""

    # to the run
    RUN_BEGAN = "run_began"
    WAVE_BEGAN = "wave_began"
    WAVE_JUDGED = "wave_judged"
    APPROVED = "approved"
    STOPPED = "stopped"
    SET_ASIDE = "set_aside"
    RUN_ENDED = "run_ended"
    # to a device
    BEGAN = "began"
    DEFERRED = "deferred"
    BASELINE = "baseline"
    BACKED_UP = "backed_up"
    WRITING = "writing"  # before the first byte of a file is sent
    SENT = "sent"
    FLASHING = "flashing"
    REBOOTING = "rebooting"
    FLASHED = "flashed"  # the module has come to its end, whatever that is
    PROVEN = "proven"  # as healthy as its baseline
    SETTLED = "settled"  # an earlier run was cut off, and this is what the device came to
    ENDED = "ended"
    REGRESSED = "regressed"  # less healthy than it was, some time after it was through
    ROLLED_BACK = "rolled_back"

    @property
    def is_of_device(self) -> bool:
        return self not in _OF_RUN


_OF_RUN = frozenset(
    {
        Kind.RUN_BEGAN,
        Kind.WAVE_BEGAN,
        Kind.WAVE_JUDGED,
        Kind.APPROVED,
        Kind.STOPPED,
        Kind.SET_ASIDE,
        Kind.RUN_ENDED,
    }
)


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """``at`` has a zone. ``run`` is twelve hexadecimal digits. ``host`` is ``None`` for what concerns the whole run."""

    at: datetime.datetime
    run: str
    kind: Kind
    host: str | None = None
    details: typing.Mapping[str, typing.Any] = dataclasses.field(default_factory=dict)

    def as_line(self) -> str:
        """One line of JSON without its line feed, ASCII: a tool that cuts at other line ends does no harm to it."""
        told = {"schema": SCHEMA, "at": self.at.isoformat(timespec="microseconds"), "run": self.run}
        told["event"] = self.kind.value
        host = {} if self.host is None else {"host": self.host}
        return json.dumps({**told, **host, **self.details}, separators=(",", ":"), allow_nan=False)

    @classmethod
    def read(cls, line: str) -> Event:
        """The counterpart of :meth:`as_line`. Raises :class:`NotAnEvent` and :class:`NewerSchema`."""
        try:
            told = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise NotAnEvent(f"The line is not JSON: {error}.") from error
        if not isinstance(told, dict):
            raise NotAnEvent("The line is no JSON object.")
        _check_schema(told.get("schema"))
        try:
            at, kind = datetime.datetime.fromisoformat(told["at"]), Kind(told["event"])
        except (KeyError, TypeError, ValueError) as error:
            raise NotAnEvent(f"The line has no usable time and event: {error!r}.") from error
        run, host = told.get("run"), told.get("host")
        if at.tzinfo is None or not isinstance(run, str) or not _RUN.fullmatch(run):
            raise NotAnEvent("The line does not tell its run, or a time without a zone.")
        if kind.is_of_device != isinstance(host, str):
            raise NotAnEvent(f"The line is about {kind.value}, and its host is {host!r}.")
        return cls(at, run, kind, host, {key: value for key, value in told.items() if key not in _OWN_KEYS})


def _check_schema(told: object) -> None:
    if told == SCHEMA:
        return
    named = _NAME.fullmatch(told) if isinstance(told, str) else None
    if named and int(named[1]) > 1:
        raise NewerSchema(f"The journal has lines of {told}, and {SCHEMA} is known here.")
    raise NotAnEvent(f"The line names the schema {told!r}.")

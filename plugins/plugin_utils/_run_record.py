# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of each device in a run: task results in, rows out."""

from __future__ import annotations

import dataclasses
import enum
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._upgrade.outcome import Outcome

Version = typing.Mapping[str, str | None]


class End(enum.StrEnum):
    """How a run ended for a device that has no outcome of ``surveillance.hikvision.firmware`` to show."""

    NOT_STARTED = "not_started"  # the run stopped before its turn
    VANISHED = "vanished"  # its turn began, and nothing tells how it ended
    UNREACHABLE = "unreachable"
    FAILED = "failed"  # a task other than the upgrade failed
    ROLLED_BACK = "rolled_back"  # brought back: on purpose, or because something was wrong with it (``in_trouble``)
    CONFIG_RESTORED = "config_restored"  # brought back as far as it went: the firmware stays
    SKIPPED = "skipped"  # the operator wanted nothing done to it
    SET_ASIDE = "set_aside"  # the operator goes on without it


class TaskEnd(enum.Enum):
    """How one task ended for one host."""

    OK = enum.auto()
    FAILED = enum.auto()
    UNREACHABLE = enum.auto()


_GOOD: typing.Final[frozenset[str]] = frozenset({End.SKIPPED, *(outcome for outcome in Outcome if outcome.is_success)})
_PENDING: typing.Final[frozenset[str]] = frozenset({End.SET_ASIDE, *(each for each in Outcome if each.is_pending)})
_OPEN: typing.Final[frozenset[str]] = frozenset({End.NOT_STARTED, End.VANISHED})


@dataclasses.dataclass(frozen=True, slots=True)
class HostRow:
    """One device: ``outcome`` is a word of ``Outcome`` or ``End``, ``phases`` are those of its upgrade."""

    host: str
    outcome: str = End.NOT_STARTED
    before: Version | None = None
    after: Version | None = None
    phases: tuple[typing.Mapping[str, typing.Any], ...] = ()
    backup: str | None = None
    message: str = ""
    advice: str = ""
    in_trouble: bool = False

    @property
    def is_good(self) -> bool:
        """Its part of the run is over, and nothing about it needs attention."""
        return not (self.in_trouble or self.is_open or self.is_pending)

    @property
    def is_pending(self) -> bool:
        """It is in order, and its upgrade is still to be done."""
        return self.outcome in _PENDING

    @property
    def is_open(self) -> bool:
        """Nothing is known that ended its part of the run."""
        return self.outcome in _OPEN

    @property
    def seconds(self) -> float:
        """How long its upgrade took."""
        return round(sum(float(phase["seconds"]) for phase in self.phases), 1)


class RunRecord:
    """Collects rows while a run goes on.

    The first thing that goes wrong with a device is the one to report: what follows, such as the failure with which a
    role ends after it has dealt with that, adds nothing.
    """

    def __init__(self) -> None:
        self._rows: dict[str, HostRow] = {}
        self._upgrades = False

    def expect(self, hosts: typing.Iterable[str]) -> None:
        """Hosts that the run is about."""
        for host in hosts:
            self._rows.setdefault(host, HostRow(host))

    def begin(self, host: str) -> None:
        """The turn of ``host`` begins: until something tells how it ended, it counts as vanished."""
        if self.row(host).outcome == End.NOT_STARTED:
            self._change(host, outcome=End.VANISHED)

    def upgrades(self) -> None:
        """The run is one that upgrades devices."""
        self._upgrades = True

    def upgrade_ended(self, host: str, result: typing.Mapping[str, typing.Any]) -> None:
        """The result of ``surveillance.hikvision.firmware``. A second one, to roll back, does not undo a failure."""
        self._upgrades = True
        row = self.row(host)
        self._change(
            host,
            before=row.before or _version(result.get("before")),
            after=_version(result.get("after")) or (row.after if result["outcome"] in _PENDING else None),
            phases=(*row.phases, *result.get("phases", ())),
        )
        # A task that failed and was rescued before the first upgrade does not hide how that ended.
        if not (row.phases and row.in_trouble):
            self._ended(host, str(result["outcome"]), _text(result, "msg"), _text(result, "advice"))

    def backup_kept(self, host: str, path: str) -> None:
        """Where the configuration backup of ``host`` lies."""
        self._change(host, backup=path)

    def task_ended(self, host: str, end: TaskEnd, result: typing.Mapping[str, typing.Any]) -> None:
        """Any other task."""
        if end is not TaskEnd.OK and (self.row(host).is_open or self.row(host).is_good):
            outcome = End.UNREACHABLE if end is TaskEnd.UNREACHABLE else End.FAILED
            self._ended(host, outcome, _text(result, "msg"), _text(result, "advice"))

    def role_told(self, host: str, fact: typing.Mapping[str, typing.Any]) -> None:
        """The role's own account: ``state`` and ``reason``.

        The module's word, where there is one, is more exact. It knows nothing of steps before its own, though: a device
        that refuses the second one is not as it was.
        """
        self._upgrades = True
        state, row = str(fact.get("state")), self.row(host)
        if state == "started":
            self.begin(host)
            return
        row = self._change(
            host, before=row.before or _version(fact.get("before")), after=row.after or _version(fact.get("after"))
        )
        after_all = state == End.FAILED and (row.is_good or fact.get("steps_done"))
        told = (End.ROLLED_BACK, End.CONFIG_RESTORED, *_PENDING)
        if row.is_open or row.is_pending or after_all or state in told:
            self._ended(host, state, _text(fact, "reason"), _text(fact, "advice") or row.advice)

    def _ended(self, host: str, outcome: str, message: str, advice: str) -> None:
        in_trouble = self.row(host).in_trouble if outcome == End.ROLLED_BACK else outcome not in _GOOD | _PENDING
        self._change(host, outcome=outcome, message=message, advice=advice, in_trouble=in_trouble)

    @property
    def has_upgrades(self) -> bool:
        """Whether the run is one that upgrades devices, as far as it has come."""
        return self._upgrades

    def row(self, host: str) -> HostRow:
        """What is known of ``host``."""
        return self._rows.get(host, HostRow(host))

    def rows(self) -> list[HostRow]:
        """All devices, in the order in which the run named them."""
        return list(self._rows.values())

    def _change(self, host: str, **changes: typing.Any) -> HostRow:
        self._rows[host] = dataclasses.replace(self.row(host), **changes)
        return self._rows[host]


def _version(known: Version | None) -> Version | None:
    return {key: known.get(key) for key in ("version", "build")} if known else None


def _text(source: typing.Mapping[str, typing.Any], key: str) -> str:
    return " ".join(str(source.get(key) or "").split())

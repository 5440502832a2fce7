# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which findings of an audit break the policy of whoever runs it."""

from __future__ import annotations

import collections.abc
import dataclasses
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing as Exposure
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import SEVERITIES, Row, State

_BACKUP_AGE = re.compile(r"\Abackup_older_than:([0-9]{1,5})\Z", re.ASCII)
_OTHERS = ("affected", "affected_unknown", "customised", "no_backup")
_MOST_NAMES = 100  # in a sentence; the rows have all of them

Test = collections.abc.Callable[[Row], bool]


class PolicyError(ValueError):
    """A word that no policy knows; the message names it and those that are known."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A word of the policy: ``what`` continues the sentence "3 devices ..."."""

    word: str
    what: str
    breaks: Test

    @classmethod
    def of(cls, word: object) -> Rule:
        """Read a word. Raises :class:`PolicyError`."""
        text = str(word)
        if text in set(State):
            return cls(text, f"in state {text}", lambda row: row.state == text)
        if text in SEVERITIES:
            bad = SEVERITIES[: SEVERITIES.index(text) + 1]
            return cls(text, f"affected by an advisory rated {' or '.join(bad)}", lambda row: row.severity in bad)
        if text in _FIXED:
            what, breaks = _FIXED[text]
            return cls(text, what, breaks)
        if found := _BACKUP_AGE.match(text):
            days = int(found.group(1))
            return cls(text, f"without a backup of the last {days} days", lambda row: _is_older(row, days))
        known = ", ".join([*State, *SEVERITIES, *_OTHERS, "backup_older_than:DAYS"])
        raise PolicyError(f"the policy word {text!r} is not known; known are {known}")


_FIXED: dict[str, tuple[str, Test]] = {
    "affected": ("affected by an advisory", lambda row: row.exposure is Exposure.AFFECTED),
    "affected_unknown": ("perhaps affected by an advisory", lambda row: row.exposure is Exposure.UNKNOWN),
    "customised": ("with customised firmware", lambda row: row.customised is True),
    "no_backup": ("without a backup", lambda row: row.backup_age is None),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Violation:
    """A rule and the devices that break it."""

    rule: Rule
    hosts: tuple[str, ...]

    @property
    def sentence(self) -> str:
        count = len(self.hosts)
        named = ", ".join(self.hosts[:_MOST_NAMES])
        more = f" and {count - _MOST_NAMES} more" if count > _MOST_NAMES else ""
        devices = "device is" if count == 1 else "devices are"
        return f"{count} {devices} {self.rule.what} ({self.rule.word}): {named}{more}."


def rules(words: typing.Iterable[object]) -> tuple[Rule, ...]:
    """The rules of a policy, each once, in its order. Raises :class:`PolicyError`."""
    return tuple({str(word): Rule.of(word) for word in words}.values())


def violations(rows: typing.Sequence[Row], policy: typing.Iterable[Rule]) -> list[Violation]:
    """The rules that are broken, and by whom."""
    broken = ((rule, tuple(row.host for row in rows if rule.breaks(row))) for rule in policy)
    return [Violation(rule, hosts) for rule, hosts in broken if hosts]


def _is_older(row: Row, days: int) -> bool:
    """A device without any backup has none of these days either."""
    return row.backup_age is None or row.backup_age > days

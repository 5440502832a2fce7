# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is wrong with what was set for a rollout, told at once."""

from __future__ import annotations

import contextlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._rollout_error import RolloutError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import counted, listed

SOMEBODY: typing.Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for the host in sentences about one, so that what is wrong with many of them is told in one sentence."""

_NAMED: typing.Final = 5  # hosts


class Mistakes(RolloutError):
    """What nobody wants to learn one by one, an hour after another."""

    def __init__(self, errors: typing.Sequence[ControlError]) -> None:
        super().__init__(" ".join(str(error) for error in errors))
        self.errors = tuple(errors)
        self.advice = " ".join(dict.fromkeys(error.advice for error in self.errors))

    def as_result(self) -> dict[str, typing.Any]:
        """With ``mistakes``, each with its advice."""
        told = [{"sentence": str(error), "advice": error.advice} for error in self.errors]
        return {**super().as_result(), "mistakes": told}


class Collector:
    """Goes on after a mistake, and fails at the end.

    ::

        with Collector() as mistakes:
            with mistakes.kept():
                first = read(...)
            with mistakes.kept():
                second = read(...)
    """

    def __init__(self) -> None:
        self._hosts: dict[tuple[str, str], list[str]] = {}

    def __enter__(self) -> typing.Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, _traceback: object) -> None:
        """Raises :class:`Mistakes` if there were any."""
        if error is None and self._hosts:
            raise Mistakes([_told(*sentences, hosts) for sentences, hosts in self._hosts.items()])

    @contextlib.contextmanager
    def kept(self, host: str | None = None) -> typing.Iterator[None]:
        """Keep a :class:`ControlError` or :class:`Mistakes`, and go on behind this context.

        Errors about ``host`` call it :data:`SOMEBODY`.
        """
        try:
            yield
        except ControlError as error:
            self._keep(error, host)
        except Mistakes as several:
            for each in several.errors:
                self._keep(each, host)

    def _keep(self, error: ControlError, host: str | None) -> None:
        self._hosts.setdefault((str(error), error.advice), []).extend([host] if host else [])


def _told(sentence: str, advice: str, hosts: typing.Sequence[str]) -> ControlError:
    named = listed(hosts, _NAMED)
    if len(hosts) > _NAMED:
        named = f"{named} ({counted(len(hosts), 'host')})"
    return ControlError(
        sentence.replace(SOMEBODY, named), advice.replace(SOMEBODY, named if len(hosts) == 1 else "each of them")
    )

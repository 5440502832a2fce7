# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is wrong with what was set for a rollout, told at once."""

from __future__ import annotations

import contextlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError


class Mistakes(Exception):
    """What nobody wants to learn one by one, an hour after another."""

    def __init__(self, errors: typing.Sequence[ControlError]) -> None:
        super().__init__(" ".join(str(error) for error in errors))
        self.errors = tuple(errors)

    def as_result(self) -> dict[str, typing.Any]:
        """Of a module that fails."""
        told = [error.as_result() for error in self.errors]
        return {
            "msg": str(self),
            "advice": " ".join(dict.fromkeys(error.advice for error in self.errors)),
            "mistakes": [{"sentence": each["msg"], "advice": each["advice"]} for each in told],
        }


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
        self._errors: list[ControlError] = []

    def __enter__(self) -> typing.Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, _traceback: object) -> None:
        """Raises :class:`Mistakes` if there were any."""
        if error is None and self._errors:
            raise Mistakes(self._errors)

    @contextlib.contextmanager
    def kept(self) -> typing.Iterator[None]:
        """Keep a :class:`ControlError`, and go on behind this context."""
        try:
            yield
        except ControlError as error:
            self._errors.append(error)

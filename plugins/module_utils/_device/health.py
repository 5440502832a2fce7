# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the service that a device gives."""

from __future__ import annotations

from .._isapi.client import Client
from .._isapi.errors import BadAnswer, NotActivated, NotSupported, PermissionDenied, Rejected, Unreachable
from .health_checks import CHECKS, Subject
from .identity import read_identity
from .observation import WHOLE_CHECK, Health, Observation


def read_health(client: Client, *, max_clock_drift: int | None = None) -> Health:
    """Look at everything that a device of this kind should do. ``max_clock_drift`` is in seconds.

    A check that fails is an observation. Raises :class:`BadAnswer` for a device without an identity,
    :class:`Unreachable` when it stays silent, and what concerns the account rather than a check.
    """
    identity = read_identity(client)
    return Health(
        kind=identity.kind.value,
        model=identity.model,
        serial=identity.serial,
        firmware=str(identity.firmware),
        read_at=client.clock.utc().isoformat(timespec="seconds"),
        checks=tuple(_observations(Subject(client, identity, max_clock_drift))),
    )


def _observations(subject: Subject) -> list[Observation]:
    seen: list[Observation] = []
    silent = False
    for name, check in CHECKS.items():
        if subject.identity.kind not in check.kinds:
            continue
        try:
            seen += check.observe(subject)
            silent = False
        except Unreachable as error:
            # One request may hang on a device that is otherwise well. Silence twice in a row is the device.
            if silent:
                raise
            silent = True
            seen.append(_failed(name, error))
        except (Rejected, BadAnswer) as error:
            silent = False
            seen.append(_failed(name, error))
    return seen


def _failed(check: str, error: Rejected | BadAnswer | Unreachable) -> Observation:
    if isinstance(error, NotActivated):
        raise error  # the whole device is unusable, not one part of it
    cannot_tell = isinstance(error, (NotSupported, PermissionDenied))
    return Observation(check, WHOLE_CHECK, f"{check} could not be checked: {error}", None if cannot_tell else False)

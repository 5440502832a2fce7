# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets requests in or answers 401: authentication, lock, challenges."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from multidict import CIMultiDict

from . import faults as f
from .answers import HTML, Answer
from .auth import Credentials, Gate, Outcome
from .device import Device
from .isapi import Context
from .isapi.security import refused_user_check
from .record import Request

UNAUTHORIZED_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Document Error: Unauthorized</title></head>\n"
    b"<body><h2>Access Error: 401 -- Unauthorized</h2></body></html>\n"
)
REFUSALS: Mapping[Outcome, str] = {
    Outcome.MISSING: "unauthenticated",
    Outcome.STALE: "stale",
    Outcome.WRONG: "refused",
}


class Doorkeeper:
    """Knows the nonces of one device and counts who was sent away."""

    def __init__(self, device: Device) -> None:
        self.device = device
        identity = device.identity
        realm = device.profile.auth.realm.format(
            serial_tail=identity.serial_tail, serial_hash=identity.serial_hash, model=device.profile.model
        )
        self._gate = Gate(device.profile.auth, realm)

    def forget_nonces(self) -> None:
        """A restart: nothing from before is known."""
        self._gate.forget()

    def look_at(self, context: Context, target: str, entry: Request) -> Outcome:
        """Judge a request's credentials and count the result. ``target``: path and query as sent."""
        found = self._made_stale(context, self._check(context, target))
        self._count(found.outcome)
        if found.outcome is Outcome.WRONG:
            self.device.guard.failed(context.client)
        if found.outcome is Outcome.GRANTED and found.account is not None:
            self.device.guard.succeeded(context.client)
            context.account = found.account
            entry.authenticated, entry.user = True, found.account.name
        return found.outcome

    def _check(self, context: Context, target: str) -> Credentials:
        header = context.headers.get("Authorization")
        if self.device.guard.locked_seconds(context.client):
            # Nothing is verified while the lock lasts.
            return Credentials(Outcome.MISSING if header is None else Outcome.WRONG)
        return self._gate.check(header, context.method, target, self.device.auth_schemes, self.device.accounts)

    def _made_stale(self, context: Context, found: Credentials) -> Credentials:
        fault = self.device.faults.get(f.StaleNonce)
        if fault is None or found.outcome is not Outcome.GRANTED or not fnmatchcase(context.path, fault.path):
            return found
        self.device.faults.use(fault)
        return Credentials(Outcome.STALE, found.account)

    def _count(self, outcome: Outcome) -> None:
        counters = self.device.record.counters
        match outcome:
            case Outcome.MISSING:
                counters.unauthenticated += 1
            case Outcome.STALE:
                counters.stale_nonces += 1
            case Outcome.WRONG:
                counters.auth_failures += 1

    def challenge(self, context: Context, *, stale: bool) -> Answer:
        """The 401 that asks for credentials."""
        device = self.device
        headers = CIMultiDict[str]()
        for value in self._gate.challenges(device.auth_schemes, stale):
            headers.add("WWW-Authenticate", value)
        if device.profile.auth.html and not context.path.lower().endswith("/usercheck"):
            return Answer(401, UNAUTHORIZED_PAGE, HTML, headers)
        return Answer(401, refused_user_check(device, context.client), headers=headers)

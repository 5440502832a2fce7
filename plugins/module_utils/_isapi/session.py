# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A logged-in conversation with one device.

An unauthenticated read fetches the challenge; it is not an attempt. ``userCheck`` is then the first authenticated
request, because it is the cheapest and the one that tells about locks. One refused answer ends the session and goes
to the ledger; later sessions of the same run do not try again.
"""

from __future__ import annotations

import logging
import typing

from .._clock import Clock
from . import login_answer, status
from .authentication import Authorizer, Credentials, choose
from .errors import AccountLocked, CredentialsRefused, IsapiError, NoAcceptableScheme, NotActivated, Unreachable
from .ledger import Refusal, RefusalLedger
from .request import Answer, Request, get
from .transport import Transport

_USER_CHECK = get("/ISAPI/Security/userCheck")
_DEVICE_INFO = get("/ISAPI/System/deviceInfo")

# Tells each request, without its query, headers and body: those may hold secrets.
WIRE_LOG = logging.getLogger("surveillance.hikvision.isapi")


class Session:
    """Sends requests with a valid ``Authorization``, logging in when needed. Judges nothing but credentials."""

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        *,
        device: str,
        clock: Clock,
        ledger: RefusalLedger,
        timeout: float,
        allow_basic: bool,
    ) -> None:
        self.device = device
        self.clock = clock
        self._transport = transport
        self._credentials = credentials
        self._ledger = ledger
        self._timeout = timeout
        self._allow_basic = allow_basic or transport.encrypted
        self._authorizer: Authorizer | None = None
        self._probe: Request | None = None
        self._password_was_good = False
        self.has_written = False

    @property
    def logged_in(self) -> bool:
        return self._probe is not None

    def exchange(self, request: Request) -> Answer:
        """Send once, authorised. Raises :class:`CredentialsRefused`, :class:`NotActivated` and transport errors."""
        if not self.logged_in:
            self._log_in()
        answer = self._exchange(request)
        if login_answer.refuses_credentials(answer):
            answer = self._repeat_with_new_nonce(request, answer)
        elif answer.status < 500:
            self._password_was_good = True
        return answer

    @property
    def probe(self) -> Request:
        """A small read that this device is known to answer."""
        return self._probe or _USER_CHECK

    def forget(self) -> None:
        """Drop connection and challenge. After a reboot the scheme may be another one."""
        self._transport.close()
        self._authorizer = None
        self._probe = None
        self._password_was_good = False

    def _exchange(self, request: Request) -> Answer:
        headers: dict[str, str] = {}
        if request.body is not None:
            headers["Content-Type"] = request.body.content_type
        if self._authorizer is not None:
            headers["Authorization"] = self._authorizer.header(request.method, request.target)
        arrived = not (request.safe or request.harmless)
        began, outcome = self.clock.monotonic(), "interrupted"
        try:
            answer = self._transport.exchange(request, headers, request.timeout or self._timeout)
            outcome = f"{answer.status}, {len(answer.body)} bytes"
            return answer
        except IsapiError as error:
            arrived &= not isinstance(error, Unreachable)
            outcome = str(error)
            raise
        finally:
            self.has_written |= arrived
            WIRE_LOG.debug("%s: %s: %s (%.2f s)", self.device, request, outcome, self.clock.monotonic() - began)

    def _repeat_with_new_nonce(self, request: Request, refused: Answer) -> Answer:
        if self._blames_password(refused):
            self._refuse(refused)
        self._adopt_challenge(refused)
        if request.body is not None:
            request.body.rewind()
        answer = self._exchange(request)
        if login_answer.refuses_credentials(answer):
            self._refuse(answer)
        return answer

    def _blames_password(self, refused: Answer) -> bool:
        """Not where none was sent yet, or where the challenge that it answered has aged or changed its scheme."""
        offers = login_answer.offers(refused)
        if not offers or login_answer.lock_state(refused).locked:
            return True
        if self._authorizer is None:
            return False
        if not self._authorizer.challenge.is_digest:
            return any(not offer.is_digest for offer in offers)
        return not (self._password_was_good or any(offer.stale for offer in offers))

    def _log_in(self) -> None:
        self._stop_if_refused_before()
        self._authorizer = None
        for probe in (_USER_CHECK, _DEVICE_INFO):
            challenge = self._exchange(probe)
            self._stop_if_locked(challenge)
            self._stop_if_not_activated(challenge)
            if challenge.status == 401:
                answer = self._answer_challenge(probe, challenge)
                break
        else:
            # Neither is protected: the device asks for no password, or it does not speak ISAPI.
            status.judge(challenge, "the login")
            answer = challenge
        self._probe = probe if answer.status < 300 else _DEVICE_INFO

    def _stop_if_locked(self, answer: Answer) -> None:
        lock = login_answer.lock_state(answer)
        if lock.locked:
            self._ledger.add(self.device, Refusal(self.clock.utc(), lock))
            raise AccountLocked(f"the account on {self.device} is locked{lock.rest}; nothing was tried", lock=lock)

    def _answer_challenge(self, probe: Request, challenge: Answer) -> Answer:
        self._adopt_challenge(challenge)
        answer = self._exchange(probe)
        if answer.status == 401 and any(offer.stale for offer in login_answer.offers(answer)):
            self._adopt_challenge(answer)
            answer = self._exchange(probe)
        if answer.status == 401 or login_answer.refuses_credentials(answer):
            self._refuse(answer)
        self._stop_if_not_activated(answer)
        self._password_was_good = answer.status < 500
        return answer

    def _stop_if_not_activated(self, answer: Answer) -> None:
        if login_answer.says_not_activated(answer):
            raise NotActivated(
                f"{self.device} is not activated: it has no password yet. Activate it first, for example with its "
                "web page or SADP.",
                http_status=answer.status,
                sub_status="notActivated",
            )

    def _adopt_challenge(self, answer: Answer) -> None:
        offers = login_answer.offers(answer)
        chosen = choose(offers, allow_basic=self._allow_basic)
        if chosen is None:
            raise NoAcceptableScheme(f"{self.device} offers {login_answer.offers_in_words(offers)}; nothing was sent")
        self._authorizer = Authorizer(chosen, self._credentials)

    def _stop_if_refused_before(self) -> None:
        earlier = self._ledger.find(self.device)
        if earlier is not None:
            raise earlier.repeated(self.device, self.clock.utc())

    def _refuse(self, answer: Answer) -> typing.NoReturn:
        lock = login_answer.lock_state(answer)
        self._ledger.add(self.device, Refusal(self.clock.utc(), lock))
        self.forget()
        if lock.locked:
            raise AccountLocked(f"{self.device} refused the password and its account is locked{lock.rest}", lock=lock)
        left = "" if lock.attempts_left is None else f" (attempts left before it locks: {lock.attempts_left})"
        raise CredentialsRefused(
            f"{self.device} refused the user name or password{left}; no further attempt is made in this run", lock=lock
        )

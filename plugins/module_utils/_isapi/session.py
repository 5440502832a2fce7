# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A logged-in conversation with one device.

An unauthenticated read fetches the challenge; it is not an attempt. ``userCheck`` is then the first authenticated
request, because it is the cheapest and the one that tells about locks. One refused answer ends the session and goes
to the ledger; later sessions of the same run do not try again.
"""

from __future__ import annotations

import typing

from .._clock import Clock
from . import status
from .authentication import Authorizer, Challenge, Credentials, choose, read_challenges
from .errors import AccountLocked, BadAnswer, CredentialsRefused, LockState, NoAcceptableScheme, NotActivated
from .ledger import Refusal, RefusalLedger
from .request import Answer, Request, get
from .transport import Transport
from .xml import Element

_USER_CHECK = get("/ISAPI/Security/userCheck")
_DEVICE_INFO = get("/ISAPI/System/deviceInfo")


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

    @property
    def logged_in(self) -> bool:
        return self._probe is not None

    def exchange(self, request: Request) -> Answer:
        """Send once, authorised. Raises :class:`CredentialsRefused`, :class:`NotActivated` and transport errors."""
        if not self.logged_in:
            self._log_in()
        answer = self._exchange(request)
        if _refuses_credentials(answer):
            answer = self._repeat_with_new_nonce(request, answer)
        return answer

    def prime(self) -> None:
        """Do one small authorised read now, so that the next request's body travels exactly once."""
        self.exchange(self._probe or _USER_CHECK)

    def forget(self) -> None:
        """Drop connection and challenge. After a reboot the scheme may be another one."""
        self._transport.close()
        self._authorizer = None
        self._probe = None

    def _exchange(self, request: Request) -> Answer:
        headers: dict[str, str] = {}
        if request.body is not None:
            headers["Content-Type"] = request.body.content_type
        if self._authorizer is not None:
            headers["Authorization"] = self._authorizer.header(request.method, request.target)
        return self._transport.exchange(request, headers, request.timeout or self._timeout)

    def _repeat_with_new_nonce(self, request: Request, refused: Answer) -> Answer:
        """The password was good a moment ago in this session, so a 401 now means that the nonce has aged."""
        if lock_state(refused).locked:
            self._refuse(refused)
        self._adopt_challenge(refused)
        if request.body is not None:
            request.body.rewind()
        answer = self._exchange(request)
        if _refuses_credentials(answer):
            self._refuse(answer)
        return answer

    def _log_in(self) -> None:
        self._stop_if_refused_before()
        self._authorizer = None
        for probe in (_USER_CHECK, _DEVICE_INFO):
            challenge = self._exchange(probe)
            if challenge.status == 401:
                self._answer_challenge(probe, challenge)
                break
            self._stop_if_not_activated(challenge)
        else:
            # Neither is protected: the device asks for no password, or it does not speak ISAPI.
            status.judge(challenge, "the login")
        self._probe = probe

    def _answer_challenge(self, probe: Request, challenge: Answer) -> None:
        lock = lock_state(challenge)
        if lock.locked:
            self._ledger.add(self.device, Refusal(self.clock.utc(), lock))
            raise AccountLocked(f"the account on {self.device} is locked{_until(lock)}; nothing was tried", lock=lock)
        self._adopt_challenge(challenge)
        answer = self._exchange(probe)
        if answer.status == 401 and any(offer.stale for offer in _offers(answer)):
            self._adopt_challenge(answer)
            answer = self._exchange(probe)
        if answer.status == 401 or _says_unauthorized(answer):
            self._refuse(answer)
        self._stop_if_not_activated(answer)

    def _stop_if_not_activated(self, answer: Answer) -> None:
        if _says_not_activated(answer):
            raise NotActivated(
                f"{self.device} is not activated: it has no password yet. Activate it first, for example with its "
                "web page or SADP.",
                http_status=answer.status,
                sub_status="notActivated",
            )

    def _adopt_challenge(self, answer: Answer) -> None:
        offers = _offers(answer)
        chosen = choose(offers, allow_basic=self._allow_basic)
        if chosen is None:
            names = ", ".join(sorted({offer.scheme.capitalize() for offer in offers})) or "no scheme at all"
            raise NoAcceptableScheme(
                f"{self.device} offers {names} without TLS, which would send the password readable; nothing was sent. "
                "Use hikvision_use_ssl, or allow it with hikvision_allow_basic."
            )
        self._authorizer = Authorizer(chosen, self._credentials)

    def _stop_if_refused_before(self) -> None:
        earlier = self._ledger.find(self.device)
        if earlier is None:
            return
        lock = self._aged(earlier)
        raise AccountLocked(
            f"{self.device} refused the password or was locked earlier in this run{_until(lock)}; "
            "it is not tried again, because a few wrong answers lock the account",
            lock=lock,
        )

    def _aged(self, earlier: Refusal) -> LockState:
        lock = earlier.lock
        if lock.unlock_time is None:
            return lock
        age = int((self.clock.utc() - earlier.at).total_seconds())
        return LockState(lock.locked, max(0, lock.unlock_time - age), lock.attempts_left)

    def _refuse(self, answer: Answer) -> typing.NoReturn:
        lock = lock_state(answer)
        self._ledger.add(self.device, Refusal(self.clock.utc(), lock))
        self.forget()
        if lock.locked:
            raise AccountLocked(
                f"{self.device} refused the password and its account is locked{_until(lock)}", lock=lock
            )
        left = "" if lock.attempts_left is None else f" ({lock.attempts_left} attempts left before it locks)"
        raise CredentialsRefused(
            f"{self.device} refused the user name or password{left}; no further attempt is made in this run", lock=lock
        )


def _offers(answer: Answer) -> list[Challenge]:
    return read_challenges(answer.headers.get("www-authenticate", ""))


def _refuses_credentials(answer: Answer) -> bool:
    """Whether a 401 is about the password. Some firmwares send 401 with a verdict on the firmware file instead."""
    if answer.status != 401:
        return False
    verdict = status.response_status(answer)
    return verdict is None or not verdict.key or verdict.concerns_credentials


def _until(lock: LockState) -> str:
    return "" if not lock.unlock_time else f" for another {lock.unlock_time} s"


def lock_state(answer: Answer) -> LockState:
    """Lock fields of a ``userCheck`` or ResponseStatus body, wherever the firmware puts them."""
    try:
        root = answer.xml()
    except BadAnswer:
        return LockState()
    lock_status = (root.value("lockStatus") or "").casefold()
    verdict = status.response_status(answer)
    says_locked = lock_status in ("lock", "locked") or (verdict is not None and verdict.says_locked)
    return LockState(
        locked=says_locked if says_locked or lock_status else None,
        unlock_time=_first(root, "unlockTime", "resLockTime"),
        attempts_left=_first(root, "retryLoginTime", "retryTimes"),
    )


def _first(root: Element, *names: str) -> int | None:
    return next((value for name in names if (value := root.integer(name)) is not None), None)


def _user_check(answer: Answer) -> Element | None:
    if answer.status >= 400 or not answer.is_xml:
        return None
    root = answer.xml()
    return root if root.name == "userCheck" else None


def _says_unauthorized(answer: Answer) -> bool:
    root = _user_check(answer)
    return root is not None and root.integer("statusValue") == 401


def _says_not_activated(answer: Answer) -> bool:
    verdict = status.response_status(answer)
    if verdict is not None:
        return verdict.key == "notactivated"
    root = _user_check(answer)
    return root is not None and root.boolean("isActivated") is False

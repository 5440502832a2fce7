# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What everything above HTTP sees of a device: send a request, get an accepted answer or a named error.

Retries: only reads, and only for these reasons.

* No answer on a connection that had answered before: devices close idle connections without notice.
* ``Busy`` (statusCode 2, or HTTP 408, 429, 500, 502, 503, 504): services start later than HTTP after a boot.

A request that changes something is sent once. The one repetition it may get is the Digest protocol's own: the device
answered 401 because the nonce was stale, so it has not acted on the request.
"""

from __future__ import annotations

import contextlib
import itertools
import typing

from .._clock import Backoff, Clock
from . import status
from .authentication import Credentials
from .errors import Busy, NotSupported, PermissionDenied, Unreachable, WriteInCheckMode
from .ledger import RefusalLedger
from .request import Answer, Request, get, get_json
from .session import Session
from .transport import Transport
from .xml import Element

_RETRIES = 2
_RETRY_PAUSE = Backoff(first=0.5, factor=2.0)


class Client:
    """One device. Not for use by several threads: devices take one request at a time.

    ``device`` (``host:port``) names it in messages and in the ledger. ``timeout`` is in seconds without a sign of
    life. A ``read_only`` client raises :class:`WriteInCheckMode` instead of sending anything but GET, which is what
    check mode means here. ``has_written`` tells whether a changing request has been sent: from then on a silent
    device is a failure of ours, not an unreachable host.
    """

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        *,
        device: str,
        clock: Clock,
        ledger: RefusalLedger,
        timeout: float = 10.0,
        allow_basic: bool = False,
        read_only: bool = False,
    ) -> None:
        self.device = device
        self.clock = clock
        self.credentials = credentials
        self.read_only = read_only
        self._session = Session(
            transport, credentials, device=device, clock=clock, ledger=ledger, timeout=timeout, allow_basic=allow_basic
        )

    @property
    def has_written(self) -> bool:
        return self._session.has_written

    def send(self, request: Request) -> Answer:
        """Send one request and return the accepted answer.

        Raises any error of the tree; of :class:`.errors.Rejected` the subclass that fits.
        """
        if self.read_only and not request.safe:
            raise WriteInCheckMode(f"{request} would change {self.device}, and this is check mode")
        pauses = itertools.islice(_RETRY_PAUSE.pauses(), _RETRIES if request.safe else 0)
        while True:
            connection_was_open = self._session.logged_in
            try:
                answer = self._session.exchange(request)
                status.judge(answer, str(request))
            except Busy:
                pause = next(pauses, None)
                if pause is None:
                    raise
                self.clock.sleep(pause)
            except Unreachable:
                if next(pauses, None) is None or not connection_was_open:
                    raise
                self._session.forget()
            else:
                return answer

    def read(self, path: str) -> Element:
        """The XML document at ``path``."""
        return self.send(get(path)).xml()

    def read_json(self, path: str) -> dict[str, typing.Any]:
        """The JSON form of the document at ``path``."""
        return self.send(get_json(path)).json()

    def prime(self) -> None:
        """Make sure that the next request goes out already authorised, so that its body travels once."""
        with contextlib.suppress(NotSupported, PermissionDenied):  # also an answer, with the nonce accepted
            self.send(self._session.probe)

    def forget_session(self) -> None:
        """Drop connection and challenge; the next request logs in anew."""
        self._session.forget()

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What everything above HTTP sees of HikCentral: make a call, get its data or a named error.

Retries, each with a new signature, and only for these reasons:

* No answer. All calls read, so one that was acted upon may be repeated.
* Codes 4 and 6 (timeout, busy) and 0x00052101 and 0x00052103 (a service behind the gateway can not answer now).

A refused key or signature is never tried again: the gateway may count.
"""

from __future__ import annotations

import itertools
import typing
import uuid

from .._clock import Backoff, Clock
from . import signing
from .call import Call, opened
from .errors import Busy, NotReached
from .transport import Transport

_PAUSE = Backoff(first=1.0, factor=2.0)
_HEADERS: typing.Final = {"accept": "*/*", "content-type": "application/json"}


class Client:
    """One HikCentral server. ``user_id`` names the platform user on whose behalf calls are made."""

    def __init__(
        self,
        transport: Transport,
        access_key: signing.AccessKey,
        *,
        clock: Clock,
        style: signing.Style = signing.Style.ARTEMIS,
        user_id: str | None = None,
        retries: int = 2,
    ) -> None:
        self._transport = transport
        self._access_key = access_key
        self._clock = clock
        self._style = style
        self._headers = {**_HEADERS, **({"userid": user_id} if user_id else {})}
        self._retries = retries

    def call(self, call: Call) -> typing.Any:
        """The data of the answer. Raises any error of the tree."""
        pauses = itertools.islice(_PAUSE.pauses(), self._retries)
        while True:
            try:
                return self._once(call)
            except (Busy, NotReached):
                pause = next(pauses, None)
                if pause is None:
                    raise
                self._clock.sleep(pause)

    def _once(self, call: Call) -> typing.Any:
        headers = signing.signed(
            self._access_key,
            call.target,
            self._headers,
            timestamp=round(self._clock.utc().timestamp() * 1000),
            nonce=str(uuid.uuid4()),
            style=self._style,
        )
        return opened(self._transport.post(call.target, headers, call.content), call, self._access_key)

    def close(self) -> None:
        self._transport.close()

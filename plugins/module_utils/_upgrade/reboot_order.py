# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our one order to reboot."""

from __future__ import annotations

from .._clock import Deadline
from .._device.system import order_reboot
from .._isapi.client import Client
from .._isapi.errors import Busy, Rejected, Unreachable


class RebootOrder:
    """Given at most once. A device that is too busy for it has not got it, and is asked again until the limit.

    ``accepted`` by the device; ``refusal`` is why not, as a sentence part. From the first try the device has
    ``seconds`` to go down.
    """

    def __init__(self, client: Client, seconds: float, *, accepted: bool = False) -> None:
        self.accepted = accepted
        self.refusal = ""
        self._client = client
        self._seconds = seconds
        self._closed = accepted
        self._deadline = Deadline(client.clock, seconds) if accepted else None

    @property
    def open(self) -> bool:
        """Whether it may still be given."""
        return not self._closed

    @property
    def begun(self) -> bool:
        return self._deadline is not None

    @property
    def expired(self) -> bool:
        """The device has had its time and did not go down."""
        return self._deadline is not None and self._deadline.passed

    def give(self) -> None:
        """Tell the device. Raises what concerns the way in, such as :class:`CredentialsRefused`."""
        if self._deadline is None:
            self._deadline = Deadline(self._client.clock, self._seconds)
        try:
            order_reboot(self._client)
        except Busy as error:
            self.refusal = str(error)
            return
        except Rejected as error:
            self.refusal = str(error)
        except Unreachable:
            self._client.forget_session()  # it may be going down already
        else:
            self.accepted = True
        self._closed = True

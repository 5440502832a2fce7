# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can go wrong between us and a device.

::

    IsapiError
    ├── Unreachable             no connection, or no answer to a read
    │   └── TlsRefused          the device is there, its certificate or TLS version is not acceptable
    ├── ConnectionLost          the connection broke after a request that changes something had begun
    ├── CredentialsRefused      the device refused an answer to its challenge; nothing more is sent to it
    │   └── AccountLocked       the device says, or we remember, that the account is locked
    ├── NoAcceptableScheme      the device offers no authentication that our settings allow; nothing was sent
    ├── Rejected                the device understood the request and said no
    │   ├── Busy                ... for now
    │   ├── NotSupported        ... it has no such function
    │   ├── PermissionDenied    ... to this account
    │   ├── NotActivated        ... until somebody sets its first password
    │   └── PackageRefused      ... to this firmware file
    ├── BadAnswer               the answer is not what any known firmware sends there
    ├── DeadlineExceeded        an upload took longer than it may
    └── WriteInCheckMode        a change was about to be sent by a read-only client: a bug of ours
"""

from __future__ import annotations

import dataclasses
import typing


class IsapiError(Exception):
    """Base of the tree. ``str(error)`` is a sentence for the operator, ``advice`` says what to do about it."""

    advice: typing.ClassVar[str] = "Look at the device and its network, then run again."

    def details(self) -> dict[str, typing.Any]:
        """Facts that belong into a module result beside the message; never a secret."""
        return {}


class Unreachable(IsapiError):
    """The device did not accept a connection or did not answer in time."""

    advice = "Check power, cabling, address and port, then run again."


class TlsRefused(Unreachable):
    """The TLS handshake failed: certificate, fingerprint, protocol version or cipher."""

    advice = (
        "Pin the certificate with hikvision_tls_fingerprint, or name its authority with hikvision_ca_path; for an old "
        "device see hikvision_tls_min_version and hikvision_tls_ciphers."
    )


class ConnectionLost(IsapiError):
    """The connection broke while a changing request was under way.

    ``sent`` and ``total`` are bytes of the request body. ``sent == total`` means the device has the whole body and
    may well be acting on it; fewer means it can not.
    """

    def __init__(self, message: str, *, sent: int, total: int) -> None:
        super().__init__(message)
        self.sent = sent
        self.total = total

    @property
    def whole_body_sent(self) -> bool:
        return self.sent >= self.total

    def details(self) -> dict[str, typing.Any]:
        return {"bytes_sent": self.sent, "bytes_total": self.total}


@dataclasses.dataclass(frozen=True, slots=True)
class LockState:
    """What a device tells about failed logins; ``None`` where it tells nothing.

    ``unlock_time`` is in seconds from the answer, ``attempts_left`` counts wrong passwords until the account locks.
    """

    locked: bool | None = None
    unlock_time: int | None = None
    attempts_left: int | None = None

    @property
    def rest(self) -> str:
        """The end of a sentence that says "locked"."""
        return f" for another {self.unlock_time} s" if self.unlock_time else ""


class CredentialsRefused(IsapiError):
    """The device refused the user name or password. One such answer ends all attempts of this run."""

    advice = "Correct the password in the vault before the next run, and do not try passwords by hand."

    def __init__(self, message: str, *, lock: LockState) -> None:
        super().__init__(message)
        self.lock = lock

    def details(self) -> dict[str, typing.Any]:
        return dataclasses.asdict(self.lock)


class AccountLocked(CredentialsRefused):
    """The account is locked, or an earlier task of this run was refused: nothing was tried."""

    advice = "Correct the password in the vault and wait until the lock has ended, 30 minutes on most devices."


class NoAcceptableScheme(IsapiError):
    """The device offers only schemes that are off, such as Basic without TLS."""

    advice = "Use hikvision_use_ssl, or accept the risk with hikvision_allow_basic."


class Rejected(IsapiError):
    """The device answered with a failure. ``sub_status`` is its ``subStatusCode`` as sent, or ``""``."""

    def __init__(self, message: str, *, http_status: int, status_code: int | None = None, sub_status: str = "") -> None:
        super().__init__(message)
        self.http_status = http_status
        self.status_code = status_code
        self.sub_status = sub_status

    @property
    def turned_down(self) -> bool:
        """Whether the device judged the request and did nothing.

        An error of its own (statusCode 3) and a bare server error may come from the middle of the work instead.
        """
        if self.status_code is None and not self.sub_status:
            return self.http_status < 500 and self.http_status != 408
        return self.status_code != 3

    def details(self) -> dict[str, typing.Any]:
        return {"http_status": self.http_status, "status_code": self.status_code, "sub_status_code": self.sub_status}


class Busy(Rejected):
    """Temporary: the same request may succeed later."""

    advice = "Run again when the device is done with what it does now."


class NotSupported(Rejected):
    """This device or firmware has no such function, or not with this verb."""


class PermissionDenied(Rejected):
    """The account is valid but has no right to do this."""

    advice = "Use an administrator, or an operator with the remote upgrade and configuration rights."


class NotActivated(Rejected):
    """The device has no password yet; it must be activated first."""

    advice = "Activate the device first, for example on its web page or with SADP."


class PackageRefused(Rejected):
    """The firmware file is not for this device, or damaged. Permanent."""


class BadAnswer(IsapiError):
    """An answer that can not be read: broken markup, a web page, far too large, a missing field."""

    advice = (
        "Look at the device's web page; a reboot often helps. Check that the address is the device's and not a proxy's."
    )


class DeadlineExceeded(IsapiError):
    """An upload stood where the message says when its time was over."""


class WriteInCheckMode(IsapiError):
    """A read-only client was asked to change the device."""

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS as a policy value and the context made from it."""

from __future__ import annotations

import dataclasses
import functools
import re
import ssl

_VERSIONS = {
    "TLSv1": ssl.TLSVersion.TLSv1,
    "TLSv1.1": ssl.TLSVersion.TLSv1_1,
    "TLSv1.2": ssl.TLSVersion.TLSv1_2,
    "TLSv1.3": ssl.TLSVersion.TLSv1_3,
}
VERSIONS = tuple(_VERSIONS)


@dataclasses.dataclass(frozen=True, slots=True)
class TlsPolicy:
    """How a device proves who it is.

    ``fingerprint`` is the SHA-256 of the certificate (hexadecimal, colons optional). It replaces the check against
    certificate authorities, because factory certificates are self-signed and carry no name.
    """

    verify: bool = True
    ca_path: str | None = None
    fingerprint: str | None = None
    minimum_version: str = "TLSv1.2"
    ciphers: str | None = None

    @property
    def checks_authority(self) -> bool:
        return self.verify and not self.fingerprint

    @property
    def pin(self) -> str | None:
        """The fingerprint in bare lower-case digits. Raises :class:`ValueError` for anything but a SHA-256."""
        if not self.fingerprint:
            return None
        digits = self.fingerprint.rpartition("=")[2].replace(":", "").strip().lower()  # OpenSSL writes a name first
        if not re.fullmatch("[0-9a-f]{64}", digits):
            raise ValueError("a fingerprint is the SHA-256 of the certificate, 64 hexadecimal digits")
        return digits


@functools.cache
def context(policy: TlsPolicy) -> ssl.SSLContext:
    """The context of a policy; made once a process, because loading the authorities costs 30 ms of CPU.

    Raises :class:`OSError`, which names the setting, when ``ca_path`` or ``ciphers`` can not be used.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if policy.checks_authority:
        _load_authorities(made, policy.ca_path)
    else:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    if policy.ciphers:
        _set_ciphers(made, policy.ciphers)
    made.minimum_version = _VERSIONS[policy.minimum_version]
    return made


def _load_authorities(made: ssl.SSLContext, ca_path: str | None) -> None:
    if ca_path is None:
        made.load_default_certs()
        return
    try:
        made.load_verify_locations(cafile=ca_path)
    except IsADirectoryError:
        made.load_verify_locations(capath=ca_path)
    except OSError as error:
        raise OSError(f"no certificate authorities in {ca_path} ({error.strerror})") from error


def _set_ciphers(made: ssl.SSLContext, ciphers: str) -> None:
    try:
        made.set_ciphers(ciphers)
    except ssl.SSLError as error:
        raise OSError(f"OpenSSL knows no ciphers for {ciphers!r}") from error

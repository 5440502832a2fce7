# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges the signature of a request.

The rule as read here, from the words of the guide: the text to sign is the verb; the values of Accept, Content-MD5,
Content-Type and Date, each on a line of its own if the request has the header; ``name:value`` for each header listed in
X-Ca-Signature-Headers; and the address after the host. Gateways of the other style keep a blank line for each of the
four headers that the request does not have.
"""

from __future__ import annotations

import base64
import dataclasses
import email.message
import hashlib
import hmac
import time

NO_KEY, NO_PARTNER, NO_SIGNATURE, WRONG_SIGNATURE = "0x02401000", "0x02401001", "0x02401002", "0x02401003"
PATIENCE = 15 * 60 * 1000  # milliseconds that a request may be old
NEEDED = {"x-ca-key", "x-ca-timestamp"}


@dataclasses.dataclass(frozen=True)
class Complaint:
    code: str
    text: str


class Doorkeeper:
    """Knows one partner, and the nonces that it has used."""

    def __init__(self, key: str, secret: str, *, blank_lines: bool) -> None:
        self._key = key
        self._secret = secret
        self._blank_lines = blank_lines
        self._nonces: set[str] = set()

    def complaint(self, address: str, headers: email.message.Message) -> Complaint | None:
        """What is wrong with the request; ``None`` lets it in."""
        if "X-Ca-Key" not in headers:
            return Complaint(NO_KEY, "AppKey is empty")
        if headers["X-Ca-Key"] != self._key:
            return Complaint(NO_PARTNER, f"no partner has the AppKey {headers['X-Ca-Key']}")
        if "X-Ca-Signature" not in headers:
            return Complaint(NO_SIGNATURE, "Signature is empty")
        text = self._text(address, headers)
        mac = hmac.new(bytes(self._secret, "utf-8"), bytes(text, "utf-8"), digestmod=hashlib.sha256)
        listed = headers.get("X-Ca-Signature-Headers", "").split(",")
        if str(base64.b64encode(mac.digest()), "ascii") != headers["X-Ca-Signature"] or not set(listed) >= NEEDED:
            # Gateways of this descent quote what they signed, and with it the key.
            return Complaint(WRONG_SIGNATURE, f"Invalid Signature! Server StringToSign:\n{text}")
        return self._stale(headers)

    def _text(self, address: str, headers: email.message.Message) -> str:
        text = "POST\n"
        for name in "Accept", "Content-MD5", "Content-Type", "Date":
            if name in headers:
                text += headers[name] + "\n"
            elif self._blank_lines:
                text += "\n"
        for name in sorted(headers.get("X-Ca-Signature-Headers", "").split(",")):
            text += f"{name}:{headers.get(name, '')}\n"
        return text + address

    def _stale(self, headers: email.message.Message) -> Complaint | None:
        age = time.time() * 1000 - int(headers["X-Ca-Timestamp"])
        if abs(age) > PATIENCE:
            return Complaint(WRONG_SIGNATURE, "the timestamp is too old")
        nonce = headers.get("X-Ca-Nonce")
        if nonce is not None and nonce in self._nonces:
            return Complaint(WRONG_SIGNATURE, "the nonce was used before")
        self._nonces.add(str(nonce))
        return None

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets of a request: a device must be able to read them, and nobody else."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device import secret as module
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.capabilities import (
    LengthLimits,
    SecurityCapabilities,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.secret import (
    EncryptionUnavailable,
    UnfitSecret,
    encrypt,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.authentication import Credentials
from ansible_collections.surveillance.hikvision.tests.unit.backup.device_side import decrypted

ACCOUNT = Credentials("admin", "Wire-canary-1")
USUAL = SecurityCapabilities(irreversible=True, salt="5f3a", key_iterations=100)


@pytest.mark.parametrize("secret", ["a", "abc123", "sixteen letters!", "<&>\"'", "ünïcödé", "x" * 64, "14 characters!"])
@pytest.mark.parametrize(
    "capabilities, scheme",
    [
        (USUAL, {"salt": "5f3a", "iterations": 100}),
        (SecurityCapabilities(irreversible=True, key_iterations=1), {"iterations": 1}),
        (SecurityCapabilities(irreversible=False, key_iterations=100), {"irreversible": False, "iterations": 100}),
        (SecurityCapabilities(), {"irreversible": False}),
    ],
)
def test_a_device_reads_it(secret: str, capabilities: SecurityCapabilities, scheme: dict[str, typing.Any]) -> None:
    made = encrypt(secret, ACCOUNT, capabilities)
    assert decrypted(made.text, made.iv, user="admin", password="Wire-canary-1", **scheme) == secret


def test_a_long_reversible_password_is_cut_as_the_device_cuts_it() -> None:
    account = Credentials("admin", "p" * 80)
    made = encrypt("abc", account, SecurityCapabilities(irreversible=False, key_iterations=2))
    scheme: dict[str, typing.Any] = {"irreversible": False, "iterations": 2}
    assert decrypted(made.text, made.iv, user="admin", password="p" * 64, **scheme) == "abc"


def test_each_time_it_looks_different() -> None:
    assert encrypt("abc123", ACCOUNT, USUAL) != encrypt("abc123", ACCOUNT, USUAL)


def test_the_query_is_in_lower_case_hexadecimal_and_holds_no_plain_text() -> None:
    query = encrypt("abc123", ACCOUNT, USUAL).as_query()
    assert set(query) == {"secretkey", "security", "iv"}
    assert query["security"] == "1"
    assert len(query["iv"]) == 32
    for value in (query["secretkey"], query["iv"]):
        assert value == value.lower()
        bytes.fromhex(value)
    assert "abc123" not in str(query)


@pytest.mark.parametrize("secret, fits", [("", False), ("a", True), ("a" * 16, True), ("a" * 17, False)])
def test_a_secret_that_the_device_would_cut_is_not_sent(secret: str, *, fits: bool) -> None:
    capabilities = SecurityCapabilities(secret_key_length=LengthLimits(1, 16))
    if fits:
        assert encrypt(secret, ACCOUNT, capabilities).text
        return
    with pytest.raises(UnfitSecret, match="1 to 16 characters") as caught:
        encrypt(secret, ACCOUNT, capabilities)
    assert "aaaa" not in str(caught.value)


def test_without_the_library_it_says_which_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MISSING_LIBRARY", ImportError("no cryptography"))
    with pytest.raises(EncryptionUnavailable, match="cryptography"):
        encrypt("abc", ACCOUNT, USUAL)

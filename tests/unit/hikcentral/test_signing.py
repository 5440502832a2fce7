# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The signature, by a published vector and by the reading of somebody else."""

from __future__ import annotations

import email.message
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.signing import (
    AccessKey,
    Style,
    signature,
    signed,
    string_to_sign,
)
from ansible_collections.surveillance.hikvision.tests.hikcentral_server.doorkeeper import Doorkeeper

PATH = "/artemis/api/vehicle/v1/parkingfee/calculate"
VECTOR_HEADERS = {
    "accept": "*/*",
    "content-type": "application/json",
    "x-ca-key": "test-ak",
    "x-ca-timestamp": "1479968678000",
}
TEXT = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)


def test_the_vector_of_another_implementation() -> None:
    text = string_to_sign("POST", PATH, VECTOR_HEADERS)
    assert signature(AccessKey("test-ak", "test-secret"), text) == "rkpWqx7qKJj95FSwyQhUDgIGT30BCs6AjwFxQwYizmk="


def test_a_header_that_is_not_sent_has_no_line() -> None:
    assert string_to_sign("POST", PATH, VECTOR_HEADERS) == (
        f"POST\n*/*\napplication/json\nx-ca-key:test-ak\nx-ca-timestamp:1479968678000\n{PATH}"
    )


def test_the_other_style_keeps_its_line_empty() -> None:
    assert string_to_sign("POST", PATH, VECTOR_HEADERS, Style.ALIYUN) == (
        f"POST\n*/*\n\napplication/json\n\nx-ca-key:test-ak\nx-ca-timestamp:1479968678000\n{PATH}"
    )


def test_all_four_plain_headers_have_their_place() -> None:
    headers = {"date": "D", "content-md5": "M", "content-type": "C", "accept": "A"}
    for style in Style:
        assert string_to_sign("POST", "/p?q=1", headers, style) == "POST\nA\nM\nC\nD\n/p?q=1"


def test_a_signed_request_names_what_is_signed_and_never_the_secret() -> None:
    headers = signed(
        AccessKey("ak", "sk-canary"),
        PATH,
        {"accept": "*/*", "userid": "u"},
        timestamp=5,
        nonce="n",
        style=Style.ARTEMIS,
    )
    assert headers["x-ca-signature-headers"] == "x-ca-key,x-ca-nonce,x-ca-timestamp"
    assert (headers["x-ca-key"], headers["x-ca-timestamp"], headers["userid"]) == ("ak", "5", "u")
    assert "sk-canary" not in str(headers)


@pytest.mark.parametrize("style", Style)
@settings(deadline=None)
@given(key=TEXT, secret=TEXT, nonce=TEXT, accept=st.none() | TEXT, md5=st.none() | TEXT)
def test_an_independent_check_lets_it_in(
    style: Style, key: str, secret: str, nonce: str, accept: str | None, md5: str | None
) -> None:
    plain = {"accept": accept, "content-md5": md5, "content-type": "application/json"}
    given_headers = {name: value for name, value in plain.items() if value is not None}
    now = round(time.time() * 1000)
    headers = signed(AccessKey(key, secret), PATH, given_headers, timestamp=now, nonce=nonce, style=style)
    message = email.message.Message()
    for name, value in headers.items():
        message[name] = value
    blank_lines = style is Style.ALIYUN
    assert Doorkeeper(key, secret, blank_lines=blank_lines).complaint(PATH, message) is None
    assert Doorkeeper(key, secret + "x", blank_lines=blank_lines).complaint(PATH, message) is not None
    assert Doorkeeper(key, secret, blank_lines=blank_lines).complaint(PATH + "x", message) is not None


def test_the_pair_prints_nothing() -> None:
    assert repr(AccessKey("ak-canary", "sk-canary")) == str(AccessKey("ak-canary", "sk-canary")) == "AccessKey()"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server says loses the keys, and can not write into a terminal."""

from __future__ import annotations

import base64
import urllib.parse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.redaction import redacted
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.signing import AccessKey, signature

KEY = AccessKey("ak-28471936", "Secret/7Jq+r2w=")


@pytest.mark.parametrize("secret", [KEY.key, KEY.secret])
def test_neither_half_passes_in_any_spelling(secret: str) -> None:
    encoded = base64.b64encode(secret.encode()).decode()
    for spelling in (secret, urllib.parse.quote(secret, safe=""), encoded, encoded.rstrip("=")):
        assert redacted(f"before {spelling} after", KEY) == "before *** after"


def test_a_signature_passes_neither() -> None:
    assert redacted(f"expected {signature(KEY, 'text')}, or else", KEY) == "expected ***, or else"


def test_a_quoted_text_becomes_one_line() -> None:
    text = "Server StringToSign:\nPOST\n*/*\x1b[31m\nx-ca-key:ak-28471936\n/artemis"
    assert redacted(text, KEY) == "Server StringToSign: POST */* [31m x-ca-key:*** /artemis"


def test_a_long_text_is_cut_after_the_keys_are_gone() -> None:
    line = redacted("x" * 195 + KEY.secret, KEY)
    assert line == "x" * 195 + "***"
    assert len(redacted("y" * 5000, KEY)) == 203


@settings(deadline=None)
@given(st.text(), st.text(st.characters(codec="ascii", min_codepoint=0x21), min_size=4))
def test_no_text_keeps_a_secret(text: str, secret: str) -> None:
    # The mask itself may complete a secret that is made of asterisks.
    if "*" not in secret:
        assert secret not in redacted(text + secret + text, AccessKey("unrelated-key", secret)).replace("...", "")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which words mean which language, and what suits what."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.language import (
    Language,
    language_of,
    suits,
)

EN, ML, CN, OTHER = Language.EN, Language.ML, Language.CN, Language.OTHER


@pytest.mark.parametrize(
    "word, expected",
    [
        ("English", EN), ("EN", EN), ("en", EN), ("en_US", EN), (" english ", EN),
        ("Simplified Chinese", CN), ("SimplifiedChinese", CN), ("chinese", CN), ("zh-Hans", CN), ("CN", CN),
        ("ML", ML), ("Multi-Language", ML),
        ("Traditional Chinese", OTHER), ("zh-Hant", OTHER), ("Russian", OTHER), ("OTHER", OTHER),
        ("", None), (None, None), ("--", None),
    ],
)  # fmt: skip
def test_words(word: str | None, expected: Language | None) -> None:
    assert language_of(word) is expected


def test_what_suits_what() -> None:
    fitting = {(firmware, has) for firmware in Language for has in Language if suits(firmware, has)}
    same = {(word, word) for word in Language}
    assert fitting == same | {(ML, EN), (ML, OTHER), (EN, ML), (OTHER, ML)}

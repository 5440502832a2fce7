# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Languages of firmware and of devices. The wrong one can leave a device in a boot loop, so regions are kept apart."""

from __future__ import annotations

import enum
import re


class Language(enum.StrEnum):
    """The languages that decide where a firmware may run."""

    EN = "EN"
    ML = "ML"  # several, English among them
    CN = "CN"  # simplified Chinese: hardware of the Chinese market
    OTHER = "OTHER"


# Words without signs, as devices, headers and people write them.
_WORDS = {
    Language.EN: {"en", "eng", "english", "enus", "engb"},
    Language.ML: {"ml", "multi", "multilanguage", "multilingual", "gml", "enml"},
    Language.CN: {"cn", "zh", "chn", "chs", "zhcn", "zhhans", "chinese", "simplifiedchinese", "chinesesimplified"},
}
_SIGNS = re.compile(r"[\W_]+")


def language_of(told: str | None) -> Language | None:
    """The language behind a word such as ``English`` or ``Simplified Chinese``; ``None`` when nothing is told."""
    word = _SIGNS.sub("", (told or "").casefold())
    if not word:
        return None
    return next((language for language, words in _WORDS.items() if word in words), Language.OTHER)


def suits(firmware: Language, device: Language) -> bool:
    """Whether a firmware may run on a device of a language. Several languages suit all but Chinese hardware."""
    if firmware is Language.ML or device is Language.ML:
        return Language.CN not in (firmware, device)
    return firmware is device

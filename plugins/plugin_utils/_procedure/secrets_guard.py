# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets must not slip into what is recorded: whatever was about to be written is searched for them."""

from __future__ import annotations

import collections.abc
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.errors import SecretRefused

_SHORTEST: typing.Final = 6  # characters; shorter ones would be found in digests

# People write a code in small letters, or without its hyphens.
_SEPARATORS = re.compile(r"[\s_.-]+")


def refuse_secrets(value: object, secrets: typing.Iterable[str]) -> None:
    """Raises :class:`SecretRefused` when a text in ``value`` holds a secret. The error does not say which or where."""
    wanted = [folded for secret in secrets if len(folded := _folded(secret)) >= _SHORTEST]
    if wanted and any(secret in text for text in map(_folded, _texts(value)) for secret in wanted):
        raise SecretRefused("Something that is to be recorded or shown holds a secret.")


def _folded(text: str) -> str:
    return _SEPARATORS.sub("", text).casefold()


def _texts(value: object) -> typing.Iterator[str]:
    match value:
        case str():
            yield value
        case collections.abc.Mapping():
            for key, each in value.items():
                yield str(key)
                yield from _texts(each)
        case collections.abc.Sequence():
            for each in value:
                yield from _texts(each)
        case int() | float():
            yield str(value)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a JSON Schema objects to, in the words of somebody who writes a catalogue by hand."""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import Path

Found = typing.Iterator[tuple[Path, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Objection:
    """A keyword of the schema that a value breaks. ``rule`` is what the schema says for the keyword.

    ``schema`` is the part of the schema around it, ``written`` a single value as it stands in the file.
    """

    keyword: str
    path: Path
    told: typing.Any
    rule: typing.Any
    schema: typing.Mapping[str, typing.Any]
    written: str | None = None

    @property
    def wanted(self) -> str:
        """The end of a sentence: what the schema says about the place."""
        return f". Wanted: {self.schema['description']}".removesuffix(".") if "description" in self.schema else ""


def findings(objection: Objection) -> Found:
    """The places to look at, and what is wrong there."""
    yield from _WORDS.get(objection.keyword, _unfit)(objection)


def _unfit(objection: Objection) -> Found:
    yield objection.path, f"{_short(objection.told)} does not fit{objection.wanted}"


def _wrong_type(objection: Objection) -> Found:
    told, kind = objection.told, objection.rule
    written = objection.written or json.dumps(told)
    if told is None:
        sentence = f"there is no value{objection.wanted}"
    elif kind == "string" and isinstance(told, bool):
        sentence = f"{written} is a truth value; quote it: '{written}'"
    elif kind == "string" and isinstance(told, (int, float)):
        sentence = f"{written} is a number; quote it: '{written}'"
    elif kind in ("integer", "number") and isinstance(told, str) and re.fullmatch(r"[0-9]+", told):
        sentence = f"'{told}' is text; write the number without quotes"
    else:
        sentence = f"{_short(told)} is not {_KINDS.get(kind, kind)}{objection.wanted}"
    yield objection.path, sentence


def _unknown_keys(objection: Objection) -> Found:
    known = list(objection.schema["properties"])
    for key in objection.told:
        if key not in known:
            hint = _meant(key, known) or "; there are " + ", ".join(known)
            yield (*objection.path, key), f"there is no such key{hint}"


def _missing_keys(objection: Objection) -> Found:
    reason = objection.schema.get("$comment")
    for key in objection.rule:
        if key not in objection.told:
            yield objection.path, f"the key {key!r} is missing" + (f": {reason}" if reason else "")


def _missing_companions(objection: Objection) -> Found:
    for key, needed in objection.rule.items():
        if key in objection.told and (missing := [other for other in needed if other not in objection.told]):
            yield (*objection.path, key), f"{key!r} needs {' and '.join(map(repr, missing))} beside it"


def _bad_choice(objection: Objection) -> Found:
    choices = [str(choice) for choice in objection.rule]
    told = "no value" if objection.told is None else _short(objection.told)
    yield objection.path, f"{told} is not one of {', '.join(choices)}{_meant(str(objection.told), choices)}"


def _wrong_constant(objection: Objection) -> Found:
    yield objection.path, f"{_short(objection.told)} is not supported; it must be '{objection.rule}'"


def _repetition(objection: Objection) -> Found:
    yield objection.path, "the list names something twice"


_WORDS: typing.Final[dict[str, typing.Callable[[Objection], Found]]] = {
    "type": _wrong_type,
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "dependentRequired": _missing_companions,
    "enum": _bad_choice,
    "const": _wrong_constant,
    "uniqueItems": _repetition,
}
_KINDS: typing.Final = {
    "object": "a mapping of keys to values",
    "array": "a list; one value, too, is written as a list",
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
}


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _meant(word: str, known: typing.Sequence[str]) -> str:
    near = {choice.lower(): choice for choice in known}
    found = difflib.get_close_matches(word.lower(), near, n=1, cutoff=0.6)
    return f"; did you mean {near[found[0]]!r}?" if found else ""

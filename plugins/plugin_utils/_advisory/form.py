# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a document of advisories, by the JSON Schema that the collection ships and by what it means."""

from __future__ import annotations

import functools
import json
import pathlib
import typing

import jsonschema

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.bound import Bound, Range, day_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.document import Document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.problem import Path, dotted

SCHEMA: typing.Final = pathlib.Path(__file__).resolve().parents[3] / "data" / "advisories.schema.json"

_SPOKEN_FOR = ("anyOf", "not", "pattern")  # what these say of themselves is no help; the schema describes the place


def problems(document: Document) -> list[str]:
    """Sentences that begin with path and line. What a document means is looked at once its form is right."""
    found = list(_form(document)) or list(_meaning(document.content))
    return [_sentence(document, path, words) for path, words in found]


def _sentence(document: Document, path: Path, words: str) -> str:
    line = document.line(path) or document.line(path[:-1])
    place = dotted(path) if path else "the document"
    return f"{place}{f' (line {line})' if line else ''}: {words}"


@functools.cache
def _validator() -> jsonschema.protocols.Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _form(document: Document) -> typing.Iterator[tuple[Path, str]]:
    for error in _validator().iter_errors(document.content):
        described = error.schema.get("description") if isinstance(error.schema, dict) else None
        words = f"wanted is {described}" if error.validator in _SPOKEN_FOR and described else error.message
        yield tuple(error.absolute_path), words


def _meaning(content: typing.Mapping[str, typing.Any]) -> typing.Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for number, advisory in enumerate(content["advisories"]):
        place: Path = ("advisories", number)
        for name in (advisory["id"], *advisory.get("aliases", ())):
            if name.casefold() in seen:
                yield (*place, "id"), f"{name} is there twice"
            seen.add(name.casefold())
        for position, rule in enumerate(advisory["rules"]):
            yield from _ends(rule, (*place, "rules", position))


def _ends(rule: typing.Mapping[str, typing.Any], place: Path) -> typing.Iterator[tuple[Path, str]]:
    ends = {key: Bound.read(rule[key]) for key in ("from", "to") if key in rule}
    undated = [key for key, bound in ends.items() if bound.build is not None and day_of(bound.build) is None]
    for key in undated:
        yield (*place, key, "build"), f"{ends[key].build!r} is not a date yymmdd"
    affected = Range(ends.get("from"), ends.get("to"))
    if affected.is_reversed:
        yield (*place, "to"), f"no firmware is {affected}"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a document of advisories, by the JSON Schema that the collection ships and by what it means."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.bound import Bound, Range, day_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import Document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import Path, Problem
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.schema import SCHEMAS, schema_problems

SCHEMA: typing.Final = SCHEMAS / "advisories.schema.json"


def problems(document: Document) -> list[str]:
    """Sentences with path and line. What a document means is looked at once its form is right.

    Raises :class:`LibraryMissing`.
    """
    found = schema_problems(document, SCHEMA) or [
        Problem(path, document.line(path) or document.line(path[:-1]), words)
        for path, words in _meaning(document.content)
    ]
    return [str(problem) for problem in found]


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

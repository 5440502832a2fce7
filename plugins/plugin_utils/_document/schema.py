# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a document, by a JSON Schema that the collection ships and editors understand."""

from __future__ import annotations

import functools
import itertools
import json
import pathlib
import re
import typing

try:
    import jsonschema
except ImportError as error:
    # Reported as a missing library instead of a traceback.
    MISSING_LIBRARY: ImportError | None = error
else:
    MISSING_LIBRARY = None

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import Document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.errors import LibraryMissing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import Problem
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.schema_words import Objection, findings

SCHEMAS: typing.Final = pathlib.Path(__file__).resolve().parents[3] / "data"
MOST_OBJECTIONS = 200


def schema_problems(document: Document, schema: pathlib.Path) -> list[Problem]:
    """Everything that the schema in a file objects to: first what concerns most of the document, then line by line.

    Raises :class:`LibraryMissing`.
    """
    if MISSING_LIBRARY is not None:
        raise LibraryMissing(f"The Python library jsonschema is missing on the controller ({MISSING_LIBRARY}).")
    errors = itertools.islice(_validator(schema).iter_errors(document.content), MOST_OBJECTIONS)
    found = dict.fromkeys(finding for error in errors for finding in findings(_objection(error, document)))
    problems = [Problem(path, document.line(path), sentence) for path, sentence in found]
    return sorted(problems, key=lambda problem: (len(problem.path), problem.line or 0))


@functools.cache
def _validator(path: pathlib.Path) -> jsonschema.protocols.Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    strict: type[jsonschema.protocols.Validator] = jsonschema.validators.extend(
        jsonschema.Draft202012Validator, {"pattern": _pattern}
    )
    return strict(schema)


def _pattern(
    _validator: object, pattern: str, instance: object, _schema: object
) -> typing.Iterator[jsonschema.ValidationError]:
    """``$`` is the end of the text, as in JavaScript; Python would let a line feed follow."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def _objection(error: jsonschema.ValidationError, document: Document) -> Objection:
    path = tuple(error.absolute_path)
    return Objection(
        keyword=str(error.validator),
        path=path,
        told=error.instance,
        rule=error.validator_value,
        schema=error.schema if isinstance(error.schema, dict) else {},
        written=document.written(path),
    )

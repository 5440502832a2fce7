# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change to a catalogue file: made in memory, checked as a whole, and written in one step or not at all."""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import json
import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Finding
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import atomic_file
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.addition import Refused, entry_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.errors import (
    Expired,
    Malformed,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.file_facts import (
    Document,
    FileFacts,
    UnfitFile,
    facts_of,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import check_time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.meaning import doubts
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import (
    LARGEST,
    examine,
    read_file,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reissue import (
    new_catalogue,
    reissued,
    with_entry,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.text_edit import edited
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.text_style import flow
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import Document as Parsed
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import parse
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import Path, dotted


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is wanted. ``told`` are keys of the entry with that ``id``; without one, only the dates are set anew.

    ``catalogue_id`` begins a catalogue where there is no file yet; ``days`` is how long the new issue is good for.
    """

    id: str | None = None
    told: typing.Mapping[str, typing.Any] = dataclasses.field(default_factory=dict)
    file: pathlib.Path | None = None
    image_name: str | None = None
    catalogue_id: str | None = None
    days: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The text and the content of a catalogue before and after a change.

    ``remarks`` are findings on the file that do not keep it out, ``doubts`` what a person should look at.
    """

    path: pathlib.Path
    before: str
    after: str
    former: Document
    content: Document
    remarks: tuple[Finding, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return self.after != self.before

    def write(self) -> None:
        """Raises :class:`OSError`; the catalogue is then as it was."""
        atomic_file.replace(self.path, self.after.encode())


def prepare(path: pathlib.Path, change: Change, now: datetime.datetime) -> Edition:
    """The catalogue with the change made; nothing is written.

    Raises :class:`Refused`, :class:`UnfitFile`, :class:`errors.CatalogueError`, :class:`text_edit.NotEditable` and
    :class:`OSError`.
    """
    text, before = _current(path, change, now)
    facts = facts_of(change.file, change.image_name) if change.file else None
    after = dict(before)
    if change.id is not None:
        known = next((entry for entry in before["firmware"] if entry["id"] == change.id), None)
        if known is None and change.file is None:
            raise Refused(_unknown(path, before, change.id))
        after = with_entry(before, entry_of(known, {**change.told, "id": change.id}, facts, now.date()))
    after = reissued(before, after, now, change.days)
    remarks = facts.remarks if facts else ()
    if after == before:
        return Edition(path=path, before=text, after=text, former=before, content=after, remarks=remarks)
    _see_that_it_is_current(path, after, now)
    written = _written(path, text, after)
    seen = _examined(path, written, after, change.id)
    _see_that_it_fits(facts, after, change.id)
    told = tuple(map(str, doubts(seen)))
    old = text if path.exists() else ""
    return Edition(path=path, before=old, after=written, former=before, content=after, remarks=remarks, doubts=told)


def _unknown(path: pathlib.Path, content: Document, identifier: str) -> str:
    names = [entry["id"] for entry in content["firmware"]]
    alike = difflib.get_close_matches(identifier, names, n=1)
    hint = f"; did you mean {alike[0]}?" if alike else ". A new one needs its firmware file: name that with file."
    return f"There is no entry {identifier} in {path}{hint}"


def _examined(path: pathlib.Path, written: str, content: Document, identifier: str | None) -> Parsed:
    """The new text, read again. It stands in no file yet, so what is wrong in it is told without its lines."""
    try:
        return examine(written.encode(), str(path))
    except Malformed as error:
        told = [f"{_place(problem.path, content, identifier)}: {problem.sentence}" for problem in error.problems]
        subject = "The change" if identifier is None else f"What is given for the entry {identifier}"
        raise Refused("\n  ".join([f"{subject} is wrong, and {path} was not changed:", *told])) from error


def _place(path: Path, content: Document, identifier: str | None) -> str:
    """Where a problem is: counted from the entry that was given, or from the top of the catalogue."""
    entries = [("firmware", number) for number, entry in enumerate(content["firmware"]) if entry["id"] == identifier]
    if path[:2] not in entries:
        return dotted(path)
    return dotted(path[2:]) if path[2:] else "the entry"


def _current(path: pathlib.Path, change: Change, now: datetime.datetime) -> tuple[str, Document]:
    """Text and content of the catalogue, or of one that has no entry yet."""
    if path.exists():
        data = read_file(path, LARGEST, str(path))
        return data.decode("utf-8-sig"), examine(data, str(path)).content
    if change.catalogue_id is None or change.id is None:
        raise Refused(f"{path} does not exist. To begin a catalogue there, give catalogue_id, such as example-eu.")
    content = new_catalogue(change.catalogue_id, now, change.days)
    lines = [f"{key}: {flow(value)}\n" for key, value in content.items()]
    return "---\n" + "".join(lines), content


def _written(path: pathlib.Path, text: str, content: Document) -> str:
    if path.name.endswith(".json") or text.lstrip().startswith("{"):
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    return edited(text, content, lambda written: parse(written.encode(), path.name).content)


def _see_that_it_fits(facts: FileFacts | None, content: Document, identifier: str | None) -> None:
    for entry in content["firmware"]:
        if facts and entry["id"] == identifier and (found := facts.contradictions(entry)):
            raise UnfitFile(found)


def _see_that_it_is_current(path: pathlib.Path, content: Document, now: datetime.datetime) -> None:
    try:
        check_time(str(path), content["issued"], content["expires"], now)
    except Expired as error:
        raise Refused(f"{error} Say with valid_days for how many days the new issue is to be good.") from error

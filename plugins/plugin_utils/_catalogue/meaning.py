# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a schema can not say: names that must exist, dates that must be dates, entries that contradict each other.

Each rule is a function that looks at a document of the right form and yields what it finds as path and sentence.
"""

from __future__ import annotations

import graphlib
import re
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue import freshness
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import Document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import Path, Problem

Content = dict[str, typing.Any]
Found = typing.Iterator[tuple[Path, str]]


def contradictions(document: Document) -> list[Problem]:
    """What makes the catalogue unusable."""
    return _apply(_ERRORS, document)


def doubts(document: Document) -> list[Problem]:
    """What a person should look at, and what keeps nobody from using the catalogue."""
    return _apply(_WARNINGS, document)


def _apply(rules: typing.Iterable[typing.Callable[[Content], Found]], document: Document) -> list[Problem]:
    found = dict.fromkeys(finding for rule in rules for finding in rule(document.content))
    problems = [Problem(path, document.line(path), sentence) for path, sentence in found]
    return sorted(problems, key=lambda problem: problem.line or 0)


def _entries(content: Content) -> typing.Iterator[tuple[Path, Content]]:
    for place, entry in enumerate(content["firmware"]):
        yield ("firmware", place), entry


def _same_name_twice(content: Content) -> Found:
    first: dict[str, int] = {}
    for path, entry in _entries(content):
        place = first.setdefault(entry["id"], int(path[1]))
        if place != path[1]:
            yield (*path, "id"), f"firmware[{place}] is called {entry['id']!r} already"


def _names_of_nothing(content: Content) -> Found:
    known = {entry["id"] for _path, entry in _entries(content)}
    for path, entry in _entries(content):
        for keys, names_of in _REFERENCES.items():
            for number, name in enumerate(names_of(entry)):
                if name == entry["id"]:
                    yield (*path, *keys, number), "an entry can not name itself here"
                elif name not in known:
                    yield (*path, *keys, number), f"there is no entry {name!r}"


def _circles(content: Content) -> Found:
    places = {entry["id"]: path for path, entry in _entries(content)}
    for keys, names_of in _REFERENCES.items():
        graph = {entry["id"]: set(names_of(entry)) - {entry["id"]} for _path, entry in _entries(content)}
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            circle = list(reversed(error.args[1]))
            yield (*places[circle[0]], *keys), f"{'.'.join(keys)} leads round in a circle: {' -> '.join(circle)}"


def _dates(content: Content) -> Found:
    for key in ("issued", "expires"):
        yield from _readable(freshness.moment, (key,), content[key])
    for path, entry in _entries(content):
        yield from _readable(freshness.day, (*path, "source", "obtained"), entry["source"]["obtained"])
        if "approval" in entry:
            yield from _readable(freshness.day, (*path, "approval", "date"), entry["approval"]["date"])


def _readable(read: typing.Callable[[str], object], path: Path, text: str) -> Found:
    try:
        read(text)
    except ValueError as error:
        yield path, str(error)


def _expires_before_issued(content: Content) -> Found:
    try:
        issued, expires = freshness.moment(content["issued"]), freshness.moment(content["expires"])
    except ValueError:
        return  # said already
    if expires <= issued:
        yield ("expires",), f"{content['expires']} is not after issued, {content['issued']}"


def _image_or_container(content: Content) -> Found:
    for path, entry in _entries(content):
        file = entry["file"]
        if file["name"].lower().endswith(".zip"):
            if "image" not in file:
                yield (*path, "file"), "the file is a zip archive, so the key 'image' must describe the image inside"
            if "container" in file:
                yield (*path, "file", "container"), "in a zip archive, it is the image that has a container"
        elif "image" in file:
            yield (*path, "file", "image"), f"{file['name']} is not a zip archive, so there is no image inside"


def _one_name_two_files(content: Content) -> Found:
    first: dict[str, tuple[str, str]] = {}
    for path, entry in _entries(content):
        name, digest = entry["file"]["name"], entry["file"]["sha256"]
        owner, known = first.setdefault(name.casefold(), (entry["id"], digest))
        if known != digest:
            yield (*path, "file", "sha256"), f"{owner} has a file {name} with another sha256; rename one of the files"


def _one_file_two_firmwares(content: Content) -> Found:
    first: dict[str, tuple[str, FirmwareVersion | None]] = {}
    for path, entry in _entries(content):
        firmware = FirmwareVersion.parse(entry["version"], entry["build"])
        digest = entry["file"].get("image", entry["file"])["sha256"]
        owner, known = first.setdefault(digest, (entry["id"], firmware))
        if known != firmware:
            yield (*path, "file"), f"{owner} has the same image and says that it is {known}, not {firmware}"


def _impossible_build(content: Content) -> Found:
    for path, entry in _entries(content):
        build = entry["build"]
        try:
            freshness.day(f"20{build[:2]}-{build[2:4]}-{build[4:]}")
        except ValueError:
            yield (*path, "build"), f"builds are dates, and there is no day {build} (yymmdd)"


def _bounds_above_the_package(content: Content) -> Found:
    for path, entry in _entries(content):
        own = FirmwareVersion.parse(entry["version"], entry["build"])
        for place in (("requires", "min"), ("downgrade", "floor")):
            told = entry.get(place[0], {}).get(place[1])
            bound = FirmwareVersion.parse(told["version"], told.get("build")) if told else None
            if own and bound and own.older_than(bound):
                yield (*path, *place), f"{bound} is above the package itself, {own}"


def _way_through_withdrawn(content: Content) -> Found:
    withdrawn = {entry["id"] for _path, entry in _entries(content) if entry["status"] == "withdrawn"}
    for path, entry in _entries(content):
        for number, name in enumerate(_via(entry)):
            if name in withdrawn and entry["status"] != "withdrawn":
                yield (*path, "requires", "via", number), f"{name} is withdrawn, so no device can take this way"


def _edition_without_owner(content: Content) -> Found:
    for path, entry in _entries(content):
        if entry.get("edition") in ("OEM", "CUSTOM") and not entry.get("oem_codes"):
            yield (*path, "edition"), "oem_codes does not say whose devices the package is for"


def _greedy_pattern(content: Content) -> Found:
    for path, entry in _entries(content):
        for number, pattern in enumerate(entry["models"]["include"]):
            literal = re.sub(r"\[[^\]]*\]|[*?]", "", pattern)
            if len(literal) < 4:  # DS-* is nearly everything that the vendor makes
                yield (*path, "models", "include", number), f"{pattern!r} matches very many models"


def _via(entry: Content) -> list[str]:
    return list(entry.get("requires", {}).get("via", []))


def _supersedes(entry: Content) -> list[str]:
    return list(entry.get("supersedes", []))


# Where an entry names others.
_REFERENCES: typing.Final = {("requires", "via"): _via, ("supersedes",): _supersedes}

_ERRORS = (
    _same_name_twice,
    _names_of_nothing,
    _circles,
    _dates,
    _expires_before_issued,
    _image_or_container,
    _one_name_two_files,
    _one_file_two_firmwares,
)
_WARNINGS = (
    _impossible_build,
    _bounds_above_the_package,
    _way_through_withdrawn,
    _edition_without_owner,
    _greedy_pattern,
)

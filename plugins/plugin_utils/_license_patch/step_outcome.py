# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a step has found or left behind, from the facts of its record, in lines for people."""

from __future__ import annotations

import collections.abc
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import Facts, StepRecord
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import number, size

_Lines = typing.Iterator[str]
_CHANGES: typing.Final = {"changed": ("size", "hash"), "added": ("extra",), "removed": ("missing",)}


def outcome(record: StepRecord) -> tuple[str, ...]:
    """Nothing for a step that has no facts, or facts that are not what its name promises."""
    tell = _TELLERS.get(record.step)
    return tuple(tell(record.facts)) if tell else ()


def _preflight(facts: Facts) -> _Lines:
    told = facts.get("versions")
    if facts.get("version") and isinstance(told, collections.abc.Mapping):
        yield f"version {facts['version']}, told by: {', '.join(str(source) for source in told if told[source])}"
    if facts.get("install_root"):
        yield f"installed in {facts['install_root']}"
    if facts.get("data_dir"):
        yield f"database in {facts['data_dir']}{_sized(facts.get('data_size'))}"
    if facts.get("copy"):
        yield f"copy of it in {facts['copy']}{_sized(facts.get('size'))}"


def _activation_codes(facts: Facts) -> _Lines:
    if facts.get("kept_by"):
        number = f"number of codes: {facts['count']}, " if facts.get("count") else ""
        yield f"{number}kept by {facts['kept_by']}"


def _copy(facts: Facts) -> _Lines:
    if facts.get("copy"):
        yield f"copied to {facts['copy']}{_sized(facts.get('size'))}, every file compared by SHA-256"
    if facts.get("rights"):
        yield f"rights of the files kept in {facts['rights']}"


def _persons(facts: Facts) -> _Lines:
    counts = facts.get("counts")
    if isinstance(counts, collections.abc.Mapping):
        yield ", ".join(f"{str(name).replace('_', ' ')}: {number(told)}" for name, told in counts.items())


def _staged(facts: Facts) -> _Lines:
    if facts.get("path"):
        yield str(facts["path"])
    found = facts.get("inspected")
    if isinstance(found, collections.abc.Mapping) and found.get("kind"):
        publisher = found.get("publisher") or "somebody whose name can not be read"
        yield f"kind {found['kind']}, {f'signed in the name of {publisher}' if found.get('signed') else 'not signed'}"
    signature = facts.get("signature")
    if isinstance(signature, collections.abc.Mapping) and signature.get("status"):
        yield f"Windows says of its signature: {signature['status']}"


def _installed(facts: Facts) -> _Lines:
    if facts.get("mode") == "silent":
        yield f"silently with {facts.get('switches')}, returned {facts.get('rc', 'nothing')}"
    elif facts.get("mode"):
        yield "by a person on the server"
    if facts.get("tried_before") is True:
        yield "to its end, as that person has confirmed: this run had begun it before"
    if facts.get("reboot_required") is True:
        yield "wanted the server to be booted"


def _verified(facts: Facts) -> _Lines:
    changes = facts.get("changes")
    if isinstance(changes, collections.abc.Mapping):
        counts = {what: sum(len(changes.get(key) or ()) for key in keys) for what, keys in _CHANGES.items()}
        yield ", ".join(f"{what}: {number:,}" for what, number in counts.items())
    yield from _accepted(facts)


def _accepted(facts: Facts) -> _Lines:
    told = facts.get("accepted")
    for what in ("services", "programs"):
        names = told.get(what) if isinstance(told, collections.abc.Mapping) else None
        if isinstance(names, list) and names:
            yield f"accepted as they are: {what} {', '.join(map(str, names))}"


def _staged_copy(facts: Facts) -> _Lines:
    if facts.get("staged"):
        yield f"every file compared by SHA-256, in {facts['staged']}"


def _exchanged(facts: Facts) -> _Lines:
    if facts.get("aside"):
        yield f"the database of before is kept in {facts['aside']}"


def _sized(told: object) -> str:
    """Without native types of Jinja, which came with ansible-core 2.19, a task tells a number as a text."""
    return f", {size(int(str(told)))}" if str(told).isdecimal() else ""


_TELLERS: typing.Final[dict[str, typing.Callable[[Facts], _Lines]]] = {
    "preflight": _preflight,
    "activation_codes": _activation_codes,
    "system_backup_copy": _copy,
    "database_copy": _copy,
    "person_export_api": _persons,
    "package_staged": _staged,
    "patch_install": _installed,
    "patch_verified": _verified,
    "verification": _accepted,
    "copy_staged": _staged_copy,
    "database_exchanged": _exchanged,
}

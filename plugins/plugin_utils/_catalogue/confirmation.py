# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was done to a catalogue, in sentences for the person who did it. Pure."""

from __future__ import annotations

import dataclasses
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Status

Mapping = typing.Mapping[str, typing.Any]


def confirmation(before: Mapping, after: Mapping, identifier: str | None, *, check_mode: bool) -> str:
    """Both are contents of a catalogue; ``identifier`` names the entry that was to change, if one was."""
    words = _WOULD_BE if check_mode else _IS
    entry = _entry(after, identifier)
    sentences = []
    if entry is not None and entry != (old := _entry(before, identifier)):
        sentences.append(_added(entry, words) if old is None else _changed(old, entry, words))
    if after["expires"] != before["expires"]:
        sentences.append(f"The catalogue {words.be} good until {after['expires']}.")
    sentences.append(f"Issue {after['serial']} of {after['catalogue_id']} {words.have} to be signed before it is used.")
    return " ".join(sentences)


@dataclasses.dataclass(frozen=True, slots=True)
class _Words:
    be: str
    were: str
    have: str


_IS: typing.Final = _Words("is", "were", "has")
_WOULD_BE: typing.Final = _Words("would be", "would be", "would have")


def _entry(content: Mapping, identifier: str | None) -> Mapping | None:
    return next((entry for entry in content["firmware"] if entry["id"] == identifier), None)


def _added(entry: Mapping, words: _Words) -> str:
    status = "a candidate" if entry["status"] == Status.CANDIDATE else entry["status"]
    return f"{entry['id']} {words.be} added as {status} for {_audience(entry)}{_hint(entry)}."


def _changed(old: Mapping, entry: Mapping, words: _Words) -> str:
    subject = f"{entry['id']} {words.be}"
    if old["status"] != entry["status"]:
        return f"{subject} {_new_status(old, entry, words)}"
    names = [name for name in {**old, **entry} if old.get(name) != entry.get(name)]
    if names == ["rings"]:
        return f"{subject} for {_audience(entry)} now{_hint(entry)}."
    return f"{subject} changed: {', '.join(names)}."


def _new_status(old: Mapping, entry: Mapping, words: _Words) -> str:
    match Status(entry["status"]):
        case Status.APPROVED:
            gone = f" (its rings {words.were} removed)" if old.get("rings") and not entry.get("rings") else ""
            return f"approved for {_audience(entry)}{gone}.{_withdrawn_before(old)}"
        case Status.CANDIDATE:
            return f"a candidate again, for {_audience(entry)}{_hint(entry)}.{_withdrawn_before(old)}"
        case Status.DEPRECATED:
            return "deprecated: no target any more, at most a step on the way."
        case Status.WITHDRAWN:
            return f"withdrawn: {_ended(entry['status_reason'])}"


def _withdrawn_before(old: Mapping) -> str:
    """The reason is no longer in the catalogue, and whoever changes the status should know it."""
    if old["status"] != Status.WITHDRAWN:
        return ""
    return f" It was withdrawn before: {_ended(old['status_reason'])}"


def _audience(entry: Mapping) -> str:
    if entry.get("rings"):
        return f"the rings {', '.join(entry['rings'])}"
    return "nobody" if entry["status"] == Status.CANDIDATE else "all devices"


def _hint(entry: Mapping) -> str:
    alone = entry["status"] == Status.CANDIDATE and not entry.get("rings")
    return ": name rings to let devices try it, or approve it" if alone else ""


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."

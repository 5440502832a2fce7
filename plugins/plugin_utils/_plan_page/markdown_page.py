# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan for a comment in a merge request: everything that decides, and as many devices as there is room for."""

from __future__ import annotations

import itertools
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markdown_text import code, link, table, text
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Notes, Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import PlannedDevice
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page import overview
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import (
    counted,
    duration,
    listed,
    moment,
    shortened,
    size,
)

ROOM: typing.Final = 60_000  # characters; GitHub takes 65,536 in a comment, GitLab more

_MOST_LINES = 40  # of a section before the devices
_MOST_SINGLE = 200  # devices that have a line of their own each
_NAMED = 6  # hosts in a cell
_LONGEST_NOTE = 100

Lines = list[str]
Section = tuple[str, Lines]


def as_markdown(plan: Plan, digest: str, room: int = ROOM) -> str:
    """The rendering, of at most ``room`` characters. ``digest`` is the one to approve."""
    told = ""
    for section in (_head, _attention, _waves, _release_notes, _packages, _findings, _left_out, _devices):
        title, lines = section(plan, digest)
        if any(lines):
            told += _fitting(f"{title}\n\n", lines, room - len(told))
    return told


def _head(plan: Plan, digest: str) -> Section:
    totals, source = plan.totals, plan.source
    catalogue = "none" if source is None else f"{code(source.catalogue)} serial {source.serial}"
    signature = "" if source is None else f", signature {text(source.signature)}, digest {code(source.digest)}"
    facts = [
        ["Digest to approve", code(digest)],
        ["Made", text(moment(plan.created))],
        ["May be applied until", text(moment(plan.expires))],
        ["Hosts", code(plan.target)],
        ["Catalogue", catalogue + signature],
        ["Installations", f"{totals.hops:,} on {counted(totals.upgrades, 'device')}, {size(totals.upload_bytes)}"],
        ["Left out", counted(totals.left_out, "device")],
    ]
    return "## Firmware rollout plan", [text(overview.headline(plan)), "", *table(["", ""], facts)]


def _attention(plan: Plan, _digest: str) -> Section:
    return "### Before you approve", [f"- {text(sentence)}" for sentence in overview.attention(plan)]


def _waves(plan: Plan, _digest: str) -> Section:
    rows = []
    for wave in plan.waves:
        kind = "canaries" if wave.canary else ""
        rows.append([str(wave.number), kind, f"{wave.hosts:,}", duration(wave.expected_duration)])
    told = table(["Wave", "", "Devices", "Takes about"], rows[:_MOST_LINES]) if rows else []
    if len(rows) > _MOST_LINES:
        told += ["", f"and {counted(len(rows) - _MOST_LINES, 'wave')} more."]
    return "### Waves", [*told, "", *(f"- {text(each)}" for each in overview.constraints(plan.limits))]


def _release_notes(plan: Plan, _digest: str) -> Section:
    return "### Release notes", _cut([_notes(notes) for notes in plan.release_notes], "package")


def _notes(notes: Notes) -> str:
    waits = f", {counted(notes.waiting, 'device waits', 'devices wait')} for the acknowledgement" * bool(notes.waiting)
    must = " **must be acknowledged**," * notes.acknowledge
    where = f": {link(notes.url)}" if notes.url else ""
    lines = [f"- {code(notes.package)},{must} {overview.gets(notes)}{waits}{where}"]
    lines += [f"  - known issue: {text(issue)}" for issue in notes.known_issues]
    lines += [f"  - fixes {text(fix)}" for fix in notes.fixes]
    return "\n".join(lines)


def _packages(plan: Plan, _digest: str) -> Section:
    rows = [
        [
            code(use.step.package.name),
            text(str(use.step.package.firmware)),
            text(use.step.status or "from a list"),
            f"{use.devices:,}",
            code(use.step.package.sha256 or ""),
        ]
        for use in overview.packages(plan)
    ]
    heading = ["Package", "Firmware", "Status", "Devices", "SHA-256 of the file"]
    return "### Packages", table(heading, rows[:_MOST_LINES]) if rows else []


def _findings(plan: Plan, _digest: str) -> Section:
    told = [
        f"- {text(found.code)} {text(found.severity)}: {_about(found.sentence, found.hosts)}"
        for found in overview.findings(plan)
    ]
    return "### Findings that do not stop an upgrade", _cut(told, "finding")


def _left_out(plan: Plan, _digest: str) -> Section:
    lines = []
    for state, groups in itertools.groupby(overview.left_out(plan), key=lambda alike: alike.state):
        alike = list(groups)
        told = [f"  - {_about(each.reason, each.hosts)}" for each in alike]
        hosts = sum(len(each.hosts) for each in alike)
        advice = f". {text(alike[0].advice)}" if alike[0].advice else ""
        lines += [f"- **{overview.TITLES[state]}**, {counted(hosts, 'device')}{advice}", *_cut(told, "reason")]
    return "### Left out", lines


def _about(sentence: str, hosts: tuple[str, ...]) -> str:
    return f"{text(shortened(sentence))} ({text(listed(hosts, _NAMED))})"


def _devices(plan: Plan, _digest: str) -> Section:
    """One line each, or one for all that are alike where that would be too many."""
    if len(plan.devices) <= _MOST_SINGLE:
        heading = ["Wave", "Host", "Model", "Way", "Takes about", "Place"]
        rows = [
            [
                _wave(device),
                code(device.host),
                text(device.model),
                text(overview.path(device)),
                duration(device.expected_duration),
                text(overview.place(device)),
            ]
            for device in plan.devices
        ]
        return "### Devices", table(heading, rows)
    groups: dict[tuple[str, ...], list[str]] = {}
    for device in plan.devices:
        groups.setdefault((_wave(device), text(device.model), text(overview.path(device))), []).append(device.host)
    rows = [[*key, f"{len(hosts):,}", text(listed(hosts, _NAMED))] for key, hosts in groups.items()]
    return "### Devices", table(["Wave", "Model", "Way", "Devices", "Hosts"], rows)


def _wave(device: PlannedDevice) -> str:
    return f"{device.wave} canary" if device.canary else str(device.wave)


def _cut(told: Lines, noun: str) -> Lines:
    more = [f"- and {counted(len(told) - _MOST_LINES, noun)} more"] if len(told) > _MOST_LINES else []
    return told[:_MOST_LINES] + more


def _fitting(title: str, lines: Lines, room: int) -> str:
    """A section with as many of its lines as fit."""
    whole = title + "\n".join(lines) + "\n\n"
    if len(whole) <= room:
        return whole
    ends = itertools.accumulate((len(line) + 1 for line in lines), initial=len(title) + _LONGEST_NOTE)
    most = sum(end <= room for end in ends) - 1
    if most < 1:
        return ""
    note = f"{counted(len(lines) - most, 'line')} more in the plan file and in its HTML page."
    return title + "\n".join([*lines[:most], "", note]) + "\n\n"

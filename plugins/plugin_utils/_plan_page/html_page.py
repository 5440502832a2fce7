# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as one page for a browser: no scripts, nothing from elsewhere, for the screen and for paper."""

from __future__ import annotations

import itertools
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.version import FirmwareVersion
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markup import Markup, element, joined
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.parts import NOTHING, figure, link, table
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.style import STYLE
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Notes, Plan
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import (
    PlannedDevice,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page import overview
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_page.device_parts import (
    canary,
    pills,
    version,
    way,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import (
    counted,
    duration,
    moment,
    size,
)

# Even a mistake in here could not run or load anything.
_POLICY: typing.Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def as_html(plan: Plan, digest: str) -> str:
    """The page. ``digest`` is the one to approve."""
    sections = (_attention, _waves, _release_notes, _packages, _findings, _left_out, _devices)
    head = joined(
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        element("title", f"Firmware rollout plan {digest[:12]}"),
        element("style", Markup(STYLE)),
    )
    body = element("body", _head(plan, digest), *(section(plan) for section in sections))
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n{body}</html>\n'


def _head(plan: Plan, digest: str) -> Markup:
    totals = plan.totals
    tiles = (
        (f"{totals.upgrades:,}", "devices to upgrade"),
        (f"{totals.hops:,}", "installations"),
        (f"{totals.waves:,}", "waves"),
        (duration(totals.expected_duration), "expected, all waves"),
        (size(totals.upload_bytes), "to upload"),
        (f"{totals.left_out:,}", "devices left out"),
    )
    approve = element(
        "div",
        element("span", "Digest to approve (SHA-256 of the plan file)", class_="label"),
        element("span", digest, class_="digest"),
        class_="card approve",
    )
    return joined(
        element("h1", "Firmware rollout plan"),
        element("p", overview.headline(plan), class_="lead"),
        approve,
        element("div", *(_tile(*tile) for tile in tiles), class_="tiles"),
        _facts(plan),
    )


def _tile(value: str, what: str) -> Markup:
    return element("div", element("b", value), element("span", what, class_="label"), class_="card tile")


def _facts(plan: Plan) -> Markup:
    told = [
        ("Made", moment(plan.created)),
        ("May be applied until", moment(plan.expires)),
        ("Hosts", element("code", plan.target)),
        ("Catalogue", _catalogue(plan)),
    ]
    return element("dl", *(joined(element("dt", name), element("dd", value)) for name, value in told), class_="card")


def _catalogue(plan: Plan) -> str:
    source = plan.source
    if source is None:
        return "none: the packages come from a list"
    kind = "good" if source.signature == "valid" else "warn"
    return joined(
        f"{source.catalogue}, serial {source.serial} ",
        element("span", f"signature {source.signature}", class_=f"pill {kind}"),
        Markup("<br>"),
        element("code", source.digest, class_="soft"),
    )


def _attention(plan: Plan) -> Markup:
    told = overview.attention(plan)
    if not told:
        return NOTHING
    listed = element("ul", *(element("li", sentence) for sentence in told))
    return joined(element("h2", "Before you approve"), element("div", listed, class_="card attention"))


def _waves(plan: Plan) -> Markup:
    waves, total = plan.waves, plan.totals.expected_duration or 1
    starts = itertools.accumulate((wave.expected_duration for wave in waves), initial=0.0)
    rows = []
    for wave, start in zip(waves, starts, strict=False):
        style = f"--from:{100 * start / total:.2f}%;--for:{100 * wave.expected_duration / total:.2f}%"
        stretch = element("span", Markup(f'<i style="{style}"></i>'), class_="bar canary" if wave.canary else "bar")
        link = element("a", str(wave.number), href=f"#wave-{wave.number}")
        cells = [element("td", link), element("td", canary(wave.canary)), figure(f"{wave.hosts:,}")]
        cells += [
            figure(duration(start) if start else "at once"),
            figure(duration(wave.expected_duration)),
            element("td", stretch, class_="time"),
        ]
        rows.append(element("tr", *cells))
    told = element("p", " ".join(overview.constraints(plan.limits)), class_="soft below")
    heading = ("Wave", "", "#Devices", "#Starts after", "#Takes about", "")
    return joined(element("h2", "Waves"), table(heading, [element("tbody", *rows)]) if rows else NOTHING, told)


def _release_notes(plan: Plan) -> Markup:
    if not plan.release_notes:
        return NOTHING
    return joined(element("h2", "Release notes"), *map(_notes, plan.release_notes))


def _notes(notes: Notes) -> Markup:
    title = joined(
        f"{notes.package} ",
        element("span", "must be acknowledged", class_="pill warn") if notes.acknowledge else NOTHING,
    )
    told = [f"{FirmwareVersion(notes.version, notes.build)}.", f"{overview.gets(notes)}."]
    if notes.waiting:
        told.append(f"{counted(notes.waiting, 'device waits', 'devices wait')} for somebody to acknowledge it.")
    issues = (joined(element("span", "known issue", class_="pill warn"), f" {issue}") for issue in notes.known_issues)
    fixes = (joined(element("span", "fixes", class_="pill"), f" {fix}") for fix in notes.fixes)
    lines = [element("li", line) for line in (*issues, *fixes)]
    return element(
        "div",
        element("h3", title, style="margin-top:0"),
        element("p", " ".join(told), class_="soft"),
        element("p", link(notes.url)) if notes.url else NOTHING,
        element("ul", *lines) if lines else NOTHING,
        class_="card group",
    )


def _packages(plan: Plan) -> Markup:
    rows = []
    for use in overview.packages(plan):
        step = use.step
        name = element("td", step.package.name, *pills(step), class_="host")
        file = joined(step.package.src, Markup("<br>"), element("code", step.package.sha256 or "", class_="soft"))
        brings = joined(
            version(step.package.firmware), Markup("<br>"), element("span", size(step.size), class_="build")
        )
        cells = (name, element("td", brings), element("td", file))
        rows.append(element("tr", *cells, figure(counted(use.devices, "device"))))
    if not rows:
        return NOTHING
    heading = ("Package", "Firmware", "File and its SHA-256", "#")
    return joined(element("h2", "Packages"), table(heading, [element("tbody", *rows)], wide=True))


def _findings(plan: Plan) -> Markup:
    rows = [
        element(
            "tr",
            element("td", found.code, class_="version"),
            element("td", element("span", found.severity, class_="pill" if found.severity == "info" else "pill warn")),
            element("td", found.sentence, Markup("<br>"), element("span", ", ".join(found.hosts), class_="hosts")),
            figure(f"{len(found.hosts):,}"),
        )
        for found in overview.findings(plan)
    ]
    if not rows:
        return NOTHING
    title = element("h2", "Findings that do not stop an upgrade")
    return joined(title, table(("Code", "", "What, and on which devices", "#Devices"), [element("tbody", *rows)]))


def _left_out(plan: Plan) -> Markup:
    by_state = itertools.groupby(overview.left_out(plan), key=lambda each: each.state)
    groups = [_state(list(alike)) for _key, alike in by_state]
    return joined(element("h2", "Left out"), *groups) if groups else NOTHING


def _state(groups: list[overview.Alike]) -> Markup:
    hosts = sum(len(each.hosts) for each in groups)
    lines = [
        element("li", each.reason, Markup("<br>"), element("span", ", ".join(each.hosts), class_="hosts"))
        for each in groups
    ]
    title = joined(f"{overview.TITLES[groups[0].state]} ", element("span", counted(hosts, "device"), class_="pill"))
    advice = element("p", groups[0].advice, class_="soft") if groups[0].advice else NOTHING
    return element(
        "div", element("h3", title, style="margin-top:0"), advice, element("ul", *lines), class_="card group"
    )


def _devices(plan: Plan) -> Markup:
    if not plan.devices:
        return NOTHING
    waves = {wave.number: wave for wave in plan.waves}
    bodies = []
    for number, devices in itertools.groupby(plan.devices, key=lambda device: device.wave):
        wave = waves[number]
        words = f"Wave {number}: {counted(wave.hosts, 'device')}, about {duration(wave.expected_duration)} "
        heading = element("th", words, canary(wave.canary), colspan="6")
        rows = map(_device, devices)
        bodies.append(element("tbody", element("tr", heading, class_="wave"), *rows, id=f"wave-{number}"))
    heading_of_table = ("Host", "Model", "Firmware", "Findings", "Place", "#Takes about")
    return joined(element("h2", "Devices"), table(heading_of_table, bodies, wide=True))


def _device(device: PlannedDevice) -> Markup:
    kind = " · ".join(filter(None, (device.kind.replace("_", " "), device.platform)))
    codes = dict.fromkeys(remark.code for remark in device.findings if remark.severity != "info")
    return element(
        "tr",
        element("td", device.host, class_="host"),
        element("td", device.model, Markup("<br>"), element("span", kind, class_="build")),
        element("td", way(device)),
        element("td", " ".join(codes), class_="soft"),
        element("td", overview.place(device), class_="soft"),
        figure(duration(device.expected_duration)),
    )

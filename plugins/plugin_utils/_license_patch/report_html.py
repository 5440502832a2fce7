# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a run as one page for a browser: no scripts, nothing from elsewhere, for the screen and for paper."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report import Report
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.shown_time import shown, shown_span
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.step_outcome import outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markup import Markup, element, joined
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.parts import NOTHING, figure, table
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.style import STYLE
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.procedure import Step
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import (
    Evidence,
    Status,
    StepRecord,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import number, size

# Even a mistake in here could not run or load anything.
_POLICY: typing.Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MOST_FILES = 500
_LOOKS: typing.Final = {Status.DONE: "good", Status.FAILED: "warn", Status.WAITING: "warn", Status.STARTED: "warn"}


def as_html(report: Report) -> str:
    """The page."""
    title = f"{report.run.procedure.title} of {report.run.host}"
    head = joined(
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        element("title", title),
        element("style", Markup(STYLE)),
    )
    sections = (_facts, _steps, _evidence, _services, _numbers, _files)
    told = [section(report) for section in sections]
    body = element("body", element("h1", title), element("p", report.headline, class_="lead"), *told)
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n{body}</html>\n'


def _facts(report: Report) -> Markup:
    run, confirmed = report.run, report.license
    told = [
        ("Server", run.host),
        ("Version of HikCentral", report.version or "not recorded"),
        ("Began", shown(run.created)),
        ("Ended", shown(run.ended) or "not yet"),
        ("Run", element("code", run.run_id)),
    ]
    if run.patch:
        told.append(("Patch package (SHA-256)", element("code", run.patch)))
        told.append(("State of the licenses", _confirmed(confirmed) if confirmed else "not confirmed"))
    return element("dl", *(joined(element("dt", name), element("dd", value)) for name, value in told), class_="card")


def _confirmed(record: StepRecord) -> Markup:
    reference = f" ({record.reference})" if record.reference else ""
    by = f"confirmed by {record.operator or 'nobody'}{reference}, {shown(record.ended)}"
    seen = [joined(_line(each.path), element("code", each.sha256, class_="soft")) for each in record.evidence]
    return joined(by, *seen)


def _steps(report: Report) -> Markup:
    rows = [_step(step, record) for step, record in report.steps]
    heading = ("Step", "State", "When", "Who")
    return joined(element("h2", "Steps"), table(heading, [element("tbody", *rows)], wide=True))


def _step(step: Step, record: StepRecord | None) -> Markup:
    if record is None:
        cells = (element("td", step.title, class_="host"), element("td", "open"), element("td"), element("td"))
        return element("tr", *cells, class_="soft")
    look = f"pill {_LOOKS.get(record.status, '')}".strip()
    who = filter(None, (record.operator, record.reference))
    return element(
        "tr",
        element("td", step.title, *map(_remark, _remarks(record)), class_="host"),
        element("td", element("span", record.status.value, class_=look)),
        element("td", shown_span(record.started, record.ended), style="white-space:nowrap"),
        element("td", *map(_line, who)),
    )


def _remarks(record: StepRecord) -> typing.Iterator[str]:
    if record.reason:
        yield record.reason
    yield from outcome(record)
    for each in record.milestones:
        yield f"{shown(each.time)}: {each.name.replace('_', ' ')}"
    if record.attempts > 1:
        yield f"{record.attempts} attempts"


def _remark(told: str) -> Markup:
    return element("span", told, class_="build", style="display:block;font-weight:400")


def _line(told: str) -> Markup:
    return element("span", told, style="display:block")


def _evidence(report: Report) -> Markup:
    rows = []
    for step, record in report.steps:
        kept = [("evidence", each) for each in record.evidence] if record else []
        kept += [("record", each) for each in record.records] if record else []
        rows += [_kept(step, what, each) for what, each in kept]
    if not rows:
        return NOTHING
    heading = ("Step", "File and its SHA-256", "#Size")
    return joined(element("h2", "Evidence and records"), table(heading, [element("tbody", *rows)], wide=True))


def _kept(step: Step, what: str, each: Evidence) -> Markup:
    return element(
        "tr",
        element("td", step.title, _remark(f"{what} on the {each.origin}, {shown(each.mtime)}"), class_="host"),
        element("td", _line(each.path), element("code", each.sha256, class_="soft")),
        figure(size(each.size)),
    )


def _services(report: Report) -> Markup:
    if report.services is None:
        return NOTHING
    rows = [
        _compared(each.name, [element("td", told or "not there") for told in (each.before, each.after)], each.same)
        for each in report.services
    ]
    return joined(element("h2", "Services"), table(("Service", "Before", "After", ""), [element("tbody", *rows)]))


def _numbers(report: Report) -> Markup:
    if report.numbers is None:
        return NOTHING
    rows = [
        _compared(each.name, [figure(number(told)) for told in (each.before, each.after)], each.same)
        for each in report.numbers
    ]
    heading = ("What the OpenAPI counts", "#Before", "#After", "")
    return joined(element("h2", "Devices and persons"), table(heading, [element("tbody", *rows)]))


def _compared(name: str, cells: typing.Iterable[Markup], same: bool) -> Markup:
    verdict = element("span", "as before" if same else "different", class_=f"pill {'good' if same else 'warn'}")
    return element("tr", element("td", name, class_="host"), *cells, element("td", verdict))


def _files(report: Report) -> Markup:
    if report.files is None:
        return NOTHING
    rows = [
        element("tr", element("td", element("code", each.path)), element("td", each.what))
        for each in report.files[:_MOST_FILES]
    ]
    more = len(report.files) - len(rows)
    told = element("p", f"and {more:,} more in the JSON report", class_="soft below") if more else NOTHING
    title = element("h2", f"Files that the patch changed: {len(report.files):,}")
    return joined(title, table(("File", ""), [element("tbody", *rows)]) if rows else NOTHING, told)

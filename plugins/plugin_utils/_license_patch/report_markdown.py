# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a run for a ticket or a merge request."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.report import Report
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.shown_time import shown, shown_span
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.step_outcome import outcome
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._page.markdown_text import code, table, text
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._procedure.record import StepRecord
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import number

_MOST_FILES = 50

Lines = list[str]


def as_markdown(report: Report) -> str:
    """The whole text."""
    told = [f"## {text(report.run.procedure.title)} of {code(report.run.host)}", "", text(report.headline), ""]
    for section in (_facts, _steps, _evidence, _services, _numbers, _files):
        lines = section(report)
        told += [*lines, ""] if lines else []
    return "\n".join(told)


def _facts(report: Report) -> Lines:
    run, confirmed = report.run, report.license
    rows = [
        ["Version of HikCentral", text(report.version or "not recorded")],
        ["Began", shown(run.created)],
        ["Ended", shown(run.ended) or "not yet"],
        ["Run", code(run.run_id)],
    ]
    if run.patch:
        rows.append(["Patch package (SHA-256)", code(run.patch)])
        rows.append(["State of the licenses", _confirmed(confirmed) if confirmed else "not confirmed"])
    return table(["", ""], rows)


def _confirmed(record: StepRecord) -> str:
    digests = ", ".join(f"{code(each.path)} {code(each.sha256)}" for each in record.evidence)
    told = (f"confirmed by {text(record.operator or 'nobody')}", text(record.reference or ""), shown(record.ended))
    return ", ".join(filter(None, (*told, digests)))


def _steps(report: Report) -> Lines:
    rows = []
    for step, record in report.steps:
        if record is None:
            rows.append([text(step.title), "open", "", "", ""])
            continue
        who = ", ".join(filter(None, (record.operator, record.reference)))
        when = shown_span(record.started, record.ended)
        remarks = "; ".join(filter(None, (record.reason, *outcome(record))))
        rows.append([text(step.title), record.status.value, when, text(who), text(remarks)])
    return ["### Steps", "", *table(["Step", "State", "When", "Who", ""], rows)]


def _evidence(report: Report) -> Lines:
    rows = [
        [text(step.title), code(each.path), shown(each.mtime), str(each.size), code(each.sha256)]
        for step, record in report.steps
        for each in _kept(record)
    ]
    heading = ["Step", "File", "Written", "Bytes", "SHA-256"]
    return ["### Evidence and records", "", *table(heading, rows)] if rows else []


def _kept(record: StepRecord | None) -> typing.Iterable[typing.Any]:
    return (*record.evidence, *record.records) if record else ()


def _services(report: Report) -> Lines:
    if report.services is None:
        return []
    rows = [
        [
            code(each.name),
            text(each.before or "not there"),
            text(each.after or "not there"),
            _mark(each.same),
        ]
        for each in report.services
    ]
    return ["### Services", "", *table(["Service", "Before", "After", ""], rows)]


def _numbers(report: Report) -> Lines:
    if report.numbers is None:
        return []
    rows = [[text(each.name), *map(number, (each.before, each.after)), _mark(each.same)] for each in report.numbers]
    return ["### Devices and persons", "", *table(["What the OpenAPI counts", "Before", "After", ""], rows)]


def _mark(same: bool) -> str:
    return "" if same else "**!**"


def _files(report: Report) -> Lines:
    if report.files is None:
        return []
    lines = [f"- {each.what}: {code(each.path)}" for each in report.files[:_MOST_FILES]]
    more = len(report.files) - len(lines)
    told = [f"- and {more:,} more in the JSON report"] if more else []
    return [f"### Files that the patch changed: {len(report.files):,}", "", *lines, *told]

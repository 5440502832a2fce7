# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows as JUnit XML: a suite for each kind of device, a case for each device, a failure where it breaks the policy.

Element by element this is what both common schemas have, that of Ant and the more liberal one of Jenkins.
"""

from __future__ import annotations

import collections
import re
import typing
import xml.etree.ElementTree as ET

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.policy import Rule
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row

# Everything outside of https://www.w3.org/TR/xml/#charsets; no parser would take it, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PACKAGE = "surveillance.hikvision.audit"


def as_junit(rows: typing.Iterable[Row], policy: typing.Sequence[Rule], *, suites: str, time: str) -> str:
    """The document. ``suites`` is the column that groups devices, ``time`` when they were read, ISO 8601 in UTC.

    The schemas have no place for an offset, so it is cut off.
    """
    groups: dict[str, list[Row]] = collections.defaultdict(list)
    for row in rows:
        groups[str(getattr(row, suites) or "unknown")].append(row)
    root = ET.Element("testsuites")
    for number, (name, members) in enumerate(sorted(groups.items())):
        root.append(_suite(number, name, members, policy, time[:19]))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(number: int, name: str, rows: typing.Sequence[Row], policy: typing.Sequence[Rule], time: str) -> ET.Element:
    cases = [_case(name, row, policy) for row in rows]
    failures = sum(len(case) for case in cases)
    numbers = {"id": number, "tests": len(cases), "failures": failures, "errors": 0, "skipped": 0, "time": 0}
    words = {"package": _PACKAGE, "name": name, "timestamp": time, "hostname": "localhost"}
    suite = _element("testsuite", **words, **numbers)
    suite.extend([ET.Element("properties"), *cases, ET.Element("system-out"), ET.Element("system-err")])
    return suite


def _case(suite: str, row: Row, policy: typing.Sequence[Rule]) -> ET.Element:
    case = _element("testcase", classname=f"{_PACKAGE}.{suite}", name=row.host, time=0)
    if broken := [rule for rule in policy if rule.breaks(row)]:
        message = ", ".join(rule.what for rule in broken)
        failure = _element("failure", type=" ".join(rule.word for rule in broken), message=message)
        failure.text = _clean(_story(row))
        case.append(failure)
    return case


def _story(row: Row) -> str:
    """What somebody has to know who sees nothing but the failure."""
    facts = {
        "model": row.model,
        "runs": row.firmware,
        "target": row.target,
        "state": row.state.value,
        "advisories": f"{row.exposure.value} {' '.join(row.advisories)}".strip(),
        "reason": row.reason,
        "advice": row.advice,
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value)


def _element(tag: str, **attributes: object) -> ET.Element:
    return ET.Element(tag, {name: _clean(str(value)) for name, value in attributes.items()})


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)

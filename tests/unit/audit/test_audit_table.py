# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that fit the terminal."""

from __future__ import annotations

import unicodedata

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import State
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.table import as_table
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._text_table import lines
from ansible_collections.surveillance.hikvision.tests.unit.audit.device_results import row

LONG = "the device did not answer in time and nobody knows why that is so; " * 4


def test_columns_are_as_wide_as_their_widest_cell():
    rows = [{"host": "a", "model": "书房", "note": None}, {"host": "longer", "model": "x\ny", "note": "end"}]
    assert lines(rows, ["host", "model", "serial_number", "note"]) == [
        "HOST    MODEL  SERIAL NUMBER  NOTE",
        "a       书房",
        "longer  x y                   end",
    ]


def test_a_table_without_rows_is_its_heading():
    assert lines([], ["host"]) == ["HOST"]


def test_the_widest_column_is_narrowed_and_its_cells_go_on_below():
    rows = [{"host": "cam-01", "reason": "one two three four"}, {"host": "cam-02", "reason": "short"}]
    assert lines(rows, ["host", "reason"], width=17) == [
        "HOST    REASON",
        "cam-01  one two",
        "        three",
        "        four",
        "cam-02  short",
    ]


def test_a_text_below_its_row():
    rows = [{"host": "cam-01", "reason": "one two three four"}, {"host": "cam-02", "reason": None}]
    assert lines(rows, ["host"], width=14, below="reason") == [
        "HOST",
        "cam-01",
        "    one two",
        "    three four",
        "cam-02",
    ]
    assert lines(rows, ["host"], below="reason")[2] == "    one two three four"


def test_a_word_that_is_too_long_is_cut():
    rows = [{"name": "abcdefghijklmnop qr"}, {"name": "书房书房书房书房"}]
    assert lines(rows, ["name"], width=7) == ["NAME", "abcdefg", "hijklmn", "op qr", "书房书", "房书房", "书房"]


@pytest.mark.parametrize("letter", ["\x1b", "\x07", "\u202e", "\x9b", "\u200b"])
def test_nothing_that_a_terminal_would_obey_is_shown(letter):
    (_heading, line) = lines([{"model": f"DS{letter}[2J"}], ["model"])
    assert line == "DS\N{REPLACEMENT CHARACTER}[2J"


def test_an_audit_fits_a_terminal_whatever_devices_say():
    rows = [
        row("h" * 70, model="M" * 300, firmware="V5.7.15 build 240201", target="V5.7.18 build 240826", reason=LONG),
        row("cam-02", model="书" * 100, customised=True, advice=LONG),
        row("cam-03", reason="x" * 500),
    ]
    for width in (60, 80, 108):
        assert max(map(places, as_table(rows, width))) <= width


def places(line):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def test_what_a_line_of_the_audit_says():
    affected = row(
        "cam-01",
        state=State.BEHIND,
        exposure=Standing.AFFECTED,
        severity="high",
        advisories=("CVE-1", "CVE-2"),
        security_fixes=("CVE-1",),
        model="DS-2CD",
        firmware="V5.7.15 build 240201",
        target="V5.7.18 build 240826",
        backup_age=12.4,
        customised=True,
        reason="hikvision_policy is odd",
        advice="do something.",
    )
    assert as_table([affected, row("cam-02", backup_age=None)], 108) == [
        "HOST    STATE    ADVISORIES  MODEL   RUNS            TARGET          BACKUP",
        "cam-01  behind   high        DS-2CD  V5.7.15 240201  V5.7.18 240826  12 d",
        "    Affected by CVE-1, CVE-2. The target fixes CVE-1. Customised firmware. hikvision_policy is odd. Do",
        "    something.",
        "cam-02  current  fixed       -       -               -               -",
    ]

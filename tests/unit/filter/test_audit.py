# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of an audit and the table of them."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.audit_rows import audit_rows
from ansible_collections.surveillance.hikvision.plugins.filter.text_table import FilterModule

text_table = FilterModule().filters()["text_table"]
PACKAGES = [{"models": ["DS-2CD*"], "version": "V5.7.18", "build": "240826", "src": "x.dav"}]
READ = {
    "device": {
        "identity": {"kind": "camera", "model": "DS-2CD2386G2-IU", "serial": "S1", "platform": "G5"},
        "firmware": {"version": "V5.7.15", "build": "240201"},
    },
    "missing": [],
}


def row(result, packages=None):
    """The row of one host; ``packages`` None leaves the variable out."""
    variables = {"found": result} | ({} if packages is None else {"hikvision_firmware": packages})
    (only,) = audit_rows(["cam"], {"cam": variables}, result="found")
    return only


def test_a_device_that_was_read():
    assert row(READ, PACKAGES) == {
        "host": "cam",
        "state": "upgrade",
        "kind": "camera",
        "model": "DS-2CD2386G2-IU",
        "serial": "S1",
        "firmware": "V5.7.15 build 240201",
        "target": "V5.7.18 build 240826",
        "reason": "",
    }


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ({"unreachable": True, "error": {"kind": "Unreachable"}}, "unreachable"),
        ({"unreachable": True, "error": {"kind": "TlsRefused"}}, "unreachable"),
        ({"error": {"kind": "AccountLocked"}}, "locked"),
        ({"error": {"kind": "CredentialsRefused"}}, "refused"),
        ({"error": {"kind": "PermissionDenied"}}, "refused"),
        ({"error": {"kind": "NotActivated"}}, "not_activated"),
        ({"error": {"kind": "BadAnswer"}}, "error"),
        ({}, "error"),
        ({"device": {"identity": None, "firmware": None}}, "error"),
    ],
)
def test_a_device_that_was_not_read_is_a_row_with_the_reason(result, state):
    found = row({**result, "msg": "What happened."}, PACKAGES)
    assert (found["state"], found["reason"], found["model"]) == (state, "What happened.", None)


def test_a_host_without_a_result_or_packages():
    assert row({}) == row({}, PACKAGES)
    assert row({})["reason"] == "no result"
    assert row(READ)["state"] == "no_package"


def test_what_a_device_does_not_tell_is_said():
    gaps = [{"part": "identity.firmware", "reason": "deviceInfo tells no firmware"}]
    found = row({"device": {**READ["device"], "firmware": None}, "missing": gaps}, PACKAGES)
    assert found["firmware"] is None
    assert found["reason"] == "identity.firmware: deviceInfo tells no firmware"


def test_a_malformed_list_of_packages_is_an_error_with_the_name_of_the_host():
    with pytest.raises(AnsibleFilterError, match="hikvision_firmware of cam can not be used: entry 1"):
        row(READ, [{}])


def test_columns_are_as_wide_as_their_widest_cell():
    rows = [{"host": "a", "model": "书房", "note": None}, {"host": "longer", "model": "x\ny", "note": "end"}]
    assert text_table(rows, ["host", "model", "serial_number", "note"]) == [
        "HOST    MODEL  SERIAL NUMBER  NOTE",
        "a       书房",
        "longer  x y                   end",
    ]


def test_a_table_without_rows_is_its_heading():
    assert text_table([], ["host"]) == ["HOST"]

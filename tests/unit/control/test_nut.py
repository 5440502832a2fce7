# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a UPS tells, and what is made of it."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control import nut

GOOD = """\
battery.charge: 95
battery.runtime: 3600
device.model: Smart: 1500
ups.status: OL CHRG
"""


def fake_upsc(directory: pathlib.Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a command in the place of ``upsc``."""
    program = directory / "upsc"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(directory), prepend=":")


def test_what_upsc_prints_is_read() -> None:
    assert nut.Reading.of(GOOD) == nut.Reading(status=("OL", "CHRG"), charge=95, runtime=3600)


def test_what_is_not_told_is_not_known() -> None:
    assert nut.Reading.of("") == nut.Reading(status=(), charge=None, runtime=None)
    assert nut.Reading.of("battery.charge: nan\nbattery.runtime: unknown\nups.status: OL") == nut.Reading(
        status=("OL",), charge=None, runtime=None
    )


@pytest.mark.parametrize("status", ["OL", "OL CHRG", "OL TRIM", "OL BOOST", "ECO OL", "OL HB"])
def test_a_good_one(status: str) -> None:
    assert nut.Reading(tuple(status.split()), 50, 600).objection(50, 600) is None


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("OB", "is on battery"),
        ("OB DISCHRG LB", "is on battery and discharges its battery and has a low battery"),
        ("OL LB", "has a low battery"),
        ("OL RB", "needs a new battery"),
        ("OL OVER", "is overloaded"),
        ("OL BYPASS", "is in bypass and protects nothing"),
        ("OL CAL", "calibrates itself"),
        ("ALARM OL", "has an alarm"),
        ("OL FSD", "is shutting down"),
        ("OFF", "is switched off"),
        ("", "does not say that it is on line (ups.status: nothing)"),
        ("WAIT", "does not say that it is on line (ups.status: WAIT)"),
    ],
)
def test_a_status_that_does_not_do(status: str, said: str) -> None:
    assert nut.Reading(tuple(status.split()), 100, 100000).objection(0, 1) == said


@pytest.mark.parametrize(
    ("charge", "runtime", "said"),
    [
        (49.9, 3600, "tells a charge of 49.9 %; at least 50 % is wanted"),
        (None, 3600, "tells no charge; at least 50 % is wanted"),
        (50, 599, "tells a runtime of 599 s; what is to be done is expected to take 600 s"),
        (50, 120, "tells a runtime of 120 s; what is to be done is expected to take 600 s"),
        (50, None, "tells no runtime; what is to be done is expected to take 600 s"),
    ],
)
def test_a_battery_that_does_not_do(charge: float | None, runtime: float | None, said: str) -> None:
    assert nut.Reading(("OL",), charge, runtime).objection(50, 600) == said


@pytest.mark.parametrize("name", ["ups", "rack-1@nut.example.com", "a.b@10.0.0.1:3493", "ups@[2001:db8::1]:3493"])
def test_names(name: str) -> None:
    assert nut.UPS_NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", "-l", "@host", "ups@", "ups@host:", "ups@-h x", "ups\n", "ups@host\n", "ä@host"])
def test_what_is_no_name(name: str) -> None:
    assert not nut.UPS_NAME.fullmatch(name)


def test_upsc_is_asked(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_upsc(tmp_path, monkeypatch, f'[ "$#" = 1 ] && [ "$1" = rack@host ] && cat <<END\n{GOOD}END')
    assert nut.read("rack@host").status == ("OL", "CHRG")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo Init SSL >&2; echo 'Error: Data stale' >&2; exit 1", "Data stale"),
        ("exit 3", "upsc ended with 3"),
        ("kill -9 $$", "upsc ended with -9"),
    ],
)
def test_upsc_fails(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str) -> None:
    fake_upsc(tmp_path, monkeypatch, script)
    with pytest.raises(nut.Unread) as caught:
        nut.read("rack@host")
    assert str(caught.value) == said


def test_there_is_no_upsc(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(nut.Unread, match="upsc can not be started: .*No such file"):
        nut.read("rack@host")

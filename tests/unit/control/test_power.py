# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sources of a device's power."""

from __future__ import annotations

import pathlib
import time
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control import command, nut, power
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.error import ControlError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._control.power import PowerSource, power_of


def shell(script: str) -> PowerSource:
    source = power_of({"hikvision_power_command": ["sh", "-c", script]}, "cam-1")
    assert source
    return source


@pytest.mark.parametrize(
    "variables",
    [{}, {"hikvision_ups": None, "hikvision_ups_min_charge": 20}, {"hikvision_power_command": [], "hikvision_ups": ""}],
)
def test_a_device_without_a_source(variables: dict[str, typing.Any]) -> None:
    assert power_of(variables, "cam-1") is None


def test_all_sources_are_read() -> None:
    variables = {
        "hikvision_ups": "rack@nut.example.com",
        "hikvision_ups_min_charge": "80",
        "hikvision_power_command": ["/opt/power", "--port", 3],
        "hikvision_power_tasks": "power.yml",
        "hikvision_site": "Berlin",
    }
    source = power_of(variables, "cam-1")
    assert source == PowerSource(
        ups="rack@nut.example.com", minimum_charge=80, command=("/opt/power", "--port", "3"), tasks="power.yml"
    )
    assert power_of(source.as_variables(), "cam-1") == source


def test_half_of_the_charge_is_wanted() -> None:
    source = power_of({"hikvision_ups": "rack"}, "cam-1")
    assert source
    assert source.minimum_charge == 50
    assert power_of(source.as_variables(), "cam-1") == source


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("hikvision_ups", "-l host"),
        ("hikvision_ups", 3),
        ("hikvision_ups", ["rack"]),
        ("hikvision_ups_min_charge", 101),
        ("hikvision_ups_min_charge", -1),
        ("hikvision_ups_min_charge", "half"),
        ("hikvision_ups_min_charge", True),
        ("hikvision_ups_min_charge", "nan"),
        ("hikvision_ups_min_charge", []),
        ("hikvision_power_command", "check --now"),
        ("hikvision_power_command", ["check", None]),
        ("hikvision_power_command", {"check": 1}),
        ("hikvision_power_tasks", ["power.yml"]),
    ],
)
def test_a_mistake_names_variable_and_host(variable: str, told: object) -> None:
    with pytest.raises(ControlError) as caught:
        power_of({variable: told}, "cam-1")
    assert str(caught.value).startswith(f"{variable} of cam-1 must ")
    assert f"not {told!r}" in str(caught.value)
    assert caught.value.advice == f"Correct {variable} of cam-1."


def test_the_ups_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    source = power_of({"hikvision_ups": "rack@host", "hikvision_ups_min_charge": 60}, "cam-1")
    assert source
    readings = {"rack@host": nut.Reading(("OL",), 60, 600)}
    monkeypatch.setattr(nut, "read", readings.__getitem__)
    assert source.objection(600) is None
    assert source.objection(3600) == (
        "The UPS rack@host tells a runtime of 600 s; what is to be done is expected to take 3600 s."
    )


def test_a_ups_that_tells_nothing_is_not_good(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(ups: str) -> nut.Reading:
        raise nut.Unread("Data stale")

    monkeypatch.setattr(nut, "read", read)
    source = power_of({"hikvision_ups": "rack", "hikvision_power_command": ["true"]}, "cam-1")
    assert source
    assert source.objection(600) == "The UPS rack tells nothing: Data stale."


def test_a_command_that_ends_well_is_good() -> None:
    assert shell("exit 0").objection(600) is None


def test_a_command_knows_how_long_the_power_must_last() -> None:
    assert shell('[ "$HIKVISION_EXPECTED_SECONDS" = 600 ]').objection(600.4) is None


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 2", "ended with 2."),
        ("echo on battery.; exit 1", "ended with 1: on battery."),
        ("echo one; echo two >&2; exit 1", "ended with 1: one two."),
        (r"printf 'a\033[31m\nb'; exit 1", "ended with 1: a\\u001b[31m b."),
        ("kill -9 $$", "ended with -9."),
    ],
)
def test_a_command_says_why_not(script: str, said: str) -> None:
    assert shell(script).objection(600) == f"The power command sh {said}"


def test_what_a_command_says_is_shortened() -> None:
    told = shell("yes no | head -c 1000000; exit 1").objection(600)
    assert told
    assert len(told) < 300


def test_a_command_that_is_not_there() -> None:
    source = power_of({"hikvision_power_command": ["/nowhere/check"]}, "cam-1")
    assert source
    told = source.objection(600)
    assert told
    assert told.startswith("The power command /nowhere/check can not be started: ")


def test_a_command_that_does_not_end_is_killed_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setattr(power, "_PATIENCE", 0.3)
    sign = tmp_path / "still-there"
    began = time.monotonic()
    told = shell(f"(sleep 1; touch {sign}) & sleep 30").objection(600)
    assert told == "The power command sh did not end within 0.3 s."
    assert time.monotonic() - began < 5
    time.sleep(1.2)
    assert not sign.exists()


def test_a_command_that_leaves_something_behind_is_not_waited_for() -> None:
    began = time.monotonic()
    assert command.ask(["sh", "-c", "sleep 3 & echo done"], 10).output == "done\n"
    assert time.monotonic() - began < 2


def test_a_command_gets_no_input() -> None:
    assert command.ask(["cat"], 10) == command.Answer(0, "", "")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The entry points of the role: the variables that they use are told, and the chapters are the whole procedure."""

from __future__ import annotations

import pathlib
import re
import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import LICENSE_PATCH
from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

ROLE: typing.Final = ROOT / "roles" / "hikcentral"
TASKS: typing.Final = ROLE / "tasks"
SPECS: typing.Final[dict[str, typing.Any]] = yaml.safe_load((ROLE / "meta" / "argument_specs.yml").read_text())[
    "argument_specs"
]
VARIABLES: typing.Final[dict[str, typing.Any]] = yaml.safe_load((ROLE / "vars" / "main.yml").read_text())
DEFAULTS: typing.Final[dict[str, typing.Any]] = yaml.safe_load((ROLE / "defaults" / "main.yml").read_text())
WAYS: typing.Final[dict[str, list[str]]] = VARIABLES["__hikcentral_activation_steps"]
STEPS: typing.Final[dict[str, list[str]]] = VARIABLES["__hikcentral_steps_of"] | {"reactivate": WAYS["offline"]}
# Kept out of everything that is written, also by what does not ask the OpenAPI.
SECRETS: typing.Final = {"hikcentral_openapi_access_key", "hikcentral_openapi_secret_key"}
NAME: typing.Final = re.compile(r"\b(?:__)?hikcentral_\w+")


def included(tasks: pathlib.Path) -> set[pathlib.Path]:
    """A file of tasks and all that it includes, whatever is filled into their names."""
    found: set[pathlib.Path] = set()
    waiting = {tasks}
    while waiting:
        file = waiting.pop()
        found.add(file)
        for name in re.findall(r"(?:include|import)_tasks: (\S.*)$", file.read_text(), re.MULTILINE):
            names = [name.replace("{{ __hikcentral_step }}", step.id) for step in LICENSE_PATCH.steps]
            patterns = [re.sub(r"{{.*?}}", "*", each).removeprefix("../") for each in names]
            waiting |= {path for pattern in patterns for path in TASKS.glob(pattern)} - found
    return found


def used_by(entry_point: str) -> set[str]:
    """Variables for operators that the tasks of an entry point use, also through other variables of the role."""
    texts = [file.read_text() for file in included(TASKS / f"{entry_point}.yml")]
    overridden = {name for text in texts for name in re.findall(r"^ +(__hikcentral_\w+): \[", text, re.MULTILINE)}
    found: set[str] = set()
    waiting = {name for text in texts for name in NAME.findall(text)}
    while waiting:
        name = waiting.pop()
        found.add(name)
        if name not in overridden:
            waiting |= set(NAME.findall(str(VARIABLES.get(name, DEFAULTS.get(name))))) - found
    every = {option for spec in SPECS.values() for option in spec["options"]}
    return found & every


@pytest.mark.parametrize("entry_point", SPECS)
def test_what_an_entry_point_uses_is_told(entry_point: str) -> None:
    assert used_by(entry_point) - set(SPECS[entry_point]["options"]) <= SECRETS


@pytest.mark.parametrize("entry_point", ["main", "verify", "roll_back"])
def test_nothing_is_asked_for_that_an_entry_point_does_not_use(entry_point: str) -> None:
    assert set(SPECS[entry_point]["options"]) - used_by(entry_point) == set()


def test_what_keeps_runs_names_no_variable_of_the_role() -> None:
    files = sorted((ROOT / "plugins" / "plugin_utils" / "_procedure").glob("*.py"))
    assert files
    assert [file.name for file in files if NAME.search(file.read_text())] == []


def test_a_chapter_takes_what_the_whole_takes() -> None:
    assert [SPECS[chapter]["options"] == SPECS["main"]["options"] for chapter in STEPS] == [True] * 5


def test_imports_are_named_as_seen_from_their_file() -> None:
    """Newer cores look further up. Ansible-core 2.16 does, too, and crashes when it comes to an include_role there."""
    for file in TASKS.rglob("*.yml"):
        for name in re.findall(r"import_tasks: (\S+)$", file.read_text(), re.MULTILINE):
            assert (file.parent / name).exists(), f"{file.name} imports {name}"


def test_the_chapters_are_the_whole_procedure() -> None:
    whole = yaml.safe_load((TASKS / "main.yml").read_text())[0]["vars"]["__hikcentral_chapters"]
    assert list(STEPS) == whole
    assert [step for steps in STEPS.values() for step in steps] == [step.id for step in LICENSE_PATCH.steps]
    assert {way: sorted(steps) for way, steps in WAYS.items()} == dict.fromkeys(WAYS, sorted(STEPS["reactivate"]))


@pytest.mark.parametrize("chapter", STEPS)
def test_a_chapter_takes_its_steps(chapter: str) -> None:
    [alone] = yaml.safe_load((TASKS / f"{chapter}.yml").read_text())
    assert alone["vars"] == {"__hikcentral_chapters": [chapter]}
    assert [step for step in STEPS[chapter] if not (TASKS / "steps" / f"{step}.yml").exists()] == []

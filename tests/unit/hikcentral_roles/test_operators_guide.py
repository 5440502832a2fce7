# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/hikcentral.md tells what the role has: variables with their defaults, steps, files of evidence, commands."""

from __future__ import annotations

import re
import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.patch_scope import PATCHED
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.procedures import PROCEDURES
from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

ROLE: typing.Final = ROOT / "roles" / "hikcentral"
GUIDE: typing.Final = (ROOT / "docs" / "hikcentral.md").read_text(encoding="utf-8")
ENTRY_POINTS: typing.Final[dict[str, typing.Any]] = yaml.safe_load((ROLE / "meta" / "argument_specs.yml").read_text())[
    "argument_specs"
]
OPTIONS: typing.Final[dict[str, dict[str, typing.Any]]] = {
    name: option for entry in ENTRY_POINTS.values() for name, option in entry["options"].items()
}
DEFAULTS: typing.Final[dict[str, typing.Any]] = yaml.safe_load((ROLE / "defaults" / "main.yml").read_text())
ROWS: typing.Final = dict(
    re.findall(r"^\| `(hikcentral_\w+)` \| ([^|]+) \| [^|]+ \|$", GUIDE.partition("## Every variable")[2], re.MULTILINE)
)
TASKS: typing.Final = {path: path.read_text(encoding="utf-8") for path in (ROLE / "tasks").rglob("*.yml")}


def test_the_table_has_every_variable_once() -> None:
    assert sorted(re.findall(r"^\| `(hikcentral_\w+)` \| ", GUIDE, re.MULTILINE)) == sorted(OPTIONS)
    assert set(ROWS) == set(OPTIONS)


@pytest.mark.parametrize("name", OPTIONS)
def test_a_row_tells_the_default(name: str) -> None:
    option = OPTIONS[name]
    if option.get("required"):
        assert ROWS[name] == "required"
    elif option.get("default") in ("", []):
        assert ROWS[name] == "none"
    elif "default" in option:
        assert ROWS[name] == f"`{str(option['default']).lower()}`"
    else:
        assert ROWS[name] not in ("required", "none"), "what it is instead takes a word or two"


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_role_uses_the_default_that_is_documented(name: str) -> None:
    assert not OPTIONS[name].get("required")
    told = str(DEFAULTS[name])
    assert OPTIONS[name].get("default", told) == DEFAULTS[name] or "{{" in told


def test_every_variable_that_may_be_left_out_has_a_default() -> None:
    asked_for = {name for name, option in OPTIONS.items() if option.get("required")}
    assert set(OPTIONS) - asked_for - set(DEFAULTS) == {"hikcentral_access_control"}, "whose absence means something"


@pytest.mark.parametrize("step", [step.id for procedure in PROCEDURES.values() for step in procedure.steps])
def test_every_step_is_explained(step: str) -> None:
    assert f"`{step}`" in GUIDE


def test_the_flow_has_the_steps_in_their_order() -> None:
    flow = GUIDE.partition("## Chapter 2, Flow")[2].partition("```\n")[2].partition("```")[0]
    assert re.findall(r"^(\w+)", flow, re.MULTILINE) == [step.id for step in PROCEDURES["license_patch"].steps]


def test_the_versions_are_those_that_the_role_takes() -> None:
    assert ", ".join(".".join(map(str, version)) for version in PATCHED) in GUIDE


def test_files_of_evidence_are_named_as_the_gates_want_them() -> None:
    wanted = {
        name.strip("\"'").removesuffix(".*")
        for text in TASKS.values()
        for name in re.findall(r"^ +files:\n +- name: (\S+)$", text, re.MULTILINE)
    }
    assert wanted
    assert {name for name in wanted if f"`{name}" not in GUIDE} == set()


def test_messages_that_are_quoted_are_those_of_the_role() -> None:
    """Each part of a quoted message between what varies is somewhere in the role or in the plugins."""
    plugins = (path.read_text(encoding="utf-8") for path in (ROOT / "plugins" / "plugin_utils").rglob("*.py"))
    variables = (ROLE / "vars" / "main.yml").read_text(encoding="utf-8")
    said = " ".join(" ".join([*TASKS.values(), variables, *plugins]).split())
    table = GUIDE.partition("## When something fails")[2].partition("\n## ")[0]
    quoted = [message for row in re.findall(r"^\| (`.*?) \| ", table, re.MULTILINE) for message in row.split("`")[1::2]]
    parts = [part.strip(" ().") for message in quoted for part in re.split(r"\.\.\.|\d+|\(", message)]
    assert len(quoted) > 10
    assert [part for part in parts if part not in said] == []


def test_the_example_shows_what_the_gates_say() -> None:
    """Titles and instructions of the example are those of the role, whatever its variables are filled in with."""
    parts = (GUIDE.partition(title)[2].partition("\n## ")[0] for title in ("## A worked example", "## The way back"))
    example = "\n".join(parts)
    titles = {f"{step.title} ({step.id})" for procedure in PROCEDURES.values() for step in procedure.steps}
    waited = re.findall(r"^hc-berlin waits: (.*)\.$", example, re.MULTILINE)
    assert len(waited) == len(set(waited) & titles) == 9
    shown = [
        " ".join(item.split())
        for block in re.findall(r"^Do this:\n((?: .*\n)+)", example, re.MULTILINE)
        for item in re.split(r"^ +\d+\. ", block, flags=re.MULTILINE)[1:]
    ]
    said = [re.compile(re.sub(r"\\{\\{.*?\\}\\}", ".+", re.escape(sentence))) for sentence in instructions()]
    assert len(shown) > 15
    assert [sentence for sentence in shown if not any(one.fullmatch(sentence) for one in said)] == []


def instructions() -> typing.Iterator[str]:
    """All instructions of gates, as they stand in the role."""
    variables = yaml.safe_load((ROLE / "vars" / "main.yml").read_text())
    yield from (sentence for part in variables["__hikcentral_activate"].values() for sentence in part)
    told = variables["__hikcentral_to_be_confirmed"]
    yield from (sentence for sentence in told if not sentence.startswith("{{"))
    yield from variables["__hikcentral_patch_sentences"].values()
    for text in TASKS.values():
        for task in yaml.safe_load(text) or ():
            told = task.get("surveillance.hikvision.hikcentral_gate", {}).get("instructions", [])
            yield from () if isinstance(told, str) else told


@pytest.mark.parametrize("script", [path.name for path in (ROLE / "files").iterdir()])
def test_every_script_for_the_server_is_told(script: str) -> None:
    """Where what was tested is told, since these were not, and where the parts of the role are."""
    tested = GUIDE.partition("## What was tested, and what was not")[2].partition("\n## ")[0]
    assert f"`{script}`" in tested
    assert script in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_commands_name_playbooks_and_entry_points_that_exist() -> None:
    playbooks = set(re.findall(r"surveillance\.hikvision\.(hikcentral_license_patch|hikcentral_database\w+)", GUIDE))
    assert len(playbooks) == 2
    assert all((ROOT / "playbooks" / f"{name}.yml").exists() for name in playbooks)
    assert set(re.findall(r"tasks_from: (\w+)", GUIDE)) <= set(ENTRY_POINTS)


def test_links_lead_somewhere() -> None:
    titles = re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
    links = [link.partition("#") for link in re.findall(r"\]\(([^)]+)\)", GUIDE) if "://" not in link]
    assert len(links) > 15
    assert {anchor for path, _sign, anchor in links if not path} <= anchors
    assert [path for path, _sign, _anchor in links if path and not (ROOT / "docs" / path).exists()] == []

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/catalogue.md and the options of the two modules say what schema and code say."""

from __future__ import annotations

import datetime
import json
import pathlib
import re
import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.action import catalogue_entry as entry_action
from ansible_collections.surveillance.hikvision.plugins.action import catalogue_signature as signature_action
from ansible_collections.surveillance.hikvision.plugins.modules import catalogue_entry, catalogue_signature
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import check_time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import SCHEMA, examine

ROOT: typing.Final = pathlib.Path(__file__).resolve().parents[3]
PAGE: typing.Final = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
PLAYBOOK: typing.Final = ROOT / "playbooks" / "catalogue.yml"

Node = dict[str, typing.Any]


def rows(node: Node, definitions: Node, prefix: str = "") -> typing.Iterator[str]:
    """A line of a table for each key, with the keys inside it below."""
    for key, value in node["properties"].items():
        whole = resolved(value, definitions)
        needed = "yes" if key in node.get("required", ()) else ""
        choices = ", ".join(f"`{choice}`" for choice in whole.get("enum", ()))
        meaning = " ".join(part for part in (whole["title"] + ".", whole["description"], choices) if part)
        yield f"| `{prefix}{key}` | {needed} | {meaning} |"
        if whole.get("type") == "object":
            yield from rows(whole, definitions, f"{prefix}{key}.")


def resolved(node: Node, definitions: Node) -> Node:
    name = node.get("$ref", "").rpartition("/")[2]
    return resolved(definitions[name], definitions) | node if name else node


def table(part: str) -> str:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    definitions = schema["$defs"]
    top = schema if part == "top" else definitions[part]
    return "\n".join(["| key | required | meaning |", "|---|---|---|", *rows(top, definitions)])


@pytest.mark.parametrize("part", ["top", "entry"])
def test_every_key_is_explained_as_in_the_schema(part):
    assert f"\n\n{table(part)}\n" in PAGE, f"the table should read\n\n{table(part)}"


def test_the_example_is_a_catalogue():
    (example,) = re.findall(r"```yaml\n(---\n.*?)```", PAGE, re.DOTALL)

    content = examine(example.encode(), "example.yml").content

    assert len(content["firmware"]) == 2
    check_time("example.yml", content["issued"], content["expires"], datetime.datetime.now(datetime.UTC))


@pytest.mark.parametrize("text", [PAGE, PLAYBOOK.read_text(encoding="utf-8")], ids=["page", "playbook"])
def test_values_with_blanks_survive_shell_and_ansible(text):
    """The shell takes the quotes of ``by='B. Sommer'``, and Ansible splits the rest."""
    assert re.findall(r"-e \w+='[^']*'", text) == []
    assert "-e \"by='B. Sommer'\"" in text


def test_page_and_playbook_know_the_same_commands():
    (play,) = yaml.safe_load(PLAYBOOK.read_text(encoding="utf-8"))
    header = PLAYBOOK.read_text(encoding="utf-8").partition("- name:")[0]
    commands = set(play["vars"]["catalogue_needs"])

    assert set(re.findall(r"#   -e do=(\w+)", header)) == commands
    assert set(re.findall(r"do=(\w+)", PAGE)) == commands
    assert {path.stem.removeprefix("catalogue_") for path in PLAYBOOK.parent.glob("tasks/catalogue_*.yml")} == {
        *commands,
        "needs",
        "read",
    }


@pytest.mark.parametrize(
    ("module", "arguments"),
    [(catalogue_entry, entry_action.ARGUMENTS), (catalogue_signature, signature_action.ARGUMENTS)],
    ids=["catalogue_entry", "catalogue_signature"],
)
def test_options_are_documented_as_they_are_declared(module, arguments):
    assert declared(yaml.safe_load(module.DOCUMENTATION)["options"]) == arguments


def declared(options: Node) -> Node:
    """Documented options in the form of an argument specification."""
    keys = {"type", "default", "choices", "required", "elements"}
    return {
        name: {key: words[key] for key in keys & set(words)}
        | ({"options": declared(words["suboptions"])} if "suboptions" in words else {})
        for name, words in options.items()
    }

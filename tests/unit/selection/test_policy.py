# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator may want, and what is a mistake."""

from __future__ import annotations

import typing

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.select_firmware import select_firmware
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._selection.policy import Policy, PolicyError
from ansible_collections.surveillance.hikvision.tests.unit.selection.documents import catalogue, device, entry


@pytest.mark.parametrize("told", [None, {}, {"target": None, "ring": None, "allow": None}, {"allow": []}])
def test_nothing_said_is_the_latest_with_nothing_allowed(told: object) -> None:
    assert Policy.read(told) == Policy()
    assert Policy().target == "latest"


def test_everything_said() -> None:
    told = {"target": " a ", "ring": "lab", "language": "en", "allow": ["downgrade"], "acknowledged": ["a", "b"]}
    assert Policy.read(told) == Policy(
        target="a",
        ring="lab",
        language="en",
        allow=frozenset({"downgrade"}),
        acknowledged=frozenset({"a", "b"}),
    )


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ([], "it must be a dictionary, not []"),
        ("latest", "it must be a dictionary, not 'latest'"),
        ({"rings": ["lab"]}, "rings unknown; known are target, ring, language, allow, acknowledged"),
        ({"target": 5.7}, "target must be a word, not 5.7"),
        ({"target": ""}, "target must be a word, not ''"),
        ({"ring": ["lab"]}, "ring must be a word, not ['lab']"),
        ({"language": "German"}, "language must be one of EN, ML, CN, OTHER, not German"),
        ({"allow": "downgrade"}, "allow must be a list of words, not 'downgrade'"),
        ({"allow": [True]}, "allow must be a list of words, not [True]"),
        ({"allow": ["downgrades"]}, "allow does not know downgrades; it knows candidate, config_reset"),
        ({"acknowledged": {"a": True}}, "acknowledged must be a list of words"),
    ],
)
def test_a_mistake_names_its_key(told: typing.Any, complaint: str) -> None:
    with pytest.raises(PolicyError) as error:
        Policy.read(told)
    assert complaint in str(error.value)
    with pytest.raises(AnsibleFilterError, match="the firmware policy can not be used"):
        select_firmware(device(), catalogue=catalogue(entry("a")), policy=told)

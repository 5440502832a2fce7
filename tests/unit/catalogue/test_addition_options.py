# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the options of the module to a change of the catalogue."""

from __future__ import annotations

import datetime
import pathlib

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.action.catalogue_entry import ARGUMENTS, change_of
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.addition import Refused


class Marked(str):
    """Text as Ansible hands it on: it remembers where it comes from."""

    __slots__ = ("origin",)


def options(**given):
    return {name: option.get("default") for name, option in ARGUMENTS.items()} | given


def test_values_are_plain_and_what_is_not_given_is_not_told():
    entry = {
        "models": {"include": [Marked("DS-2CD*")]},
        "source": {"obtained": datetime.date(2026, 1, 5)},
        "note": None,
    }
    approval = {"by": Marked("ops"), "date": None, "tested_on": None}

    change = change_of(options(id=Marked("g5"), entry=entry, status="approved", approval=approval), pathlib.Path("f"))

    assert change.told == {
        "models": {"include": ["DS-2CD*"]},
        "source": {"obtained": "2026-01-05"},
        "note": None,
        "status": "approved",
        "approval": {"by": "ops"},
    }
    assert (change.id, change.file, change.days) == ("g5", pathlib.Path("f"), None)
    assert yaml.safe_dump([change.id, change.told])


@pytest.mark.parametrize("name", ["id", "status", "status_reason", "approval"])
def test_what_has_an_option_is_not_said_in_the_entry(name):
    with pytest.raises(Refused, match=f"entry: {name} .* option"):
        change_of(options(id="g5", entry={name: "x"}), None)


def test_nobody_but_the_file_says_what_the_file_is():
    with pytest.raises(Refused, match="option file"):
        change_of(options(id="g5", entry={"file": {"sha256": "0" * 64}}), None)

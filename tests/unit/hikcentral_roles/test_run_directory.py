# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where runs are kept without ``hikcentral_run_dir``: Ansible takes every file of an inventory that is a directory."""

from __future__ import annotations

import pathlib
import typing

import jinja2
import pytest
import yaml
from ansible.plugins.filter.core import FilterModule

from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT

DEFAULT: typing.Final = yaml.safe_load((ROOT / "roles/hikcentral/defaults/main.yml").read_text())["hikcentral_run_dir"]


@pytest.mark.parametrize(
    ("inventory_dir", "source", "expected"),
    [
        pytest.param("site", "site/inventory.yml", "site/hikcentral", id="a file"),
        pytest.param("site/inventory", "site/inventory", "site/hikcentral", id="a directory"),
        pytest.param("site/inventory", "site/inventory/hosts.yml", "site/inventory/hikcentral", id="a file in one"),
        pytest.param(None, "hc-berlin,", "here/hikcentral", id="a list of names"),
    ],
)
def test_runs_are_kept_beside_the_inventory(
    tmp_path: pathlib.Path, inventory_dir: str | None, source: str, expected: str
) -> None:
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters.update(FilterModule().filters())
    told = environment.from_string(DEFAULT).render(
        inventory_dir=str(tmp_path / inventory_dir) if inventory_dir else None,
        ansible_inventory_sources=[str(tmp_path / source)],
        lookup=lambda *_names: str(tmp_path / "here"),
    )
    assert told == str(tmp_path / expected)

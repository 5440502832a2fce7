# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The specification of the choice from a catalogue, case by case."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.filter.select_firmware import select_firmware
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.reading import SCHEMA
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.document import Document
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.schema import schema_problems
from ansible_collections.surveillance.hikvision.tests.unit.selection.cases import fit, running, target, way
from ansible_collections.surveillance.hikvision.tests.unit.selection.documents import Case, catalogue

CASES = [*fit.CASES, *target.CASES, *running.CASES, *way.CASES]


def test_every_case_has_its_own_name() -> None:
    said = [case.said for case in CASES]
    assert len(set(said)) == len(said) >= 60


@pytest.mark.parametrize("case", CASES, ids=[case.said for case in CASES])
def test_the_cases_are_about_catalogues_as_they_are_written(case: Case) -> None:
    told = ("catalogue_id", "serial", "issued", "expires", "firmware")
    content = {key: catalogue(*case.entries)[key] for key in told}
    document = Document("catalogue", {"schema": "hikvision-firmware-catalogue/1", **content})
    assert schema_problems(document, SCHEMA) == []


@pytest.mark.parametrize("case", CASES, ids=[case.said for case in CASES])
def test_a_device_gets_exactly_one_package_or_a_refusal_with_all_reasons(case: Case) -> None:
    choice = select_firmware(case.device, catalogue=catalogue(*case.entries), policy=case.policy)

    assert choice["standing"] == case.standing
    assert tuple(step["package"] for step in choice["steps"]) == case.steps
    reasons = "; ".join(choice["reasons"])
    assert [part for part in case.because if part not in reasons] == []
    assert {finding["code"] for finding in choice["findings"]} == case.codes
    assert tuple(step["package"] for step in choice["steps"] if "downgrade" in step["allow"]) == case.downgrades


@pytest.mark.parametrize("case", CASES, ids=[case.said for case in CASES])
def test_what_may_not_be_installed_is_not_handed_out(case: Case) -> None:
    choice = select_firmware(case.device, catalogue=catalogue(*case.entries), policy=case.policy)

    first = choice["steps"][0] if choice["steps"] else None
    stops = [found for found in choice["findings"] if found["severity"] == "error"]
    if choice["standing"] == "current" and not stops:
        assert choice["package"]["package"] == choice["target"]["package"]
        assert choice["reasons"] == []
    else:
        assert choice["package"] == (first and {key: first[key] for key in choice["package"]})
        assert choice["reasons"]
    assert (choice["target"] is None) == (choice["standing"] in ("no_package", "ambiguous"))

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of an audit, as a playbook calls them."""

from __future__ import annotations

import jinja2
import pytest
from ansible.errors import AnsibleError, AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter import (
    audit_csv,
    audit_junit,
    audit_report,
    audit_rows,
    audit_sources,
    audit_table,
    audit_violations,
    text_table,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.risk import order
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.row import Row
from ansible_collections.surveillance.hikvision.tests.unit.audit.device_results import (
    catalogue,
    device,
    entry,
    listed,
    row,
)

FILTERS = {
    name: function
    for module in (
        audit_csv,
        audit_junit,
        audit_report,
        audit_rows,
        audit_sources,
        audit_table,
        audit_violations,
        text_table,
    )
    for name, function in module.FilterModule().filters().items()
}
ROWS = [row("cam-01", backup_age=None).as_result(), row("cam-02").as_result()]


class Unusable(dict):
    """Variables of a host; asking for a broken one raises what Ansible raises."""

    def get(self, name, default=None):
        value = super().get(name, default)
        if isinstance(value, Exception):
            raise value
        return value


def rows(hostvars, **options):
    found = FILTERS["audit_rows"](list(hostvars), hostvars, result="told", **options)
    return {each["host"]: each for each in found}


def test_rows_are_sorted_by_risk():
    hostvars = {
        "a": {"told": device("V5.7.18", "240826"), "hikvision_firmware": listed()},
        "b": {"told": {"unreachable": True, "msg": "gone"}},
    }
    assert list(rows(hostvars)) == ["b", "a"]
    found = [Row.from_result(each) for each in rows(hostvars).values()]
    assert found == sorted(found, key=order)


def test_a_host_without_variables_or_with_broken_ones_is_a_row():
    hostvars = {
        "none": {},
        "undefined": Unusable(told=device(), hikvision_firmware=AnsibleError("'nope' is undefined")),
        "broken": Unusable(told=device(), hikvision_policy=ZeroDivisionError("division by zero")),
        "marked": {"told": device(), "hikvision_firmware": [{"models": jinja2.Undefined()}]},
        "odd": Unusable(told=AnsibleError("no such thing")),
        "fine": {"told": device(), "hikvision_firmware": listed()},
    }
    found = rows(hostvars)
    assert {host: each["state"] for host, each in found.items() if host != "fine"} == dict.fromkeys(
        ("none", "undefined", "broken", "marked", "odd"), "unknown"
    )
    assert "hikvision_firmware can not be evaluated: 'nope' is undefined" in found["undefined"]["reason"]
    assert "hikvision_policy can not be evaluated: division by zero" in found["broken"]["reason"]
    assert "hikvision_firmware can not be evaluated: a part of it is not defined" in found["marked"]["reason"]
    assert found["odd"]["reason"] == "told can not be evaluated: no such thing"
    assert found["fine"]["state"] == "behind"


def test_each_host_is_judged_by_its_own_catalogue():
    loaded = {
        "/one.yml": catalogue(entry("one", "V5.7.15", "240201")),
        "/two.yml": catalogue(entry("two", "V5.7.18", "240826")),
    }
    results = [{"item": {"path": path}, "catalogue": each.as_result()} for path, each in loaded.items()]
    hostvars = {
        "a": {"told": device(), "hikvision_catalogue": "/one.yml"},
        "b": {"told": device(), "hikvision_catalogue": "/two.yml"},
        "c": {"told": device(), "hikvision_catalogue": "/two.yml", "hikvision_catalogue_signature": False},
    }
    found = rows(hostvars, catalogues=results)
    assert [(host, found[host]["state"]) for host in "abc"] == [("a", "current"), ("b", "behind"), ("c", "unknown")]
    assert "/two.yml was not read" in found["c"]["reason"]


def test_the_sources_of_a_fleet_are_told_once():
    common = {"inventory_dir": "/site", "hikvision_catalogue": "c.yml"}
    hostvars = {
        "a": common,
        "b": {**common, "hikvision_catalogue_signature": False, "hikvision_catalogue_minimum_serial": "7"},
        "c": common,
        "d": {"hikvision_firmware": []},
        "e": {**common, "hikvision_catalogue_revoked": ["x"]},
        "f": {**common, "hikvision_catalogue": "/abs.yml", "hikvision_firmware_dir": "images"},
    }
    assert FILTERS["audit_sources"](list(hostvars), hostvars) == {
        "catalogues": [
            {"path": "/site/c.yml"},
            {"path": "/site/c.yml", "signature": "off", "minimum_serial": 7},
            {"path": "/abs.yml", "files": "/site/images"},
        ],
        "advisories": [None],
    }


def test_advisories_that_can_not_be_used_end_the_audit(tmp_path):
    (tmp_path / "own.yml").write_text("schema: other\n", encoding="utf-8")
    for path in ("nowhere.yml", "own.yml"):
        hostvars = {"a": {"told": device(), "inventory_dir": str(tmp_path), "hikvision_advisories": path}}
        with pytest.raises(AnsibleFilterError, match=f"hikvision_advisories can not be used: .*{path}"):
            FILTERS["audit_sources"](["a"], hostvars)
        with pytest.raises(AnsibleFilterError, match="hikvision_advisories can not be used"):
            rows(hostvars)


def test_the_report_tells_its_sources_and_counts():
    results = [
        {"item": {"path": "/site/c.yml"}, "catalogue": catalogue(signature="off").as_result()},
        {"skipped": True},
    ]
    found = FILTERS["audit_report"](ROWS, catalogues=results)
    assert (found["schema"], found["devices"]) == ("hikvision-audit/1", ROWS)
    assert found["time"].endswith("+00:00")
    (source,) = found["catalogues"]
    assert source == {
        "path": "/site/c.yml",
        "expires": "2027-11-01T00:00:00Z",
        "catalogue": "site",
        "serial": 7,
        "digest": "d" * 64,
        "signature": "off",
    }
    summary = found["summary"]
    assert (summary["devices"], summary["states"]["current"], summary["states"]["behind"]) == (2, 2, 0)
    assert (summary["exposures"], summary["no_backup"]) == ({"affected": 0, "unknown": 0, "fixed": 2}, 1)
    assert summary["sentence"] == (
        "2 devices: 2 current. Advisories: 2 fixed. 0 customised, 1 without a backup. "
        "The signature of /site/c.yml was not checked."
    )


def test_what_the_sentence_says_of_the_affected():
    told = {"exposure": "affected", "severity": "high", "state": "no_package"}
    found = FILTERS["audit_report"]([{**ROWS[0], **told}])
    assert found["summary"]["sentence"].startswith(
        "1 device: 1 no package. Advisories: 1 affected. Worst of the affected: 1 high."
    )


@pytest.mark.parametrize("words", [["no_backup", "critical"], "no_backup, critical", "no_backup,critical,"])
def test_a_policy_is_a_list_or_a_string_with_commas(words):
    assert FILTERS["audit_violations"](ROWS, words) == [
        {
            "word": "no_backup",
            "hosts": ["cam-01"],
            "sentence": "1 device is without a backup (no_backup): cam-01.",
        }
    ]
    assert 'failures="1"' in FILTERS["audit_junit"](ROWS, words)


def test_an_unknown_word_is_an_error_even_of_an_audit_of_nothing():
    with pytest.raises(AnsibleFilterError, match="the policy word 'crtical' is not known"):
        FILTERS["audit_violations"]([], ["crtical"])
    with pytest.raises(AnsibleFilterError, match="the policy word 'crtical' is not known"):
        FILTERS["audit_junit"]([], "crtical")
    assert FILTERS["audit_violations"]([], "") == []


def test_junit_groups_by_columns_that_group():
    assert 'name="current"' in FILTERS["audit_junit"](ROWS, suites="state")
    with pytest.raises(AnsibleFilterError, match="suites is 'reason'; it can be kind, model, state, firmware"):
        FILTERS["audit_junit"](ROWS, suites="reason")


@pytest.mark.parametrize("name", ["audit_csv", "audit_table", "audit_report", "audit_junit"])
@pytest.mark.parametrize("wrong", [[{}], ["x"], [{**ROWS[0], "state": "odd"}]])
def test_what_is_no_row_is_an_error(name, wrong):
    with pytest.raises(AnsibleFilterError, match=r"these are not rows of surveillance\.hikvision\.audit_rows"):
        FILTERS[name](wrong)


def test_texts_of_rows():
    assert FILTERS["audit_csv"](ROWS).splitlines()[1].startswith("cam-01,current,")
    assert FILTERS["audit_table"](ROWS, width="60")[1].startswith("cam-01")
    assert FILTERS["text_table"](ROWS, ["host"], below="state") == [
        "HOST",
        "cam-01",
        "    current",
        "cam-02",
        "    current",
    ]

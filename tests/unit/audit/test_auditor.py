# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the answer of a device, the inventory and what lies on the controller to its row."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.sidecar import Sidecar
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake
from ansible_collections.surveillance.hikvision.tests.unit.audit.device_results import (
    MODEL,
    NOW,
    audit,
    device,
    entry,
    listed,
)

OLD = entry("old", "V5.7.15", "240201", security={"fixes": ["CVE-2030-0001"]})
NEW = entry("new", "V5.7.18", "240826", supersedes=["old"], security={"fixes": ["CVE-2030-0009"]})


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "digicap.dav"
    path.touch()
    return str(path)


def test_a_device_that_is_behind_its_list(image):
    found = audit(device("V5.7.17", "240501"), hikvision_firmware=listed(image))
    assert found.as_result() == {
        "host": "cam",
        "state": "behind",
        "kind": "camera",
        "model": MODEL,
        "serial": "S1",
        "firmware": "V5.7.17 build 240501",
        "target": "V5.7.18 build 240826",
        "package": "entry 1",
        "security_fixes": [],
        "exposure": "fixed",
        "severity": None,
        "advisories": [],
        "unclear": [],
        "customised": False,
        "backup_age": None,
        "error": None,
        "reason": "",
        "advice": "",
    }


@pytest.mark.parametrize(
    ("version", "build", "state"),
    [("V5.7.18", "240826", "current"), ("V5.9.0", "250601", "ahead"), ("V5.7.18", None, "unknown")],
)
def test_states_of_a_device_by_what_it_runs(image, version, build, state):
    assert audit(device(version, build), hikvision_firmware=listed(image)).state == state


def test_a_device_that_does_not_tell_its_firmware_is_unknown_with_the_gap(image):
    gaps = [{"part": "identity.firmware", "reason": "deviceInfo tells no firmware"}]
    found = audit({**device(None), "missing": gaps}, hikvision_firmware=listed(image))
    assert (found.state, found.firmware) == ("unknown", None)
    assert "identity.firmware: deviceInfo tells no firmware" in found.reason


def test_no_package_and_two():
    assert audit(device()).state == "no_package"
    assert "neither hikvision_catalogue nor hikvision_firmware is set" in audit(device()).reason
    others = audit(device(), hikvision_firmware=[{**listed()[0], "models": ["DS-7*"]}])
    assert others.state == "no_package"
    assert MODEL in others.reason
    twice = [*listed(package="one"), *listed(package="two")]
    found = audit(device(), hikvision_firmware=twice)
    assert found.state == "ambiguous"
    assert "one" in found.reason and "two" in found.reason


def test_a_package_whose_file_is_not_there_is_told_where_it_would_be_installed():
    missing = "the package's file is not on the controller: /site/firmware/digicap.dav"
    packages = listed("firmware/digicap.dav")
    assert missing in audit(device(), hikvision_firmware=packages).reason
    assert audit(device("V5.7.18", "240826"), hikvision_firmware=packages).reason == ""
    elsewhere = audit(device(), hikvision_firmware=packages, hikvision_firmware_dir="images")
    assert "not on the controller: /site/images/firmware/digicap.dav" in elsewhere.reason


def test_the_catalogue_comes_before_the_list(image):
    found = audit(device(), OLD, NEW, hikvision_firmware=listed(image, version="V6.0.0"))
    assert (found.state, found.package, found.target) == ("behind", "new", "V5.7.18 build 240826")
    assert found.security_fixes == ("CVE-2030-0009",)
    assert "not on the controller: /site/new.dav" in found.reason


def test_the_steps_to_the_target_count_for_its_security_fixes():
    middle = entry("middle", "V5.7.16", "240301", security={"fixes": ["CVE-2030-0005"]})
    target = entry("new", "V5.7.18", "240826", requires={"via": ["middle"]}, supersedes=["middle"])
    assert audit(device(), middle, target).security_fixes == ("CVE-2030-0005",)


def test_what_is_withdrawn_is_told_even_when_there_is_nothing_better():
    gone = entry("old", "V5.7.15", "240201", "withdrawn", status_reason="it loses recordings")
    for others in ((), (NEW,)):
        found = audit(device(), gone, *others)
        assert found.state == "withdrawn"
        assert found.reason.startswith("it runs old (V5.7.15 build 240201), which is withdrawn: it loses recordings")


def test_a_policy_pins_a_device():
    found = audit(device(), OLD, NEW, hikvision_policy={"target": "old"})
    assert (found.state, found.package) == ("current", "old")


def test_a_device_that_runs_a_deprecated_target_is_told_so():
    found = audit(device(), entry("old", "V5.7.15", "240201", "deprecated"), hikvision_policy={"target": "old"})
    assert found.state == "current"
    assert "deprecated" in found.reason


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"hikvision_firmware": [{}]}, "hikvision_firmware can not be used: entry 1:"),
        ({"hikvision_firmware": "{{ nope }}"}, "hikvision_firmware can not be used"),
        ({"hikvision_policy": {"traget": "x"}}, "hikvision_policy can not be used: traget unknown"),
        ({"hikvision_policy": Mistake("hikvision_policy can not be evaluated: x")}, "hikvision_policy can not be"),
        ({"hikvision_catalogue": 7}, "hikvision_catalogue must be a path, not 7"),
        ({"hikvision_catalogue": "other.yml"}, "hikvision_catalogue can not be used: /site/other.yml was not read"),
        (
            {"hikvision_catalogue": "c", "hikvision_catalogue_minimum_serial": "x"},
            "hikvision_catalogue_minimum_serial must be a number, not 'x'",
        ),
    ],
)
def test_a_mistake_in_the_inventory_is_the_row_of_that_host(variables, told):
    found = audit(device("V5.7.17", "240501"), **variables)
    assert (found.state, found.model, found.exposure) == ("unknown", MODEL, "fixed")
    assert told in found.reason


def test_advisories_say_who_is_affected_and_how_badly():
    worst = audit(device("V5.7.9", "230101"))
    assert (worst.exposure, worst.severity) == ("affected", "critical")
    assert worst.advisories == ("CVE-2030-0001", "CVE-2030-0002", "CVE-2030-0003")
    some = audit(device("V5.7.15", None))
    assert (some.exposure, some.severity) == ("affected", "medium")
    assert (some.advisories, some.unclear) == (("CVE-2030-0001",), ("CVE-2030-0003",))


def test_no_rule_calls_customised_firmware_fixed():
    found = audit(device("V5.7.17", "240501", customised=True))
    assert (found.exposure, found.severity, len(found.unclear)) == ("unknown", None, 3)
    assert audit(device("V5.7.9", "230101", customised=True)).exposure == "affected"


def test_a_path_of_advisories_that_is_none_leaves_the_exposure_open():
    found = audit(device("V5.7.17", "240501"), hikvision_advisories=["x"])
    assert found.exposure == "unknown"
    assert "hikvision_advisories must be a path" in found.reason


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ({"unreachable": True, "error": {"kind": "Unreachable"}}, "unreachable"),
        ({"unreachable": True, "error": {"kind": "TlsRefused"}}, "unreachable"),
        ({"unreachable": True}, "unreachable"),
        ({"error": {"kind": "AccountLocked"}}, "locked"),
        ({"error": {"kind": "CredentialsRefused"}}, "unknown"),
        ({"error": {"kind": "PermissionDenied"}}, "unknown"),
        ({"error": {"kind": "NotActivated"}}, "unknown"),
        ({"error": {"kind": "BadAnswer"}}, "unknown"),
        ({"device": {"identity": None, "firmware": None}}, "unknown"),
    ],
)
def test_a_device_that_was_not_read_is_a_row_with_the_reason(result, state):
    found = audit({**result, "msg": "What happened.", "advice": "What to do."}, OLD)
    assert (found.state, found.reason, found.advice) == (state, "What happened.", "What to do.")
    assert found.error == (result.get("error") or {}).get("kind")
    assert (found.model, found.exposure) == (None, "unknown")


def test_a_host_without_a_result():
    assert audit({}).reason == "there is no result of the device"


def test_the_age_of_the_newest_backup(tmp_path):
    for days, file in ((40, "a.cfg"), (3.26, "b.cfg")):
        keep(tmp_path / "backups" / "cam", file, NOW - datetime.timedelta(days=days))
    assert audit(device(), inventory_dir=str(tmp_path)).backup_age == 3.3
    assert audit({"unreachable": True}, inventory_dir=str(tmp_path)).backup_age == 3.3
    assert audit(device(), inventory_dir=str(tmp_path), host="other").backup_age is None
    elsewhere = {"inventory_dir": str(tmp_path), "firmware_upgrade_backup_dir": "backups/cam"}
    assert audit(device(), host="other", **elsewhere).backup_age == 3.3


def test_a_backup_from_the_future_is_new(tmp_path):
    keep(tmp_path / "backups" / "cam", "a.cfg", NOW + datetime.timedelta(hours=1))
    assert audit(device(), inventory_dir=str(tmp_path)).backup_age == 0.0


def keep(directory, file, created):
    """A backup and its description."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / file).write_bytes(b"x")
    told = {
        "file": file, "size": 1, "sha256": "0" * 64, "created": created.isoformat(), "account": "admin", "host": "cam",
        "kind": "camera", "model": MODEL, "serial": None, "mac": None, "name": None, "version": None, "build": None,
        "needs_secret_key": False,
    }  # fmt: skip
    (directory / f"{file}.json").write_text(Sidecar(**told).as_json())

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout from a signed catalogue: several steps, refusals before anything is sent, and whom to believe."""

from __future__ import annotations

import hashlib
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample
from simulator import DeviceSpec

G0_STEP = ("V5.8.1", "190101")  # higher numbers than the target, and older
G0_TARGET = ("V5.5.82", "190909")
G0_FORMER = ("V5.5.0", "170725")
G0_PATH = "V5.5.0 build 170725 -> V5.8.1 build 190101 -> V5.5.82 build 190909"
G5_TARGET = ("V5.7.18", "240826")


def entry(site, device, version, build, image=None, **keys):
    """An entry for the model of a device, with a new image that it takes, changed as ``image`` says."""
    package = site.package(device, version, build, **(image or {}))
    file = pathlib.Path(package["src"])
    content = file.read_bytes()
    profile = site.fleet[device].spec.resolved_profile()
    facts = {"name": file.name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    told = {
        "id": f"{profile.key}-{version.removeprefix('V')}",
        "kind": str(profile.kind),
        "models": {"include": package["models"]},
        "version": version,
        "build": build,
        "language": "EN",
        "file": facts,
    }
    return sample.entry({"hardware": sample.REMOVED}, **(told | keys))


def two_steps(site, device, **target):
    """The way of the old camera: over a step with higher numbers, to an image that refuses any other way."""
    step = entry(site, device, *G0_STEP, expected_duration=600)
    wants = {"requires": {"via": [step["id"]]}, "image": {"requires": G0_STEP[0]}}
    return [step, entry(site, device, *G0_TARGET, **(wants | target))]


@pytest.fixture
def start_catalogue(start_site):
    """Starts a site whose inventory names a signed catalogue; ``entries`` makes its content of the site."""

    def start(devices, entries, **variables):
        site = start_site(devices)
        signed = sample.signed(site.directory, sample.catalogue(*entries(site)))
        files = {"hikvision_firmware_dir": str(site.directory / "firmware")}
        site.write_inventory({**signed.variables, **files, "firmware_upgrade_verify_timeout": 2, **variables})
        return site, signed

    return start


def saw(site, name):
    return site.fleet[name].record.summary()


FLEET = [
    DeviceSpec(name="old-01", profile="camera-g0"),
    DeviceSpec(name="cam-01", profile="camera-g5"),
    DeviceSpec(name="cam-02", profile="camera-g5", version=G5_TARGET[0], build=G5_TARGET[1]),
    DeviceSpec(name="nvr-01", profile="nvr"),
    DeviceSpec(name="door-01", profile="door-controller"),
]


def fleet_entries(site):
    """Two steps, one step, a withdrawn package, and a file in another language than its entry says."""
    return [
        *two_steps(site, "old-01"),
        entry(site, "cam-01", *G5_TARGET),
        entry(site, "nvr-01", "V4.84.100", "241018", status="withdrawn", status_reason="loses recordings"),
        entry(site, "door-01", "V2.1.9", "260101", image={"language": "cn"}),
    ]


def test_a_fleet_is_upgraded_from_a_signed_catalogue(start_catalogue):
    site, signed = start_catalogue(FLEET, fleet_entries)
    run = site.playbook("rollout", rollout_max_failures=2)

    assert run.rc == 2, run
    assert {device.name: run.outcome(device.name)["state"] for device in site.fleet} == {
        "old-01": "upgraded",
        "cam-01": "upgraded",
        "cam-02": "unchanged",
        "nvr-01": "refused",
        "door-01": "refused",
    }
    old = run.outcome("old-01")
    assert (old["steps_done"], old["steps_total"], old["path"]) == (2, 2, G0_PATH)
    assert str(site.fleet["old-01"].firmware) == "V5.5.82 build 190909"
    first, second = old["steps"]
    assert (first["state"], second["state"]) == ("upgraded", "upgraded")
    assert first["after"] == second["before"] == {"version": "V5.8.1", "build": "190101"}
    assert first["expected_duration"] == 600
    assert first["backup"] != second["backup"]
    assert all(pathlib.Path(step["backup"]).is_file() for step in old["steps"])
    assert (len(saw(site, "old-01")["uploads"]), saw(site, "old-01")["exports"]) == (2, 2)
    assert len([look for look in run.of("old-01", "health") if look.status == "ok"]) == 3

    digest = hashlib.sha256(signed.path.read_bytes()).hexdigest()
    for name in ("old-01", "cam-02", "nvr-01"):
        source = {"catalogue": "example", "serial": 7, "digest": digest, "signature": "valid"}
        assert run.outcome(name)["source"] == source
    assert old["target"] == {"package": "camera-g0-5.5.82", "version": "V5.5.82", "build": "190909"}

    assert "loses recordings" in run.outcome("nvr-01")["reason"]
    door = run.outcome("door-01")
    assert "FW034" in door["reason"]
    assert "FW034" in [finding["code"] for finding in door["findings"]]
    for name in ("nvr-01", "door-01"):
        assert (saw(site, name)["upload_bytes"], saw(site, name)["writes"]) == (0, 0)
        assert not list(site.backups.glob(f"{name}/*"))


def test_a_dry_run_tells_the_path_and_writes_nowhere(start_catalogue):
    site, signed = start_catalogue(
        FLEET[:2], lambda site: [*two_steps(site, "old-01"), entry(site, "cam-01", *G5_TARGET)]
    )
    run = site.playbook("rollout", "--check")

    assert run.rc == 0, run
    assert f"It would go {G0_PATH}." in run.stdout
    assert [step["state"] for step in run.outcome("old-01")["steps"]] == ["would_upgrade", "pending"]
    assert run.outcome("old-01")["after"] == {"version": "V5.5.82", "build": "190909"}
    assert all(saw(site, name)["writes"] == 0 for name in ("old-01", "cam-01"))
    assert not site.backups.exists()
    assert not signed.memory.exists()


def spoil(signed):
    signed.path.write_text(signed.path.read_text() + "# looks harmless\n")


def expire(signed):
    signed.replace(sample.catalogue(expires="2026-01-01T00:00:00Z", issued="2025-01-01T00:00:00Z"))


@pytest.mark.parametrize(
    ("mischief", "words"),
    [(spoil, "changed"), (expire, "expired"), (lambda signed: signed.signature.unlink(), "sig")],
    ids=["tampered", "expired", "unsigned"],
)
@pytest.mark.parametrize("playbook", ["rollout", "verify", "rollback"])
def test_a_catalogue_that_can_not_be_trusted_ends_the_run_before_any_device_is_touched(
    start_catalogue, mischief, words, playbook
):
    site, signed = start_catalogue(FLEET[1:3], lambda site: [entry(site, "cam-01", *G5_TARGET)])
    mischief(signed)
    run = site.playbook(playbook, target="hikvision")

    assert run.rc == 2, run
    assert all(device.record.summary()["requests"] == 0 for device in site.fleet)
    (failure,) = [result.result for result in run.results if result.status == "failed"]
    assert words in failure["msg"], failure["msg"]
    assert "FAILED - RETRYING" not in run.stdout


def test_devices_with_different_catalogues_are_not_mixed_up(start_catalogue):
    site, signed = start_catalogue(FLEET[1:3], lambda site: [entry(site, "cam-01", *G5_TARGET)])
    variables = {**signed.variables, "hikvision_firmware_dir": "firmware"}
    site.write_inventory(variables, cam_02={"hikvision_catalogue": "/another/catalogue.yml"})
    run = site.playbook("rollout")

    assert run.rc == 2, run
    assert "must share one catalogue" in run.stdout
    assert all(device.record.summary()["requests"] == 0 for device in site.fleet)


@pytest.mark.parametrize("what", ["missing", "changed"])
def test_the_files_of_later_steps_are_checked_before_the_first(start_catalogue, what):
    site, _signed = start_catalogue(FLEET[:1], lambda site: two_steps(site, "old-01"))
    (file,) = (site.directory / "firmware").glob("*5.5.82*")
    if what == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    run = site.playbook("rollout")

    outcome = run.outcome("old-01")
    assert outcome["state"] == "refused", run
    words = ["camera-g0-5.5.82", "No such file"] if what == "missing" else ["FW011", "FW021"]
    assert all(word in outcome["reason"] for word in words)
    assert outcome["advice"]
    assert (saw(site, "old-01")["writes"], saw(site, "old-01")["upload_bytes"]) == (0, 0)
    assert not site.backups.exists()


def test_the_first_step_that_is_not_good_ends_the_way(start_catalogue):
    devices = [
        DeviceSpec(name="first", profile="camera-g0", faults=["back_with_old_version"]),
        DeviceSpec(name="second", profile="camera-g0"),
    ]
    # The device wants more for the second step than the catalogue knows of.
    site, _signed = start_catalogue(devices, lambda site: two_steps(site, "first", image={"requires": "V9.0.0"}))
    run = site.playbook("rollout", plan_canaries=0, plan_waves="100%")

    first, second = run.outcome("first"), run.outcome("second")
    assert (first["state"], first["steps_done"]) == ("wrong_version", 0), run
    assert [step["state"] for step in first["steps"]] == ["wrong_version", "pending"]
    assert first["reason"].startswith("Step 1 of 2, to V5.8.1 build 190101: ")
    assert len(saw(site, "first")["uploads"]) == 1

    assert (second["state"], second["steps_done"]) == ("failed", 1)
    assert [step["state"] for step in second["steps"]] == ["upgraded", "refused"]
    assert second["reason"].startswith("Step 2 of 2, to V5.5.82 build 190909: ")
    assert second["reason"].endswith("It keeps V5.8.1 build 190101.")
    assert second["after"] == {"version": "V5.8.1", "build": "190101"}
    assert str(site.fleet["second"].firmware) == "V5.8.1 build 190101"


def test_the_catalogue_has_the_way_back_of_a_failed_step(start_catalogue):
    spoilt = {"faults": ["back_with_partial_configuration"], "device_name": "gate"}
    site, _signed = start_catalogue(
        [DeviceSpec(name="old-01", profile="camera-g0", **spoilt)],
        lambda site: [*two_steps(site, "old-01"), entry(site, "old-01", *G0_FORMER, status="deprecated")],
        firmware_upgrade_rollback_on_failure=True,
    )
    run = site.playbook("rollout")

    outcome = run.outcome("old-01")
    assert (outcome["state"], outcome["steps_done"]) == ("rolled_back", 0), run
    assert outcome["going_back"]["package"]["package"] == "camera-g0-5.5.0"
    assert str(site.fleet["old-01"].firmware) == "V5.5.0 build 170725"
    assert site.fleet["old-01"].device_name == "gate"
    assert [upload["outcome"] for upload in saw(site, "old-01")["uploads"]] == ["accepted", "accepted"]

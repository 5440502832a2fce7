# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan is made without touching a device, and exactly that plan is applied; what has changed since is refused."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import pathlib

import pytest

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document import document
from ansible_collections.surveillance.hikvision.tests.unit.catalogue import sample
from simulator import DeviceSpec, Firmware

CAMERA = ("V5.7.18", "240826")
RECORDER = ("V4.84.100", "241018")
DOOR = ("V2.2.0", "230801")

# A word from a device that Ansible would evaluate if anybody let it.
BRACES = "{{ 6 * 7 }}"


def entry(site, device, version, build, **keys):
    """An entry for the model of a device, with a new image that it takes."""
    package = site.package(device, version, build)
    file = pathlib.Path(package["src"])
    content = file.read_bytes()
    profile = site.fleet[device].spec.resolved_profile()
    told = {
        "id": f"{profile.key}-{version.removeprefix('V')}",
        "kind": str(profile.kind),
        "models": {"include": package["models"]},
        "version": version,
        "build": build,
        "language": "EN",
        "file": {"name": file.name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()},
    }
    return sample.entry({"hardware": sample.REMOVED}, **(told | keys))


@pytest.fixture
def start_planned(start_site):
    """Starts a site with a signed catalogue and makes ``plan.json`` of it; ``of_hosts`` are variables of hosts."""

    def start(devices, entries, of_hosts=(), **extra):
        site = start_site(devices)
        signed = sample.signed(site.directory, sample.catalogue(*entries(site)))
        variables = {
            **signed.variables,
            "hikvision_firmware_dir": str(site.directory / "firmware"),
            "firmware_upgrade_verify_timeout": 2,
        }
        site.write_inventory(variables, **dict(of_hosts))
        site.signed, site.variables, site.plan = signed, variables, site.directory / "plan.json"
        site.planning = site.playbook("plan", plan_file="plan.json", **extra)
        return site

    return start


def saw(site, name):
    return site.fleet[name].record.summary()


def states(site, run):
    begun = {result.host for result in run.of(task="Mark the devices of this wave")}
    return {device.name: run.outcome(device.name)["state"] for device in site.fleet if device.name in begun}


def digest(site):
    return hashlib.sha256(site.plan.read_bytes()).hexdigest()


def told(run):
    """The messages of what has failed."""
    return " ".join(result.result["msg"] for result in run.results if result.status == "failed")


def busy(site, name):
    """From the upload to the last look, in seconds of the fleet's clock."""
    requests = list(site.fleet[name].record.requests)
    [began] = [request.at for request in requests if request.path.endswith("updateFirmware")]
    return began, requests[-1].at


def found(site, name, version, build):
    """Somebody has installed another firmware on a device."""
    device = site.fleet.fleet.listeners[name].device
    device.firmware = Firmware(version, build)


FLEET = [
    DeviceSpec(name="nvr-01", profile="nvr", serial=BRACES),
    DeviceSpec(name="cam-10", profile="camera-g5"),
    DeviceSpec(name="cam-09", profile="camera-g5"),
    DeviceSpec(name="cam-08", profile="camera-g5"),
    DeviceSpec(name="door-02", profile="door-controller"),
    DeviceSpec(name="door-01", profile="door-controller"),
    DeviceSpec(name="cam-ready", profile="camera-g5", version=CAMERA[0], build=CAMERA[1]),
    DeviceSpec(name="cam-silent", profile="camera-g5", faults=["connection_refused"]),
    DeviceSpec(name="cam-locked", profile="camera-g5", faults=[{"locked": {"seconds": 1_000_000}}]),
    DeviceSpec(name="bell-01", profile="door-station"),
]
PLACES = {
    "cam_08": {"hikvision_parent": "nvr-01", "hikvision_area": "gate"},
    "cam_09": {"hikvision_parent": "nvr-01", "hikvision_area": ["gate", "yard"]},
    "door_01": {"hikvision_area": "lobby"},
    "door_02": {"hikvision_area": "lobby"},
}
LEFT_OUT = {"cam-ready": "current", "cam-silent": "unreachable", "cam-locked": "locked", "bell-01": "no_package"}


def fleet_entries(site):
    return [
        entry(site, "cam-10", *CAMERA, expected_duration=200),
        entry(site, "nvr-01", *RECORDER),
        entry(site, "door-01", *DOOR),
    ]


def test_a_plan_is_made_without_touching_a_device_and_applied_as_it_is(start_planned):
    site = start_planned(FLEET, fleet_entries, PLACES.items(), plan_waves="2,100%", plan_areas={"lobby": 2})

    assert site.planning.rc == 0, site.planning
    for device in site.fleet:
        seen = saw(site, device.name)
        assert (seen["writes"], seen["upload_bytes"], seen["exports"]) == (0, 0, 0), device.name
    assert not site.backups.exists()
    plan = document.load(site.plan, digest(site))
    assert {device.host: device.state for device in plan.left_out} == LEFT_OUT
    assert (plan.source.catalogue, plan.source.serial, plan.source.signature) == ("example", 7, "valid")
    assert all(step.package.sha256 and pathlib.Path(step.package.src).is_file() for step in plan.steps)
    [lines] = [result.result["msg"] for result in site.planning.of(task="Tell what is planned")]
    assert lines[0].startswith("6 of 10 devices get new firmware in 4 waves, 3 canaries first.")
    assert lines[-1].startswith(f"Digest: {digest(site)}, good until ")
    assert all(digest(site) in (site.directory / f"plan.{form}").read_text() for form in ("md", "html"))

    # Without another look at earlier devices, the last request is that of their own upgrade.
    run = site.playbook("rollout", plan_file="plan.json", plan_digest=digest(site), rollout_reprobe=False)

    assert run.rc == 0, run
    assert states(site, run) == dict.fromkeys(plan.hosts, "upgraded")
    waves = [[device.host for device in plan.devices if device.wave == wave.number] for wave in plan.waves]
    assert waves == [["cam-08", "door-01"], ["nvr-01"], ["cam-09", "cam-10"], ["door-02"]]
    assert [wave.canary for wave in plan.waves] == [True, True, False, False]
    times = [[busy(site, host) for host in wave] for wave in waves]
    for before, after in itertools.pairwise(times):
        assert max(ended for _began, ended in before) < min(began for began, _ended in after)
    recorder = run.outcome("nvr-01")
    assert recorder["source"]["serial"] == 7
    assert recorder["target"] == {"package": "nvr-4.84.100", "version": RECORDER[0], "build": RECORDER[1]}
    for name in LEFT_OUT:
        assert saw(site, name)["writes"] == 0
    assert not {result.host for result in run.results} & LEFT_OUT.keys() - {run.results[0].host}


CAMERAS = [DeviceSpec(name=f"cam-{number}", profile="camera-g5") for number in range(1, 5)]


def camera_entries(site):
    return [entry(site, "cam-1", *CAMERA)]


def test_a_plan_that_does_not_hold_is_refused_before_any_device_is_touched(start_planned):
    site = start_planned(CAMERAS, camera_entries)
    assert site.planning.rc == 0, site.planning
    plan, written, approved = document.load(site.plan), site.plan.read_bytes(), digest(site)
    for device in site.fleet:
        device.record.clear()

    site.plan.write_bytes(written.replace(b"cam-3", b"cam-x"))
    tampered = site.playbook("rollout", plan_file="plan.json", plan_digest=approved)
    assert "is not the one that was approved" in told(tampered), tampered

    site.plan.write_bytes(written.replace(b'"signature": "valid"', b'"signature":  "valid"'))
    rewritten = site.playbook("rollout", plan_file="plan.json")
    assert "edited or formatted by hand" in told(rewritten), rewritten

    # All the rest at once: expired, a host of the plan missing, one too many, package withdrawn, file changed.
    old = {"created": "2026-01-01T00:00:00Z", "expires": "2026-01-08T00:00:00Z"}
    without = [device for device in plan.devices if device.host != "cam-4"]
    document.write(site.plan, dataclasses.replace(plan, devices=tuple(without), **old))
    [file] = {step.package.src for step in plan.steps}
    image = pathlib.Path(file).read_bytes()
    pathlib.Path(file).write_bytes(image[:-1] + b"?")
    withdrawn = camera_entries(site)[0] | {"status": "withdrawn", "status_reason": "cameras lose their clock"}
    withdrawn["file"]["sha256"] = hashlib.sha256(image).hexdigest()
    site.signed.replace(sample.catalogue(withdrawn, serial=8))
    run = site.playbook("rollout", "--limit", "!cam-1", plan_file="plan.json", plan_digest=digest(site))

    [failure] = [result.result for result in run.results if result.status == "failed"]
    assert [refusal["check"] for refusal in failure["refusals"]] == [
        "Expired",
        "PackageWithdrawn",
        "HostsMissing",
        "HostsAdded",
        "FileChanged",
    ], run
    assert all(refusal["sentence"] in failure["msg"] for refusal in failure["refusals"])
    for words in ("has expired", "cameras lose their clock", "missing: cam-1", "has others: cam-4", "has the digest"):
        assert words in failure["msg"]

    assert {tampered.rc, rewritten.rc, run.rc} == {2}
    assert {device.name: saw(site, device.name)["requests"] for device in site.fleet} == dict.fromkeys(
        ("cam-1", "cam-2", "cam-3", "cam-4"), 0
    )


def test_a_device_that_has_changed_since_is_refused_and_counts(start_planned):
    site = start_planned(CAMERAS, camera_entries, plan_waves="100%")
    assert site.planning.rc == 0, site.planning
    found(site, "cam-1", "V5.7.16", "240501")
    found(site, "cam-2", *CAMERA)
    part = {"plan_file": "plan.json", "plan_subset": True}

    predicted = site.playbook("rollout", "--check", "--limit", "!cam-4", rollout_max_failures=1, **part)
    expected = {"cam-1": "refused", "cam-2": "unchanged", "cam-3": "would_upgrade"}
    assert states(site, predicted) == expected, predicted
    assert all(saw(site, name)["writes"] == 0 for name in expected)

    # cam-1 is the canary, and its wave has no good outcome: the others do not start.
    stopped = site.playbook("rollout", plan_file="plan.json", rollout_max_failures=1)
    assert (stopped.rc, states(site, stopped)) == (2, {"cam-1": "refused"}), stopped
    reason = stopped.outcome("cam-1")["reason"]
    assert "V5.7.16 build 240501" in reason
    assert "V5.7.15 build 240201 -> V5.7.18 build 240826" in reason
    assert "The rollout stops before the next 3 devices" in told(stopped)
    assert not site.backups.exists()

    found(site, "cam-1", *CAMERA)
    site.fleet["cam-2"].record.clear()
    run = site.playbook("rollout", "--limit", "!cam-4", **part)
    assert (run.rc, states(site, run)) == (0, {"cam-1": "unchanged", "cam-2": "unchanged", "cam-3": "upgraded"}), run
    assert saw(site, "cam-2")["writes"] == saw(site, "cam-4")["writes"] == 0
    assert run.outcome("cam-3")["steps_done"] == 1

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which package of a list a device gets."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.select_firmware import select_firmware


def device(model="DS-2CD2386G2-IU", platform="G5", version="V5.7.15", build="240201", **identity):
    firmware = {"version": version, "build": build} if version else None
    return {"identity": {"model": model, "platform": platform, "kind": "camera", **identity}, "firmware": firmware}


def package(models=("DS-2CD2386G2-IU",), version="V5.7.18", build="240826", **others):
    return {"models": list(models), "version": version, "build": build, "src": f"{version}.dav", **others}


@pytest.mark.parametrize(
    ("snapshot", "packages", "standing", "reason"),
    [
        pytest.param(device(), [package()], "upgrade", "runs V5.7.15 build 240201", id="older"),
        pytest.param(device(version="V5.7.18", build="240826"), [package()], "current", None, id="the same"),
        pytest.param(device(version="V5.07.18", build="240826"), [package()], "current", None, id="leading zeros"),
        pytest.param(device(version="V5.7.18", build="240101"), [package()], "upgrade", "240101", id="older build"),
        pytest.param(device(), [package(["DS-7*"]), package()], "upgrade", None, id="others are no concern"),
        pytest.param(device(), [package(["DS-7*", "ds-2cd2?86g2*"])], "upgrade", None, id="pattern, small letters"),
        pytest.param(device(model="DS-KV8213-WME1(C)"), [package(["DS-KV8213-WME1(C)"])], "upgrade", None, id="signs"),
        pytest.param(device(), [package(platform="g5")], "upgrade", None, id="platform"),
        pytest.param(device(platform=None), [package(platform="G5")], "upgrade", None, id="platform not told"),
        pytest.param(device(), [package(platform="G5"), package(platform="G7")], "upgrade", None, id="one of two fits"),
        pytest.param(
            device(version="V5.9.0"), [package(allow=["downgrade"])], "downgrade", "V5.9.0", id="newer, and allowed"
        ),
        pytest.param(
            device(language="CN"),
            [package(language="EN", allow=["language_mismatch"])],
            "upgrade",
            None,
            id="other language, and allowed",
        ),
    ],
)
def test_the_one_package_that_fits(snapshot, packages, standing, reason):
    choice = select_firmware(snapshot, packages)

    assert choice["standing"] == standing
    assert choice["package"]["version"] == choice["target"]["version"] == "V5.7.18"
    assert len(choice["steps"]) == (standing != "current")
    assert reason is None or reason in "; ".join(choice["reasons"])
    assert bool(choice["reasons"]) == (standing != "current")
    assert (choice["running"], choice["release_notes"], choice["source"]) == (None, None, None)


@pytest.mark.parametrize(
    ("snapshot", "packages", "standing", "reason"),
    [
        pytest.param(device(version="V5.9.0"), [package()], "downgrade", "(allow: downgrade)", id="newer"),
        pytest.param(device(version="V5.7.18", build="250101"), [package()], "downgrade", "250101", id="newer build"),
        pytest.param(device(version="V5.7.18", build=None), [package()], "unknown", "its build", id="build not told"),
        pytest.param(device(version=None), [package()], "unknown", "not tell what it runs", id="nothing told"),
        pytest.param(device(), [], "no_package", "neither hikvision_catalogue nor hikvision_firmware", id="empty list"),
        pytest.param(device(model=None), [package()], "no_package", "(not told)", id="no model"),
        pytest.param(device(), [package(["DS-2CD2386G2"])], "no_package", "no package", id="only part of the model"),
        pytest.param(device(), [package(exclude_models=["*-IU"])], "no_package", "expressly not", id="excluded"),
        pytest.param(device(), [package(), package(["DS-2CD*"])], "ambiguous", "entry 1 (V5.7.18", id="two patterns"),
        pytest.param(device(), [package(), package()], "ambiguous", "entry 2 (V5.7.18", id="listed twice"),
        pytest.param(device(), [package(platform="G5"), package()], "ambiguous", "alike", id="platform is no priority"),
        pytest.param(
            device(), [package(platform="G7")], "no_package", "for platform G7, the device is G5", id="other platform"
        ),
        pytest.param(device(), [package(kind="recorder")], "no_package", "recorder firmware", id="other kind"),
        pytest.param(device(customised=True), [package()], "no_package", "customised firmware", id="customised"),
        pytest.param(
            {"identity": None, "firmware": None}, [package()], "no_package", "(not told)", id="without identity"
        ),
    ],
)
def test_a_refusal_has_no_package(snapshot, packages, standing, reason):
    choice = select_firmware(snapshot, packages)

    assert (choice["standing"], choice["package"], choice["steps"]) == (standing, None, [])
    assert reason in "; ".join(choice["reasons"])


def test_the_package_comes_as_options_of_the_module():
    choice = select_firmware(device(), [package(sha256="ab" * 32, build=240826, package="cameras", platform="G5")])

    options = {
        "package": "cameras",
        "version": "V5.7.18",
        "build": "240826",
        "src": "V5.7.18.dav",
        "sha256": "ab" * 32,
        "models": ["DS-2CD2386G2-IU"],
        "platform": "G5",
        "component": "main",
        "allow": [],
    }
    assert choice["package"] == options
    assert choice["steps"] == [{**options, "expected_duration": None, "config_reset": False}]
    assert choice["target"] == {"package": "cameras", "version": "V5.7.18", "build": "240826"}


def test_what_is_allowed_goes_with_the_package():
    choice = select_firmware(device(), [package(allow=["unknown_format"])], policy={"allow": ["device_confirmation"]})
    assert choice["package"]["allow"] == ["device_confirmation", "unknown_format"]


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        pytest.param("digicap.dav", "entry 2: is not a mapping", id="not a mapping"),
        pytest.param({"models": ["*"], "version": "V5.7.18"}, "entry 2: build, src missing", id="missing keys"),
        pytest.param(package(src=None), "entry 2: src missing", id="key without a value"),
        pytest.param(package(sha265="ab"), "entry 2: sha265 unknown; known are", id="misspelt key"),
        pytest.param(package(allow_downgrade=True), "entry 2: allow_downgrade unknown", id="key of former days"),
        pytest.param({**package(), "models": "DS-*"}, "models must be a list of shell patterns", id="one pattern"),
        pytest.param(package([]), "models must be a list of shell patterns", id="no pattern"),
        pytest.param(package([7]), "models must be a list of shell patterns", id="a number for a pattern"),
        pytest.param(package(exclude_models="*"), "exclude_models must be a list", id="one pattern to exclude"),
        pytest.param(package(device_classes=["2"]), "device_classes must be a list of numbers", id="text for a number"),
        pytest.param(package(version="newest"), "version 'newest' with build '240826' is not", id="not a version"),
        pytest.param(package(build="latest"), "build 'latest' is not", id="not a build"),
        pytest.param(package(build=0o70725), "build 29141 is not", id="YAML has read the build as octal"),
        pytest.param(package(sha256="ab"), "sha256 must be 64 hexadecimal digits", id="not a digest"),
        pytest.param(package(language="english"), "language must be one of EN, ML, CN, OTHER", id="language"),
        pytest.param(package(platform=5), "platform must be a word, not 5", id="a number for a word"),
        pytest.param(package(allow=["everything"]), "allow does not know everything; it knows", id="permission"),
        pytest.param(package(allow="downgrade"), "allow must be a list of words", id="one permission"),
    ],
)
def test_a_mistake_anywhere_in_the_list_is_an_error(entry, complaint):
    with pytest.raises(AnsibleFilterError, match="the list of firmware packages") as error:
        select_firmware(device(), [package(), entry])
    assert complaint in str(error.value)


def test_a_name_belongs_to_one_package():
    with pytest.raises(AnsibleFilterError, match="the name cameras is given to more than one package"):
        select_firmware(device(), [package(package="cameras"), package(package="cameras", version="V5.8.0")])


@pytest.mark.parametrize("packages", [{"models": []}, "digicap.dav"])
def test_a_list_must_be_a_list(packages):
    with pytest.raises(AnsibleFilterError, match="it must be a list of dictionaries"):
        select_firmware(device(), packages)


def test_nothing_to_choose_from_is_an_error():
    with pytest.raises(AnsibleFilterError, match="needs packages or a catalogue"):
        select_firmware(device())


def test_a_package_of_the_list_can_be_pinned():
    packages = [package(package="old", version="V5.7.16"), package(package="new")]
    assert select_firmware(device(), packages, policy={"target": "old"})["package"]["version"] == "V5.7.16"
    assert select_firmware(device(), packages, policy={"target": "V5.7.18"})["package"]["package"] == "new"


FORMER = {"version": "V5.7.15", "build": "240201"}


def test_on_the_way_back_only_the_former_firmware_counts_and_needs_no_permission():
    packages = [package(version="V5.7.1", build="230101"), package(version="V5.7.15", build="240201")]
    choice = select_firmware(device(version="V5.7.18", build="240826"), packages, firmware=FORMER)
    assert (choice["package"]["version"], choice["package"]["allow"]) == ("V5.7.15", ["downgrade"])
    assert choice["standing"] == "downgrade"


def test_on_the_way_back_another_build_is_another_firmware():
    choice = select_firmware(device(), [package(version="V5.7.15", build="240305")], firmware=FORMER)
    assert (choice["standing"], choice["package"]) == ("no_package", None)
    assert choice["reasons"] == ["no package for the model DS-2CD2386G2-IU is or brings V5.7.15 build 240201"]


def test_a_former_firmware_without_a_build_is_brought_back_by_nothing():
    choice = select_firmware(
        device(), [package(version="V5.7.15", build="240201")], firmware={"version": "V5.7.15", "build": None}
    )
    assert (choice["standing"], choice["package"]) == ("no_package", None)
    assert "without its build" in choice["reasons"][0]


@pytest.mark.parametrize("firmware", [{"version": "unknown"}, {"version": "V5.7.15", "build": 29141}, "newest", 5.7])
def test_an_unreadable_former_firmware_is_an_error(firmware):
    with pytest.raises(AnsibleFilterError, match="is not a firmware"):
        select_firmware(device(), [], firmware=firmware)


@pytest.mark.parametrize(
    ("packages", "policy", "reason"),
    [
        ([package(srcs="x")], None, "the list of firmware packages can not be used: entry 1: srcs unknown"),
        ([package()], {"rings": "lab"}, "the firmware policy can not be used: rings unknown"),
    ],
)
def test_a_mistake_can_be_a_refusal_of_this_device_alone(packages, policy, reason):
    choice = select_firmware(device(), packages, policy=policy, refuse_mistakes=True)
    assert (choice["standing"], choice["package"], choice["steps"]) == ("unknown", None, [])
    assert choice["reasons"][0].startswith(reason)


def test_what_is_missing_and_what_is_unknown_are_told_together():
    misspelt = {key: value for key, value in package(srcs="x").items() if key != "src"}
    with pytest.raises(AnsibleFilterError, match="entry 1: src missing; srcs unknown"):
        select_firmware(device(), [misspelt])

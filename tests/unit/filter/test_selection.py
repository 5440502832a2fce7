# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which package a device gets."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.surveillance.hikvision.plugins.filter.select_firmware import select_firmware


def device(model="DS-2CD2386G2-IU", platform="G5", version="V5.7.15", build="240201"):
    firmware = {"version": version, "build": build} if version else None
    return {"identity": {"model": model, "platform": platform, "kind": "camera"}, "firmware": firmware}


def package(models=("DS-2CD2386G2-IU",), version="V5.7.18", build="240826", **others):
    return {"models": list(models), "version": version, "build": build, "src": f"{version}.dav", **others}


@pytest.mark.parametrize(
    ("snapshot", "packages", "standing", "reason"),
    [
        pytest.param(device(), [package()], "upgrade", "runs V5.7.15 build 240201", id="older"),
        pytest.param(device(version="V5.7.18", build="240826"), [package()], "current", None, id="the same"),
        pytest.param(device(version="V5.07.18", build="240826"), [package()], "current", None, id="leading zeros"),
        pytest.param(device(version="V5.7.18", build="240101"), [package()], "upgrade", "240101", id="older build"),
        pytest.param(device(version="V5.7.18", build=None), [package()], "upgrade", "V5.7.18,", id="build not told"),
        pytest.param(device(version=None), [package()], "upgrade", "untold firmware", id="nothing told"),
        pytest.param(device(version="V5.9.0"), [package()], "downgrade", "V5.9.0", id="newer"),
        pytest.param(device(version="V5.7.18", build="250101"), [package()], "downgrade", "250101", id="newer build"),
        pytest.param(device(), [], "no_package", "no package is for the model DS-2CD2386G2-IU", id="empty list"),
        pytest.param(device(model=None), [package()], "no_package", "(not told)", id="no model"),
        pytest.param(device(), [package(["DS-2CD2386G2"])], "no_package", "no package", id="only part of the model"),
        pytest.param(device(), [package(["DS-7*"]), package()], "upgrade", None, id="others are no concern"),
        pytest.param(device(), [package(["DS-7*", "ds-2cd2?86g2*"])], "upgrade", None, id="pattern, small letters"),
        pytest.param(device(model="DS-KV8213-WME1(C)"), [package(["DS-KV8213-WME1(C)"])], "upgrade", None, id="signs"),
        pytest.param(device(), [package(), package(["DS-2CD*"])], "ambiguous", "entry 1 (V5.7.18", id="two patterns"),
        pytest.param(device(), [package(), package()], "ambiguous", "entry 2 (V5.7.18", id="listed twice"),
        pytest.param(device(), [package(platform="g5")], "upgrade", None, id="platform"),
        pytest.param(
            device(), [package(platform="G7")], "no_package", "for platform G7, the device is G5", id="other platform"
        ),
        pytest.param(
            device(platform=None), [package(platform="G5")], "no_package", "does not tell its platform", id="none told"
        ),
        pytest.param(device(), [package(platform="G5"), package(platform="G7")], "upgrade", None, id="one of two fits"),
        pytest.param(device(), [package(platform="G5"), package()], "ambiguous", "both", id="platform is no priority"),
        pytest.param(
            {"identity": None, "firmware": None}, [package()], "no_package", "(not told)", id="without identity"
        ),
    ],
)
def test_exactly_one_package_must_fit(snapshot, packages, standing, reason):
    choice = select_firmware(snapshot, packages)

    assert choice["standing"] == standing
    assert (choice["package"] is None) == (standing in ("no_package", "ambiguous"))
    assert reason is None or reason in "; ".join(choice["reasons"])
    assert bool(choice["reasons"]) == (standing != "current")


def test_the_package_comes_as_options_of_the_module():
    choice = select_firmware(device(), [package(sha256="ab" * 32, build=240826, allow_downgrade=True)])

    assert choice["package"] == {
        "models": ["DS-2CD2386G2-IU"],
        "version": "V5.7.18",
        "build": "240826",
        "src": "V5.7.18.dav",
        "sha256": "ab" * 32,
        "allow_downgrade": True,
    }


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        pytest.param("digicap.dav", "entry 2: is not a mapping", id="not a mapping"),
        pytest.param({"models": ["*"], "version": "V5.7.18"}, "entry 2: build, src missing", id="missing keys"),
        pytest.param(package(sha265="ab"), "entry 2: sha265 unknown; known are", id="misspelt key"),
        pytest.param({**package(), "models": "DS-*"}, "models must be a list", id="one pattern"),
        pytest.param(package([]), "models must be a list", id="no pattern"),
        pytest.param(package(version="newest"), "version 'newest' with build '240826' is not", id="not a version"),
        pytest.param(package(build="latest"), "build 'latest' is not", id="not a build"),
        pytest.param(package(build=0o70725), "build 29141 is not", id="YAML has read the build as octal"),
    ],
)
def test_a_mistake_anywhere_in_the_list_is_an_error(entry, complaint):
    with pytest.raises(AnsibleFilterError, match="the list of firmware packages") as error:
        select_firmware(device(), [package(), entry])
    assert complaint in str(error.value)


FORMER = {"version": "V5.7.15", "build": "240201"}


def test_on_the_way_back_only_the_former_firmware_counts():
    packages = [package(version="V5.7.1", build="230101"), package(version="V5.7.15", build="240201")]
    choice = select_firmware(device(version="V5.7.18", build="240826"), packages, firmware=FORMER)
    assert choice["package"]["version"] == "V5.7.15"
    assert choice["standing"] == "downgrade"


def test_on_the_way_back_another_build_is_another_firmware():
    choice = select_firmware(device(), [package(version="V5.7.15", build="240305")], firmware=FORMER)
    assert choice["standing"] == "no_package"
    assert "no package holds V5.7.15 build 240201: " in choice["reasons"][0]


def test_an_unreadable_former_firmware_is_an_error():
    with pytest.raises(AnsibleFilterError, match="is not a firmware"):
        select_firmware(device(), [], firmware={"version": "unknown"})

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module: its results and failures, and as a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import typing

import pytest
import yaml

from ansible_collections.surveillance.hikvision.plugins.modules import firmware_package_info as module
from ansible_collections.surveillance.hikvision.tests.firmware_layouts import hk20, hk30, hkws, newer
from ansible_collections.surveillance.hikvision.tests.unit.package.archives import zipped

IMAGE = hkws()
DIGEST = hashlib.sha256(IMAGE).hexdigest()
Result = dict[str, typing.Any]


@pytest.fixture
def image(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "digicap.dav"
    path.write_bytes(IMAGE)
    return path


def run(src: pathlib.Path, **options: typing.Any) -> Result:
    defaults = {name: declared.get("default") for name, declared in module.OPTIONS.items()}
    return module.run({**defaults, "src": str(src), **options})


def test_a_sound_image(image: pathlib.Path) -> None:
    result = run(image)
    assert (result["name"], result["size"]) == ("digicap.dav", len(IMAGE))
    assert (result["usable"], result["failed"], result["findings"]) == (True, False, [])
    assert result["sha256"] == result["image_sha256"] == DIGEST
    assert (result["image"]["version"], result["image"]["build"]) == ("V5.4.41", "170312")
    assert result["msg"] == "digicap.dav: HKWS, V5.4.41 build 170312, EN."


def test_an_image_in_an_archive(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(zipped({"a/new.dav": IMAGE, "a/old.dav": hkws(version="V5.4.5")}))
    result = run(path)
    assert result["failed"]
    assert result["image"] is result["image_sha256"] is None
    assert "holds 2 firmware images (a/new.dav, a/old.dav); name one" in result["msg"]
    result = run(path, image_name="new.dav")
    assert (result["usable"], result["image_sha256"]) == (True, DIGEST)
    assert result["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert result["archive"]["images"] == ["a/new.dav", "a/old.dav"]


def test_what_is_wrong_is_said_and_returned(image: pathlib.Path) -> None:
    image.write_bytes(IMAGE[:-1])
    result = run(image)
    assert (result["usable"], result["failed"]) == (False, True)
    assert result["msg"].startswith("FW009: digicap.dav is cut short: ")
    assert result["findings"][0]["code"] == "FW009"
    result = run(image, fail_on_error=False)
    assert (result["usable"], result["failed"]) == (False, False)
    assert result["image"]["version"] == "V5.4.41"


def test_a_digest_is_compared(image: pathlib.Path) -> None:
    assert run(image, sha256=DIGEST.upper())["findings"] == []
    result = run(image, sha256="0" * 64, checksums=False)
    assert result["failed"]
    assert [(finding["code"], finding["severity"]) for finding in result["findings"]] == [("FW021", "error")]
    assert result["findings"][0]["evidence"] == {"sha256": DIGEST, "expected": "0" * 64}


def test_a_digest_vouches_for_a_newer_format(image: pathlib.Path) -> None:
    image.write_bytes(newer())
    result = run(image)
    assert (result["usable"], result["failed"]) == (False, False), "blocked is no error"
    assert "(allow: unknown_format)" in result["msg"]
    assert run(image, sha256=hashlib.sha256(newer()).hexdigest())["usable"]


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, "0" * 65])
def test_what_is_no_digest_is_said(image: pathlib.Path, digest: str) -> None:
    result = run(image, sha256=digest)
    assert result == {"failed": True, "msg": f"sha256 is {digest!r}, which is not 64 hexadecimal digits."}


def test_without_checksums_only_headers_are_read(image: pathlib.Path) -> None:
    damaged = bytearray(IMAGE)
    damaged[-1] ^= 1
    image.write_bytes(damaged)
    assert run(image)["findings"][0]["code"] == "FW011"
    result = run(image, checksums=False)
    assert result["findings"] == []
    assert result["sha256"] is result["image_sha256"] is None


def test_the_sentence_says_what_is_known(image: pathlib.Path) -> None:
    image.write_bytes(hkws(style="recorder", language=2))
    assert run(image)["msg"] == "digicap.dav: HKWS, build 170312, CN."
    image.write_bytes(hk20([hk30()]))
    assert run(image)["msg"] == "digicap.dav: HK20, EN."


def test_options_are_documented_as_they_are_declared() -> None:
    documented = yaml.safe_load(module.DOCUMENTATION)["options"]
    keys = ("type", "required", "default")
    assert {name: {key: words[key] for key in keys if key in words} for name, words in documented.items()} == (
        module.OPTIONS
    )


def test_results_are_documented(image: pathlib.Path) -> None:
    documented = yaml.safe_load(module.RETURN)
    result = run(image)
    assert set(documented) == set(result) - {"failed"}
    for part in ("image", "name_hint"):
        assert set(documented[part]["contains"]) == set(result[part])


class Done(typing.NamedTuple):
    """What came of a module process."""

    result: Result
    code: int


def process(tmp_path: pathlib.Path, **options: typing.Any) -> Done:
    arguments = tmp_path / "arguments"
    arguments.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": {"_ansible_remote_tmp": str(tmp_path), **options}}))
    done = subprocess.run(
        [sys.executable, "-m", module.__name__, str(arguments)],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        timeout=60,
        check=False,
    )
    return Done(json.loads(done.stdout), done.returncode)


@pytest.mark.parametrize("check_mode", [True, False])
def test_as_a_process(tmp_path: pathlib.Path, image: pathlib.Path, check_mode: bool) -> None:
    done = process(tmp_path, src=str(image), _ansible_check_mode=check_mode)
    assert done.code == 0
    assert (done.result["usable"], done.result["changed"]) == (True, False)
    assert done.result["image"]["members"][1]["name"] == "uImage"


def test_a_process_fails_with_the_findings(tmp_path: pathlib.Path, image: pathlib.Path) -> None:
    image.write_bytes(b"<html>" + bytes(200))
    done = process(tmp_path, src=str(image))
    assert (done.code, done.result["failed"]) == (1, True)
    assert done.result["msg"] == "FW004: digicap.dav is a web page, not firmware; the download failed."
    assert done.result["findings"][0]["code"] == "FW004"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"src": "/nowhere/digicap.dav"}, "/nowhere/digicap.dav can not be read: No such file or directory."),
        ({"src": "/"}, "/ can not be read: Is a directory."),
        ({}, "missing required arguments: src"),
        ({"src": "/x", "checksums": "perhaps"}, "checksums"),
        ({"scr": "/x", "src": "/x"}, "scr"),
    ],
)
def test_a_process_says_what_it_can_not_do(tmp_path: pathlib.Path, options: dict[str, str], words: str) -> None:
    done = process(tmp_path, **options)
    assert (done.code, done.result["failed"]) == (1, True)
    assert words in done.result["msg"]

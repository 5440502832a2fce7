# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In whose name a program is signed: read from real signatures, and never an exception for bad ones."""

from __future__ import annotations

import pathlib
import random

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._installer.inspection import inspect
from ansible_collections.surveillance.hikvision.plugins.module_utils._installer.signer import signer
from ansible_collections.surveillance.hikvision.plugins.modules.windows_installer_info import run
from ansible_collections.surveillance.hikvision.tests.unit.installer.installers import Program, nsis_overlay
from ansible_collections.surveillance.hikvision.tests.unit.installer.signatures import table

NAME = "Exämple Technology Co., Ltd."
TABLE = table(NAME, "A timestamp", "An authority")


def test_the_signer_is_told_among_other_certificates() -> None:
    assert signer(TABLE) == NAME
    assert signer(table("Plain")) == "Plain"


def test_a_signer_without_a_name() -> None:
    assert signer(table(None, "Another")) is None


def test_whatever_is_broken_has_no_name_or_the_same() -> None:
    """Every beginning, and every byte changed."""
    chance = random.Random(17)
    assert {signer(TABLE[:length]) for length in range(len(TABLE))} <= {None, NAME}
    for place in range(len(TABLE)):
        broken = bytearray(TABLE)
        broken[place] ^= chance.randrange(1, 256)
        told = signer(bytes(broken))
        assert told is None or isinstance(told, str)


@pytest.mark.parametrize(
    "content", [b"", b"\x30\x80\0\0", b"\x1f\x82\x01" * 9, b"\x30\x84\xff\xff\xff\xff", b"\x05\0" * 9]
)
def test_what_is_no_signature_has_no_signer(content: bytes) -> None:
    assert signer(TABLE[:8] + content) is None
    assert signer(b"\x20\0\0\0\0\x02\x01\0" + content) is None


def test_the_module_pins_the_publisher(tmp_path: pathlib.Path) -> None:
    signed, unsigned = tmp_path / "signed.exe", tmp_path / "unsigned.exe"
    signed.write_bytes(Program(overlay=nsis_overlay(), signature=TABLE).build())
    unsigned.write_bytes(Program(overlay=nsis_overlay()).build())
    assert inspect(str(signed)).publisher == NAME
    options = {"sha256": None, "fail_on_error": True}
    good = run(options | {"src": str(signed), "publisher": NAME})
    assert (good["failed"], good["publisher"]) == (False, NAME)
    another = run(options | {"src": str(signed), "publisher": "Somebody"})
    assert another["msg"] == f"signed.exe is signed in the name of {NAME}, it should be Somebody."
    nobody = run(options | {"src": str(unsigned), "publisher": NAME})
    assert (nobody["failed"], nobody["findings"][0]["code"]) == (True, "WI008")

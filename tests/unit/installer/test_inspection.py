# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an installer is, whatever happened to it; nothing in it makes the inspection fail."""

from __future__ import annotations

import hashlib
import io
import pathlib
import random
import shutil
import struct
import subprocess
import typing
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._installer.inspection import (
    Installer,
    Severity,
    inspect,
    inspect_open,
)
from ansible_collections.surveillance.hikvision.plugins.modules import windows_installer_info
from ansible_collections.surveillance.hikvision.tests.unit.installer.installers import (
    ARM64,
    X64,
    X86,
    Program,
    compound_file,
    nsis_overlay,
    version_resource,
)

MANIFEST, VERSION, RCDATA = 24, 16, 10
NAMED = b'<assembly><assemblyIdentity name="%s"/><requestedExecutionLevel uiAccess="false" level="%s"/></assembly>'


def look(data: bytes) -> Installer:
    return inspect_open(io.BytesIO(data), "setup.exe")


WHOLE = Program(
    machine=X86,
    sections=(".text", ".data"),
    resources=(
        (RCDATA, 11112, b"other"),
        (
            VERSION,
            1,
            version_resource((1, 5, 0, 7), ProductName="HikCentral patch", ProductVersion="V1.5", CompanyName="H"),
        ),
        (MANIFEST, 1, NAMED % (b"Nullsoft.NSIS.exehead", b"requireAdministrator")),
    ),
    overlay=nsis_overlay(),
    signature=b"signature-of-16b",
)


def test_everything_that_a_program_says() -> None:
    data = WHOLE.build()
    told = look(data).as_result()
    evidence, switches = told.pop("evidence"), told.pop("candidate_switches")
    assert told == {
        "name": "setup.exe",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "is_pe": True,
        "kind": "nsis",
        "machine": "x86",
        "subsystem": "gui",
        "file_version": "1.5.0.7",
        "product_version": "V1.5",
        "product_name": "HikCentral patch",
        "company_name": "H",
        "signed": True,
        "publisher": None,
        "execution_level": "requireAdministrator",
    }
    assert [each["proves"] for each in evidence] == [True, False]
    assert [each["arguments"] for each in switches] == ["/S"]
    assert look(data).findings == ()


def manifest(name: str) -> tuple[tuple[int, int, bytes], ...]:
    return ((MANIFEST, 1, NAMED % (name.encode(), b"asInvoker")),)


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        (Program(overlay=nsis_overlay()), "nsis"),
        (Program(overlay=nsis_overlay(padding=512)), "nsis"),
        (Program(resources=((RCDATA, 11111, b"rDlPtS\xcd\xe6\xd7\x7b\x0b\x2a"),)), "inno"),
        (Program(dos=b"Inno\0\0\0\0"), "inno"),
        (Program(sections=(".text", ".wixburn")), "burn"),
        (Program(overlay=b"7z\xbc\xaf\x27\x1c" + b"x" * 50), "7z-sfx"),
        (Program(overlay=b";!@Install@!UTF-8!\nRunProgram=a\n;!@InstallEnd@!7z\xbc\xaf\x27\x1c"), "7z-sfx"),
        (Program(overlay=b"ISSetupStream\0" + b"x" * 50), "installshield"),
        (Program(resources=manifest("InstallShield.Setup")), "installshield"),
        (Program(resources=manifest("JR.Inno.Setup")), "inno"),
        (
            Program(
                resources=((VERSION, 1, version_resource((1, 0, 0, 0), Comments="This was built with Inno Setup")),)
            ),
            "inno",
        ),
        (Program(), "unknown"),
        (Program(overlay=nsis_overlay(padding=100)), "unknown"),
        (Program(overlay=b"x" * 600 + b"7z\xbc\xaf\x27\x1c"), "unknown"),
        # What is proven is stronger than words, and two proofs leave nobody the wiser.
        (Program(overlay=nsis_overlay(), resources=manifest("JR.Inno.Setup")), "nsis"),
        (Program(overlay=nsis_overlay(), dos=b"Inno"), "unknown"),
        (Program(resources=manifest("JR.Inno.Setup InstallShield")), "unknown"),
    ],
)
def test_what_made_it(program: Program, kind: str) -> None:
    found = look(program.build())
    assert found.kind == kind
    assert bool(found.as_result()["candidate_switches"]) is (kind != "unknown")
    assert ("WI005" in [finding.code for finding in found.findings]) is (kind == "unknown")


@pytest.mark.parametrize(("machine", "name"), [(X86, "x86"), (X64, "x64"), (ARM64, "arm64"), (0x1234, "0x1234")])
def test_what_it_runs_on(machine: int, name: str) -> None:
    told = look(Program(machine=machine, subsystem=3).build()).as_result()
    assert (told["machine"], told["subsystem"]) == (name, "console")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_manifest_in_any_encoding(encoding: str) -> None:
    data = (NAMED % (b"x", b"highestAvailable")).decode().encode(encoding)
    assert look(Program(resources=((MANIFEST, 1, data),)).build()).execution_level == "highestAvailable"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "WI001", "is empty"),
        (b"\0" * 4096, "WI002", "nothing but zeros"),
        (b"  <!DOCTYPE html><html>", "WI002", "a web page"),
        (b"PK\x03\x04" + b"x" * 40, "WI002", "zip archive"),
        (b"MZ" + b"\0" * 100, "WI002", "no header for Windows"),
        (b"MZ", "WI002", "ends in its headers"),
        (b"hello", "WI002", "no program for Windows"),
        (compound_file(uuid.uuid4()), "WI002", "no package of Windows Installer"),
        (compound_file(shift=60), "WI002", "no package of Windows Installer"),
        (Program(flags=0x2022).build(), "WI004", "is a library"),
    ],
)
def test_what_is_no_installer(data: bytes, code: str, words: str) -> None:
    errors = [finding for finding in look(data).findings if finding.severity is Severity.ERROR]
    assert [finding.code for finding in errors] == [code]
    assert words in errors[0].sentence


@pytest.mark.parametrize("shift", [9, 12])
def test_a_package_of_windows_installer(shift: int) -> None:
    found = look(compound_file(shift=shift))
    assert (found.kind, found.executable, found.findings) == ("msi", None, ())
    patch = look(compound_file(uuid.UUID("000c1086-0000-0000-c000-000000000046")))
    assert "patch package" in patch.evidence[0].what


def test_unsigned_is_a_warning() -> None:
    [finding] = look(Program(overlay=nsis_overlay()).build()).findings
    assert (finding.code, finding.severity) == ("WI006", Severity.WARNING)


def test_every_piece_of_an_installer_is_cut_short() -> None:
    """Of all beginnings of the file, only the whole one is usable: its signature ends it."""
    data = WHOLE.build()
    usable = [
        length
        for length in range(len(data) + 1)
        if not [finding for finding in look(data[:length]).findings if finding.severity is Severity.ERROR]
    ]
    assert usable == [len(data)]


def test_without_a_signature_the_data_of_nsis_tell_the_length() -> None:
    data = Program(overlay=nsis_overlay()).build()
    codes = [finding.code for finding in look(data[:-1]).findings]
    assert "WI003" in codes
    assert "WI003" not in [finding.code for finding in look(data).findings]


def test_a_byte_that_is_wrong_makes_no_difference_to_the_inspection() -> None:
    data = WHOLE.build()
    chance = random.Random(5)
    for _round in range(1500):
        broken = bytearray(data)
        for _change in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.choice([0, 0xFF, 0x7F, 0x80, chance.randrange(256)])
        look(bytes(broken)).as_result()


HEADERS = range(0x3C, 0x400 - 4)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(HEADERS), st.sampled_from([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])), max_size=4
    )
)
def test_lengths_and_places_that_lead_nowhere(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE.build())
    for place, value in changes:
        struct.pack_into("<I", data, place, value)
    look(bytes(data)).as_result()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_in_any_place(data: bytes) -> None:
    look(data)
    look(Program(overlay=data).build())
    for kind in (RCDATA, VERSION, MANIFEST):
        look(Program(resources=((kind, 1, data),)).build())


def test_a_tree_of_resources_that_leads_round_in_a_circle_ends() -> None:
    circle = bytearray(WHOLE.build())
    for place in range(0x800, len(circle) - 4, 4):
        if struct.unpack_from("<I", circle, place)[0] & 0x80000000:
            struct.pack_into("<I", circle, place, 0x80000000)
    look(bytes(circle))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=2000), st.text(max_size=40))
def test_strings_of_any_kind_and_length(value: str, name: str) -> None:
    clean = value.replace("\0", "").encode("utf-16-le", "ignore").decode("utf-16-le")
    data = version_resource((1, 2, 3, 4), ProductName=clean)
    found = look(Program(resources=((VERSION, 1, data),)).build())
    assert found.version.file_version == "1.2.3.4"
    assert (found.as_result()["product_name"] or "") == clean[:1024].strip()[:1024] or len(clean) > 900


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        inspect("/nonexistent/setup.exe")


SCRIPT = r"""
Unicode true
Name "Stand-in"
OutFile "setup.exe"
RequestExecutionLevel admin
VIProductVersion "1.5.0.7"
VIAddVersionKey "ProductName" "Stand-in for a patch"
VIAddVersionKey "FileVersion" "1.5.0.7"
Section
SectionEnd
"""


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis (package nsis) is not installed")
@pytest.mark.parametrize("target", ["x86-unicode", "amd64-unicode"])
def test_a_real_installer_of_nsis(tmp_path: pathlib.Path, target: str) -> None:
    script = tmp_path / "setup.nsi"
    script.write_text(f"Target {target}\n{SCRIPT}")
    built = subprocess.run(["makensis", "-V1", str(script)], cwd=tmp_path, capture_output=True, text=True, check=False)
    if "Target" in built.stdout + built.stderr and built.returncode:
        pytest.skip(f"this makensis has no stubs for {target}")
    path = tmp_path / "setup.exe"
    found = inspect(str(path))
    told = found.as_result()
    assert (found.kind, told["machine"]) == ("nsis", "x64" if target.startswith("amd64") else "x86")
    assert (told["file_version"], told["product_name"]) == ("1.5.0.7", "Stand-in for a patch")
    assert told["execution_level"] == "requireAdministrator"
    assert [finding.code for finding in found.findings] == ["WI006"]
    path.write_bytes(path.read_bytes()[:-1])
    assert "WI003" in [finding.code for finding in inspect(str(path)).findings]


def module(**params: typing.Any) -> dict[str, typing.Any]:
    return windows_installer_info.run({"sha256": None, "publisher": None, "fail_on_error": True, **params})


def test_the_module_compares_the_digest(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "setup.exe"
    path.write_bytes(WHOLE.build())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    good = module(src=str(path), sha256=digest.upper())
    assert (good["matches"], good["usable"], good["failed"]) == (True, True, False)
    assert good["msg"] == "setup.exe: kind nsis, x86, HikCentral patch, version V1.5."
    assert module(src=str(path))["matches"] is None
    wrong = module(src=str(path), sha256="0" * 64)
    assert (wrong["matches"], wrong["usable"], wrong["failed"]) == (False, False, True)
    assert f"is {digest}, it should be {'0' * 64}" in wrong["msg"]
    assert module(src=str(path), sha256="0" * 64, fail_on_error=False)["failed"] is False
    assert module(src=str(path), sha256="abc")["failed"] is True

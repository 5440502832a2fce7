# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths and command lines of services, in every spelling that Windows accepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.service_command import (
    command,
    data_directory,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.windows_path import (
    is_below,
    is_directory_of_its_own,
    normalised,
    surrounding,
)

ROOT = r"C:\Program Files (x86)\HikCentral\VSM Servers"
PROGRAM = ROOT + r"\SYS\sys.exe"


@pytest.mark.parametrize(
    "image_path",
    [
        f'"{PROGRAM}"',
        f'"{PROGRAM}" -run --name "SYS 1"',
        f"{PROGRAM} -run",
        f"{PROGRAM}",
        f"  {PROGRAM}\t-x",
        PROGRAM.replace("\\", "/") + " /service",
        PROGRAM.upper(),
        f'"{PROGRAM}',
        rf'\??\"{PROGRAM}" -run',
        rf"\??\{PROGRAM}",
        rf"\\?\{PROGRAM} -run",
        rf"\\.\{PROGRAM}",
        r"%ProgramFiles(x86)%\HikCentral\VSM Servers\SYS\sys.exe -k",
        r'"%PROGRAMFILES(X86)%/HikCentral/VSM Servers/SYS/sys.exe"',
        r"C:\Program Files (x86)\HikCentral\.\Client\..\VSM Servers\\SYS\sys.exe",
        r"C:\PROGRA~2\HIKCEN~1\VSMSER~1\SYS\sys.exe",
    ],
)
def test_one_program_in_every_spelling(image_path: str) -> None:
    found = command(image_path)
    assert found.program.casefold().endswith(r"\sys\sys.exe")
    assert is_below(found.program, ROOT)


@pytest.mark.parametrize(
    "image_path",
    [
        r"C:\Program Files (x86)\HikCentral\VSM Servers 2\SYS\sys.exe",
        r"C:\Program Files (x86)\HikCentral\VSM ServersX.exe",
        r"C:\Program Files (x86)\HikCentral\Client\client.exe",
        r"D:\Program Files (x86)\HikCentral\VSM Servers\SYS\sys.exe",
        r"C:\Program Files (x86)\HikCentral\VSM Servers\..\Client\client.exe",
        rf'C:\Windows\System32\svchost.exe -k "{PROGRAM}"',
        r"%ProgramFiles%\HikCentral\VSM Servers\SYS\sys.exe",
        r"%Elsewhere%\HikCentral\VSM Servers\SYS\sys.exe",
        r"C:\PROGRA~2\HIKVIS~1\VSMSER~1\SYS\sys.exe",
        r"\SystemRoot\System32\drivers\x.sys",
        "",
        '"',
    ],
)
def test_a_program_elsewhere_is_not_below(image_path: str) -> None:
    assert not is_below(command(image_path).program, ROOT)


def test_the_root_itself_is_not_below() -> None:
    assert not is_below(ROOT, ROOT)


@pytest.mark.parametrize("written", ["", "\\", "/", "\\.", r"\x\.."])
@pytest.mark.parametrize("below", ["", "\\", r"\safe", "/safe/", r"\.\a\b"])
def test_a_path_is_in_a_directory_however_both_are_written(written: str, below: str) -> None:
    around = ROOT + written
    others = [r"D:\HikCentral", ROOT + "X", ""]
    assert surrounding(ROOT.upper() + below, [*others, around]) == [around]
    assert surrounding(ROOT + "2" + below, [around]) == []


def test_arguments_are_kept() -> None:
    assert command(f'"{PROGRAM}"  -run  "a b"').arguments == '-run  "a b"'
    assert command(rf"{ROOT}\bin\pg_ctl runservice").program.endswith(r"\pg_ctl runservice"), "no suffix, no dash"
    assert command(rf'{ROOT}\bin\pg_ctl -D "x"').program == rf"{ROOT}\bin\pg_ctl"


def test_the_hosts_own_variables_win() -> None:
    environment = {"programfiles(X86)": r"E:\Apps"}
    assert normalised(r"%ProgramFiles(x86)%\Hik", environment) == r"E:\Apps\Hik"
    assert normalised(r"%A%", {"A": "%B%", "B": "x"}) == "%B%", "expanded once"


@pytest.mark.parametrize(
    ("arguments", "directory"),
    [
        (r'runservice -N "PostgreSQL" -D "D:\Hik Data\PGData\"', r"D:\Hik Data\PGData"),
        (r"runservice -N pg -D D:/PGData -w", r"D:\PGData"),
        (r'-D"D:\PGData"', r"D:\PGData"),
        (r"-d D:\PGData", None),
        (r"--x-D D:\PGData", None),
        ("", None),
    ],
)
def test_where_postgresql_is_told_to_keep_its_data(arguments: str, directory: str | None) -> None:
    assert data_directory(arguments) == directory


@pytest.mark.parametrize("path", ["", "C:", "C:\\", "\\\\server\\share", "HikCentral", ".", "\\HikCentral"])
def test_a_drive_or_half_a_path_is_no_root(path: str) -> None:
    assert not is_directory_of_its_own(normalised(path))


def test_directories_on_drives_and_shares_are() -> None:
    assert is_directory_of_its_own(normalised("D:/HikCentral/"))
    assert is_directory_of_its_own(normalised(r"\\?\UNC\server\share\hik"))


@given(st.text(max_size=80))
def test_no_command_line_is_too_odd(text: str) -> None:
    found = command(text)
    assert not (is_directory_of_its_own(found.program) and is_below(found.program, found.program))
    data_directory(found.arguments)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs for Windows, made at test time: a service, a control program and the stand-in for the patch."""

from __future__ import annotations

import pathlib
import shutil
import subprocess

from windows_machine.description import Installer

HERE = pathlib.Path(__file__).parent
NEEDED = ("wine", "makensis", "x86_64-w64-mingw32-gcc")
# A stand-in asks nothing. It behaves as C:\services\patch.ini says, so that one file does for all servers.
SCRIPT = r"""Unicode true
Target amd64-unicode
Name "stand-in"
OutFile "{out}"
RequestExecutionLevel user
SilentInstall normal
Page instfiles
Section
  ReadINIStr $1 "C:\services\patch.ini" "patch" "ends"
  StrCmp $1 "0" 0 +2
  Sleep 600000
  ReadINIStr $1 "C:\services\patch.ini" "patch" "stops"
  StrCmp $1 "" +2
  ExecWait '"C:\control.exe" stop $1'
  ReadINIStr $1 "C:\services\patch.ini" "patch" "changes"
  StrCmp $1 "0" unchanged
{lines}
unchanged:
  ReadINIStr $1 "C:\services\patch.ini" "patch" "rc"
  SetErrorLevel $1
SectionEnd
"""


def missing() -> list[str]:
    """What is not installed."""
    return [program for program in NEEDED if shutil.which(program) is None]


def compile_into(directory: pathlib.Path) -> None:
    """Compile the C programs."""
    for name, flags in {"service": [], "control": ["-municode"]}.items():
        out = directory / f"{name}.exe"
        command = ["x86_64-w64-mingw32-gcc", "-O1", "-s", *flags, "-o", str(out), str(HERE / f"{name}.c"), "-lws2_32"]
        subprocess.run(command, check=True, timeout=60)


def make_installer(installer: Installer, out: pathlib.Path) -> None:
    """Make an NSIS installer that writes and deletes what is described, if the machine lets it.

    Without ``/S`` it would open a window; Wine without a display ends it at once instead, with -1.
    """
    lines = []
    for path, content in installer.writes.items():
        lines += [f'  CreateDirectory "{pathlib.PureWindowsPath(path).parent}"', f'  FileOpen $0 "{path}" w']
        lines += [f'  FileWrite $0 "{content}"', "  FileClose $0"]
    lines += [f'  Delete "{path}"' for path in installer.deletes]
    script = out.with_suffix(".nsi")
    script.write_text(SCRIPT.format(out=out, lines="\n".join(lines)))
    subprocess.run(["makensis", "-V1", str(script)], check=True, timeout=60)

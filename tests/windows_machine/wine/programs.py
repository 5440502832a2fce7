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
# The licence of a real one would be shown here; a stand-in asks nothing and has no icon.
SCRIPT = r"""Unicode true
Target amd64-unicode
Name "stand-in"
OutFile "{out}"
RequestExecutionLevel user
SilentInstall normal
Page instfiles
Section
{lines}
  SetErrorLevel {rc}
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
    """Make an NSIS installer that does what is described."""
    lines = []
    for path, content in installer.writes.items():
        lines += [f'  CreateDirectory "{pathlib.PureWindowsPath(path).parent}"', f'  FileOpen $0 "{path}" w']
        lines += [f'  FileWrite $0 "{content}"', "  FileClose $0"]
    lines += [f'  Delete "{path}"' for path in installer.deletes]
    script = out.with_suffix(".nsi")
    script.write_text(SCRIPT.format(out=out, lines="\n".join(lines), rc=installer.rc))
    subprocess.run(["makensis", "-V1", str(script)], check=True, timeout=60)

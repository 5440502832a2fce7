# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A prefix of Wine: the drives, the registry and the processes of one pretended server."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

SECONDS = 60


class Prefix:
    """Programs that run under one Wine. Services live as long as some other program does: that is ``hold``."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory

    def run(self, *command: str, stdin: str = "", seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
        """Run a program to its end. Raises :class:`subprocess.TimeoutExpired`.

        What it says goes to files: a pipe would stay open with every process of Wine that it happens to start.
        """
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as given:
            given.write(stdin.encode())
            given.seek(0)
            ended = subprocess.run(
                ["wine", *command],
                env=self._environment(),
                cwd=self.directory,
                stdin=given,
                stdout=stdout,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
            stdout.seek(0)
            return subprocess.CompletedProcess(command, ended.returncode, stdout.read().decode(errors="replace"), "")

    def control(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run the control program."""
        return self.run(r"C:\control.exe", *arguments, stdin=stdin)

    def boot(self) -> None:
        """Start Windows, and with it the services that start by themselves. Raises :class:`TimeoutError`."""
        up = self.directory / "drive_c" / "up"
        up.unlink(missing_ok=True)
        subprocess.Popen(
            ["wine", r"C:\control.exe", "hold"],
            env=self._environment(),
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + SECONDS
        while not up.exists():
            if time.monotonic() > end:
                raise TimeoutError(f"Wine has not come up within {SECONDS} seconds in {self.directory}")
            time.sleep(0.1)

    def clone_into(self, directory: pathlib.Path) -> Prefix:
        """Another prefix like this one.

        The 700 MB that belong to Wine itself are linked. Wine writes registry files that have several links in place,
        so those, and everything else, are copied.
        """
        shutil.copytree(self.directory, directory, symlinks=True, ignore=lambda where, names: {"windows"} & {*names})
        windows = pathlib.Path("drive_c", "windows")
        shutil.copytree(self.directory / windows, directory / windows, symlinks=True, copy_function=os.link)
        return Prefix(directory)

    def cut_power(self) -> None:
        """End everything at once, if there is anything."""
        if not self.directory.exists():
            return
        for option in ("-k", "-w"):
            subprocess.run(["wineserver", option], env=self._environment(), check=False, timeout=SECONDS)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        return kept | {
            "WINEPREFIX": str(self.directory),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
        }


def make(directory: pathlib.Path, control: pathlib.Path) -> Prefix:
    """Make a prefix with the drives C, D and E and the control program. Nothing runs in it."""
    prefix = Prefix(directory)
    directory.mkdir(parents=True)
    prefix.run("wineboot", "-i", seconds=170)
    prefix.cut_power()  # what the next program would start beside it is a second service control manager
    for drive in "de":
        (directory / f"drive_{drive}").mkdir()
        (directory / "dosdevices" / f"{drive}:").symlink_to(f"../drive_{drive}")
    shutil.copy(control, directory / "drive_c")
    return prefix

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of Network UPS Tools with its dummy driver, run by an ordinary user in a directory of its own."""

from __future__ import annotations

import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Callable

PROGRAMS = pathlib.Path("/lib/nut")  # where Debian puts what its wrappers in /usr/sbin start
DRIVER, SERVER = PROGRAMS / "dummy-ups", PROGRAMS / "upsd"
NAME = "rack"
SECONDS = 20.0  # that anything here may take


def missing() -> str | None:
    """What is not installed of it, for people."""
    programs = {"upsc": shutil.which("upsc"), "upsd": SERVER.exists(), "dummy-ups": DRIVER.exists()}
    absent = [name for name, found in programs.items() if not found]
    return f"{', '.join(absent)} missing: apt-get install nut-server nut-client" if absent else None


class NutServer:
    """``told`` are the variables of the UPS. Its driver reads them anew every second."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._directory = directory
        self._port = _free_port()
        self._processes: dict[pathlib.Path, subprocess.Popen[bytes]] = {}
        self._state = directory / "state"
        self._state.mkdir()
        self._write("nut.conf", "MODE=netserver\n")
        self._write("upsd.conf", f"LISTEN 127.0.0.1 {self._port}\nMAXAGE 3\n")
        self._write("upsd.users", "")
        self._write(
            "ups.conf", f"pollinterval = 1\n[{NAME}]\n  driver = dummy-ups\n  port = ups.dev\n  mode = dummy-loop\n"
        )

    @property
    def ups(self) -> str:
        """The name by which ``upsc`` asks for the UPS."""
        return f"{NAME}@127.0.0.1:{self._port}"

    def tell(self, **told: object) -> None:
        """Let the UPS tell this from now on; ``ups_status="OL"`` for ``ups.status``."""
        lines = [f"{name.replace('_', '.')}: {value}\n" for name, value in told.items()]
        self._write("ups.dev", "".join(lines) + "TIMER 1\n")

    def start(self) -> None:
        self._run(DRIVER, "-a", NAME)
        _wait(lambda: any(self._state.iterdir()))
        self._run(SERVER)
        _wait(lambda: self.asked("ups.status") not in (None, "WAIT"))  # the driver has not told anything yet

    def asked(self, variable: str) -> str | None:
        """What ``upsc`` says, to know when the server has noticed something; ``None`` for an error."""
        ended = subprocess.run(
            ["upsc", self.ups, variable], capture_output=True, text=True, timeout=SECONDS, check=False
        )
        return ended.stdout.strip() if ended.returncode == 0 else None

    def wait_for(self, variable: str, value: object) -> None:
        _wait(lambda: self.asked(variable) == (None if value is None else str(value)))

    def kill_driver(self) -> None:
        self._kill(DRIVER)

    def kill_server(self) -> None:
        self._kill(SERVER)

    def stop(self) -> None:
        for program in list(self._processes):
            self._kill(program)

    def _run(self, program: pathlib.Path, *arguments: str) -> None:
        places = {"NUT_CONFPATH": self._directory, "NUT_STATEPATH": self._state, "NUT_ALTPIDPATH": self._state}
        user = _ordinary_user()
        with (self._directory / f"{program.name}.log").open("wb") as log:
            self._processes[program] = subprocess.Popen(
                [program, "-u", user, "-F", *arguments],
                env={**os.environ, **{name: str(place) for name, place in places.items()}},
                user=user if os.geteuid() == 0 else None,
                cwd=self._directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _kill(self, program: pathlib.Path) -> None:
        process = self._processes.pop(program)
        process.kill()
        process.wait(SECONDS)

    def _write(self, name: str, content: str) -> None:
        file = self._directory / name
        file.write_text(content)
        if os.geteuid() == 0:
            for path in (self._directory, self._state, file):
                shutil.chown(path, _ordinary_user())


def _ordinary_user() -> str:
    return "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "NUT did not get there"
        time.sleep(0.05)

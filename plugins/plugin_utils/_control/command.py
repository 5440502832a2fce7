# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command of the controller: a list of arguments, no shell, an end in any case."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import tempfile
import typing

MOST_BYTES: typing.Final = 65536
"""What is read of the output; a command that goes mad must not fill the memory."""


class CommandFailed(Exception):
    """The command did not start, or did not end. The message goes on after the name of the command."""


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended. ``code`` is its exit code, negative for the number of a signal; ``error`` is stderr."""

    code: int
    output: str
    error: str


def ask(command: typing.Sequence[str], timeout: float, variables: typing.Mapping[str, str] | None = None) -> Answer:
    """Run ``command`` for at most ``timeout`` seconds, with ``variables`` added to its environment.

    Raises :class:`CommandFailed`. A command that takes too long is killed with all that it has started.
    """
    # Files, not pipes: whatever the command leaves behind can not keep them open for us.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=error,
                env={**os.environ, **(variables or {})},
                start_new_session=True,
            )
        except (OSError, ValueError) as failure:
            raise CommandFailed(f"can not be started: {failure}") from failure
        with process:
            code = _wait(process, timeout)
        return Answer(code, _beginning(output), _beginning(error))


def _wait(process: subprocess.Popen[bytes], timeout: float) -> int:
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired as expired:
        raise CommandFailed(f"did not end within {timeout:g} s") from expired
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _beginning(file: typing.IO[bytes]) -> str:
    file.seek(0)
    return file.read(MOST_BYTES).decode(errors="replace")

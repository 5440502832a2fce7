# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on a pretended server, in words that both backends understand."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """A Windows service. ``holds`` is a file that it opens for itself alone while it runs.

    ``stop_looks`` is how often the service is seen as stopping before it has stopped, and ``start_looks`` as starting,
    which Wine does not pretend. ``revives`` are services that it starts again when it finds them stopped.
    ``leaves_pid_file``: it dies without removing ``pid_file``.
    """

    name: str
    binary: str
    arguments: str = ""
    quoted: bool = True
    start_mode: str = "auto"
    running: bool = True
    dependencies: tuple[str, ...] = ()
    pid_file: str = ""
    holds: str = ""
    stop_looks: int = 1
    start_looks: int = 0
    revives: tuple[str, ...] = ()
    leaves_pid_file: bool = False
    port: int = 0

    @property
    def path(self) -> str:
        """The ImagePath as the service control manager has it."""
        binary = f'"{self.binary}"' if self.quoted else self.binary
        return f"{binary} {self.arguments}".strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Installer:
    """What running a program with this name does when ``switches`` are given; without them it waits for a person.

    ``stops`` are services that it leaves stopped.
    """

    file_name: str
    switches: str = "/S"
    rc: int = 0
    writes: dict[str, str] = dataclasses.field(default_factory=dict)
    deletes: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    ends: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong at a call of a module.

    ``module`` and ``options`` (some of its options, as they are given) choose the calls, of which the first ``skip``
    are spared and the next ``times`` are hit. ``then`` is what happens:

    - ``fail``: the module fails with ``msg``;
    - ``unreachable``: the connection is lost before (or with ``after`` after) the module has done its work;
    - ``kill``: the controller's process dies, before or after it;
    - ``answer``: the module answers ``result``;
    - ``hang``: the module never answers.
    """

    then: str
    module: str = "*"
    options: dict[str, object] = dataclasses.field(default_factory=dict)
    skip: int = 0
    times: int = 1
    after: bool = False
    msg: str = "injected fault"
    result: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Description:
    """A server.

    Keys of ``registry`` are full paths, ``free`` is bytes by the letter of the drive, ``utc_offset`` is in seconds.
    ``processes`` are programs that run and are no services.
    """

    services: tuple[Service, ...] = ()
    files: dict[str, str] = dataclasses.field(default_factory=dict)
    registry: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    processes: tuple[str, ...] = ()
    free: dict[str, int] = dataclasses.field(default_factory=dict)
    utc_offset: int = 7200
    file_versions: dict[str, str] = dataclasses.field(default_factory=dict)
    installers: tuple[Installer, ...] = ()
    faults: tuple[Fault, ...] = ()

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may go wrong from the copy of the database on, one thing for each server."""

from __future__ import annotations

import dataclasses
import typing

from windows_machine.description import Fault

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import DATA, IMPATIENT, ROOT

EVER = 10**6
PROGRAMS = ["*.exe", "*.dll", "*.jar"]
# With this operator, faults of hikcentral_gate are met.
DYING = {"hikcentral_operator": "{{ lookup('dying_operator') }}"}
Spoil = typing.Callable[[dict[str, typing.Any]], object]


@dataclasses.dataclass(frozen=True, slots=True)
class Trouble:
    """Faults of calls, or another machine (``spoil`` changes its state), and a part of what the role says.

    ``step`` is the one that fails, ``recorded`` whether it had begun. ``cut_off`` says that nothing more is done: the
    server can not be reached. ``never_back`` says that services can not be put back, or must not be yet. ``mended``
    says that the role copes with it by itself. ``then`` is the gate that the next run comes to, and ``attempts`` how
    often the patch was begun by then.
    """

    what: str
    says: str
    faults: tuple[Fault, ...] = ()
    spoil: Spoil | None = None
    step: str = "database_copy"
    recorded: bool = True
    cut_off: bool = False
    mended: bool = False
    never_back: bool = False
    then: str = "license_confirmed"
    attempts: int = 1
    variables: dict[str, typing.Any] = dataclasses.field(default_factory=dict)

    @property
    def failed(self) -> str:
        """The step that the state has as failed, if any."""
        return self.step if self.recorded and not self.mended and not self.cut_off else ""

    @property
    def may_be_down(self) -> bool:
        """Whether services may be down until the next run."""
        return self.cut_off or self.never_back


def service(state: dict[str, typing.Any], name: str) -> dict[str, typing.Any]:
    return next(each for each in state["services"] if each["name"] == name)


def failing(module: str, times: int = EVER, **options: object) -> tuple[Fault, ...]:
    return (Fault("fail", module, options, times=times),)


def installer(**changes: object) -> Spoil:
    return lambda state: state["installers"][0].update(changes)


HELD = {
    "disable-fails": Trouble(
        "a service can not be disabled",
        "injected fault",
        failing("win_service", name="SYS", start_mode="disabled"),
    ),
    "stop-fails": Trouble(
        "a service refuses to stop",
        "injected fault",
        failing("win_service", state="stopped", name="SYS"),
        variables=IMPATIENT,
    ),
    "stops-late": Trouble(
        "a service takes too long to stop",
        "have not stopped: SYS (",
        spoil=lambda state: service(state, "SYS").update(stop_looks=64, dependencies=[]),
        variables=IMPATIENT,
    ),
    "never-stops": Trouble(
        "a service never ends to stop",
        "SYS (does not run)",
        spoil=lambda state: service(state, "SYS").update(stop_looks=EVER, dependencies=[]),
        never_back=True,
        variables=IMPATIENT,
    ),
    "comes-back": Trouble(
        "a service is started again by another one",
        "do not stay down: PostgreSQL",
        (Fault("answer", "win_service", {"name": "PostgreSQL", "start_mode": "disabled"}, result={"changed": True}),),
        spoil=lambda state: (
            service(state, "Backup agent").update(revives=["PostgreSQL"]),
            service(state, "SYS").update(dependencies=[]),
        ),
        variables=IMPATIENT,
    ),
    "pid-file-stays": Trouble(
        "PostgreSQL leaves its pid file",
        "did not end in order",
        spoil=lambda state: service(state, "PostgreSQL").update(leaves_pid_file=True),
        variables=IMPATIENT,
    ),
    "file-locked": Trouble(
        "another program holds a file of the database",
        "robocopy returned 9",
        spoil=lambda state: service(state, "Backup agent").update(holds=rf"{DATA}\base\1\1259"),
    ),
    "copy-incomplete": Trouble(
        "the copy lacks files although robocopy returns 0",
        "is not what it is a copy of",
        (Fault("answer", "win_command", skip=1, result={"changed": True, "rc": 0, "stdout": ""}),),
    ),
    "copy-impossible": Trouble(
        "robocopy can not even begin",
        "robocopy returned 16",
        (Fault("answer", "win_command", skip=1, result={"rc": 16, "failed": True}),),
    ),
    "listing-fails": Trouble("the copy can not be read back", "injected fault", (Fault("fail", "win_find", skip=3),)),
    "sides-unseen": Trouble(
        "neither the database nor its copy can be listed",
        "no file can be seen in either",
        (Fault("answer", "win_find", skip=3, times=2, result={"files": []}),),
    ),
    "note-fails": Trouble(
        "the state can not be written while services are held down",
        "injected fault",
        (Fault("fail", "hikcentral_gate", {"step": "database_copy"}, skip=1),),
        variables=DYING,
    ),
    "rights-fail": Trouble(
        "the rights of the files can not be saved",
        "injected fault",
        (Fault("fail", "win_command", skip=2),),
    ),
    "start-fails-once": Trouble(
        "a service starts only at the second attempt",
        "",
        failing("win_service", 1, state="started", name="SYS"),
        mended=True,
    ),
    "start-fails": Trouble(
        "a service does not start again",
        "Nginx (does not run)",
        failing("win_service", state="started", name="Nginx"),
        never_back=True,
    ),
    "never-starts": Trouble(
        "a service never ends to start, and others do not need it",
        "not as they were: PostgreSQL (does not run); SYS (does not run); STREAM (does not run). Put",
        spoil=lambda state: service(state, "PostgreSQL").update(start_looks=EVER),
        never_back=True,
    ),
    "start-hangs": Trouble(
        "the start of a service never returns, and the service is not started",
        "",
        (Fault("hang", "win_service", {"state": "started", "name": "Nginx"}),),
        mended=True,
    ),
    "lost-for-one": Trouble(
        "the connection is lost for one service, and is there again for the next",
        "have not stopped: SYS (",
        (Fault("unreachable", "win_service", {"state": "stopped", "name": "SYS"}, msg="lost"),),
        variables=IMPATIENT,
    ),
}
# Ansible asks for the next service after one for which it had no connection: what is lost stays lost.
CUT_OFF = {
    f"lost-{name}": Trouble(
        f"the connection is lost {what}", "", (dataclasses.replace(fault, times=EVER),), cut_off=True
    )
    for name, what, fault in (
        ("1", "before the first service is disabled", Fault("unreachable", "win_service", msg="lost")),
        ("2", "after a service is disabled", Fault("unreachable", "win_service", skip=1, after=True, msg="lost")),
        ("3", "when all services are disabled", Fault("unreachable", "win_service", {"state": "stopped"}, msg="lost")),
        ("4", "between two services", Fault("unreachable", "win_service", {"state": "stopped"}, skip=2, msg="lost")),
        ("5", "before the copy", Fault("unreachable", "win_command", skip=1, msg="lost")),
        ("6", "after the copy", Fault("unreachable", "win_command", skip=1, after=True, msg="lost")),
        ("7", "while the copy is compared", Fault("unreachable", "win_find", skip=4, msg="lost")),
        (
            "8",
            "before a start mode is put back",
            Fault("unreachable", "win_service", {"start_mode": "auto"}, msg="lost"),
        ),
        ("9", "before the services start", Fault("unreachable", "win_service", {"state": "started"}, msg="lost")),
        ("10", "between two starts", Fault("unreachable", "win_service", {"state": "started"}, skip=2, msg="lost")),
    )
}
PATCHED = {
    "program-unreadable": Trouble(
        "a program can not be read before the patch",
        r"and SYS\license.dll can not be read",
        spoil=lambda state: service(state, "Backup agent").update(holds=rf"{ROOT}\SYS\license.dll"),
        step="package_staged",
    ),
    "not-arrived": Trouble(
        "another file arrives on the server",
        "has the SHA-256 digest",
        (
            Fault(
                "answer",
                "win_stat",
                {"checksum_algorithm": "sha256"},
                skip=2,  # the backups of the web client
                result={"stat": {"checksum": "0" * 64}},
            ),
        ),
        step="package_staged",
    ),
    "patch-cancelled": Trouble(
        "the patch returns 1", "returned 1 (cancelled", spoil=installer(rc=1), step="patch_install", attempts=2
    ),
    "patch-blocked": Trouble(
        "another installation runs",
        "returned 1618 (another installation",
        spoil=installer(rc=1618),
        step="patch_install",
        attempts=2,
    ),
    "patch-waits": Trouble(
        "the patch stops services and opens a window",
        "still runs, so services stay as it has left them",
        spoil=installer(ends=False, stops=["SYS", "STREAM"]),
        step="patch_install",
        never_back=True,
        attempts=2,
    ),
    "patch-stops-services": Trouble(
        "the patch fails and leaves services stopped",
        "returned 2 (its own script",
        spoil=installer(rc=2, stops=["SYS", "STREAM"]),
        step="patch_install",
        attempts=2,
    ),
    "patch-without-effect": Trouble(
        "the patch returns 0 and changes nothing",
        "changed no program",
        spoil=installer(writes={}),
        step="patch_install",
        attempts=2,
    ),
    "programs-unseen": Trouble(
        "the programs can not be listed after the patch",
        "changed no program",
        (Fault("answer", "win_find", {"patterns": PROGRAMS}, skip=1, times=EVER, result={"files": []}),),
        step="patch_install",
    ),
    "return-unnoted": Trouble(
        "what the patch returned can not be noted, so nobody knows whether it is whole",
        "injected fault",
        (Fault("fail", "hikcentral_gate", {"step": "patch_install"}, skip=1),),
        step="patch_install",
        then="patch_install",
        variables=DYING,
    ),
    "return-noted": Trouble(
        "the patch has returned, and its end can not be recorded",
        "injected fault",
        (Fault("fail", "hikcentral_gate", {"step": "patch_install"}, skip=2),),
        step="patch_install",
        variables=DYING,
    ),
    "patch-wants-boot": Trouble(
        "the patch wants a boot that is not allowed",
        "wants the server to be booted",
        spoil=installer(rc=3010),
        step="patch_verified",
        recorded=False,
    ),
    "patch-boots": Trouble(
        "the patch wants a boot that is allowed",
        "",
        spoil=installer(rc=3010),
        step="patch_verified",
        variables={"hikcentral_allow_reboot": True},
        mended=True,
    ),
    "patch-boots-before-services": Trouble(
        "the patch wants a boot, and a service does not start before it",
        "",
        # Once before, it starts after the copy of the database.
        (Fault("fail", "win_service", {"state": "started", "name": "Nginx"}, skip=1, times=EVER),),
        spoil=installer(rc=3010, stops=["Nginx"]),
        step="patch_verified",
        variables={"hikcentral_allow_reboot": True},
        mended=True,
    ),
}

# Wine is slow, and what a fault answers in the place of a module says the same on both. These are about the machine.
ON_WINE: typing.Final = ("comes-back", "file-locked", "patch-stops-services", "patch-cancelled", "patch-boots")

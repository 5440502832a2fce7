# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make demo``: upgrades a simulated fleet before your eyes and then asks the devices what they saw."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .claims import claims
from .fleet import BROKEN, census, devices
from .scratch import Scratch
from .simulation import Simulation, simulation

ROOT = Path(__file__).parents[2]


class Demonstration:
    """The story, one step after the other."""

    def __init__(self, scratch: Scratch, *, with_fault: bool) -> None:
        self._scratch = scratch
        self._with_fault = with_fault
        self._devices = devices(with_fault=with_fault)

    def run(self) -> int:
        """Returns the exit code: 0 when the fleet is upgraded and everything claimed is true."""
        began = time.monotonic()
        password = secrets.token_urlsafe(12)
        self._scratch.clear()
        self._scratch.write_fleet(self._devices, password)
        self._scratch.write_firmware()
        with simulation(self._scratch.fleet, self._scratch.root / "simulator.log") as running:
            self._scratch.write_inventory(self._devices, running.places, password)
            self._scratch.write_configuration()
            self._introduce()
            self._audit("before")
            digest = self._plan()
            finished = self._roll_out(digest)
            if not finished and self._with_fault:
                self._explain_stop()
                self._mend(running)
                finished = self._roll_out(digest)
            self._audit("after")
            proven = self._ask_devices(running)
        self._say_where_things_are()
        print(f"\nThat took {time.monotonic() - began:.0f} seconds.")
        return 0 if finished and proven else 1

    def _introduce(self) -> None:
        headline(f"A fleet of {len(self._devices)} simulated devices")
        print(f"{census(self._devices)}; each has an address of its own on this machine.")
        print("Inventory, vault, firmware images and ansible.cfg are made for this run.")
        if self._with_fault:
            print(f"One of them, {BROKEN}, will come back from its upgrade with the old firmware.")

    def _audit(self, when: str) -> None:
        headline(f"Audit {when} the rollout: what runs, and what is meant to run")
        file = self._scratch.results / f"audit-{when}.json"
        extra = {"audit_json": str(file), "audit_width": shutil.get_terminal_size(fallback=(120, 24)).columns}
        self._play("audit", "-e", json.dumps(extra), shown_as="", quiet=when == "after")
        rows = json.loads(file.read_text(encoding="utf-8"))["devices"]
        behind = [row["host"] for row in rows if row["state"] != "current"]
        print(f"{len(rows) - len(behind)} of {len(rows)} devices run what is meant for them.")

    def _plan(self) -> str:
        """Returns the digest of the plan, as the person who approves it would pass it on."""
        headline("Plan: which device gets what, in which wave")
        arguments = ["-e", f"plan_file={self._scratch.plan}"]
        if self._play("plan", *arguments, shown_as="-e plan_file=plan.json", quiet=True):
            sys.exit("No plan was made, so there is nothing to show.")
        plan = json.loads(self._scratch.plan.read_text(encoding="utf-8"))
        for wave in plan["waves"]:
            hosts = [device["host"] for device in plan["devices"] if device["wave"] == wave["number"]]
            one, many = ("canary", "canaries") if wave["canary"] else ("device", "devices")
            kind = one if len(hosts) == 1 else many
            print(wrapped(f"Wave {wave['number']}, {len(hosts)} {kind}: {', '.join(hosts)}"))
        print(f"Left out are {len(plan['left_out'])} that run their firmware already.")
        headline("Approval")
        digest = hashlib.sha256(self._scratch.plan.read_bytes()).hexdigest()
        print(f"Somebody reads {shown(self._scratch.plan.with_suffix('.html'))} and approves what has the digest")
        print(digest)
        return digest

    def _roll_out(self, digest: str) -> bool:
        headline("Rollout of the approved plan: back up, upgrade, verify; wave after wave")
        arguments = ["-e", f"plan_file={self._scratch.plan}", "-e", f"plan_digest={digest}"]
        return (
            self._play("rollout", *arguments, shown_as=f"-e plan_file=plan.json -e plan_digest={digest[:12]}...") == 0
        )

    def _explain_stop(self) -> None:
        rows = self._report()
        untouched = sum(row["outcome"] == "not_started" for row in rows)
        print("\nWhat happened:")
        for row in rows:
            if row["advice"]:
                print(wrapped(f"- {row['host']}: {row['message']} {row['advice']}"))
                print(f"- Its configuration is safe in\n  {shown(row['backup'])}.")
        print(wrapped(f"- The gate allows no device in trouble, so the {untouched} still to come were not touched."))

    def _mend(self, running: Simulation) -> None:
        headline(f"{BROKEN} is mended, and the same command goes on where it stopped")
        running.mend(BROKEN)

    def _ask_devices(self, running: Simulation) -> bool:
        headline("What the devices say about it")
        record = running.record()
        self._scratch.keep("simulator.json", record)
        proven = True
        for claim in claims(self._devices, record, running.devices()):
            print(f"{'yes' if claim.holds else 'NO '}  {claim.sentence}")
            if not claim.holds:
                print(f"     except: {', '.join(claim.exceptions)}")
            proven = proven and claim.holds
        return proven

    def _report(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self._scratch.report.read_text(encoding="utf-8"))["hosts"]
        return rows

    def _say_where_things_are(self) -> None:
        headline("What is left to look at")
        for what, where in (
            ("the plan, also to read", self._scratch.plan.with_suffix(".html")),
            ("backups, one directory per device", self._scratch.backups),
            ("journal of the rollout", self._scratch.rollouts),
            ("outcome of each device", self._scratch.report),
            ("audits and the simulator's record", self._scratch.results),
            ("inventory and configuration", self._scratch.inventory),
        ):
            print(f"{what:<36}{shown(where)}")

    def _play(self, name: str, *arguments: str, shown_as: str, quiet: bool = False) -> int:
        command = ["ansible-playbook", f"surveillance.hikvision.{name}"]
        print(f"$ {' '.join(filter(None, [*command, shown_as]))}", end="\n" if quiet else "\n\n", flush=True)
        environment = {**os.environ, "ANSIBLE_CONFIG": str(self._scratch.configuration), "PYTHONUNBUFFERED": "1"}
        output = subprocess.DEVNULL if quiet else None
        return subprocess.run([*command, *arguments], env=environment, stdout=output, check=False).returncode


def shown(path: Path | str) -> str:
    """A path as a person would type it here."""
    return min(os.path.relpath(path), str(Path(path).absolute()), key=len)


def wrapped(text: str) -> str:
    """Text for any terminal; the lines after the first are indented."""
    return textwrap.fill(text, 100, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)


def headline(text: str) -> None:
    """A step begins."""
    line = f"\n{text}\n{'-' * len(text)}"
    print(f"\033[1m{line}\033[0m" if sys.stdout.isatty() else line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 when the fleet is upgraded and all that is claimed is true."""
    parser = argparse.ArgumentParser(prog="demo", description="Upgrade a simulated fleet by a plan, in waves.")
    parser.add_argument(
        "--fault",
        action="store_true",
        help="one device comes back broken, the gate stops, it is mended, the rollout goes on",
    )
    parser.add_argument("--scratch", type=Path, default=ROOT / ".cache/demo", help="made afresh (default: %(default)s)")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_unused: sys.exit("terminated"))
    return Demonstration(Scratch(options.scratch.resolve()), with_fault=options.fault).run()


if __name__ == "__main__":
    sys.exit(main())

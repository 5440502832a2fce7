# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the controller of many servers at once, and has the next run go on from there: for tests and for the matrix."""

from __future__ import annotations

import dataclasses
import signal
import typing

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act, waiting_step
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import (
    ATTENDED,
    SILENT_INSTALLATION,
    Death,
    Way,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import DYING
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)

Services = dict[str, tuple[str, str]]
WAITS = "waits for a person"


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What became of a server: its services after something went wrong, and where the next run has brought it.

    ``wrong`` says what should not be so.
    """

    what: str
    step: str
    services: str
    next_run: str
    wrong: tuple[str, ...] = ()

    @property
    def is_gate(self) -> bool:
        """Whether nothing went wrong and a gate has waited."""
        return self.what == WAITS


def run_ways(site: WindowsSite) -> list[Row]:
    """Nothing goes wrong: each way through the procedure on a server of its own, and everything once more."""
    for mode, variables in (("attended", {}), ("silent", SILENT_INSTALLATION)):
        for activation in ("online", "offline"):
            chosen = variables | {"hikcentral_activation_mode": activation}
            site.add(f"{mode}-{activation}", ATTENDED.server, **chosen)
    before = {name: server.services() for name, server in site.servers.items()}
    waited: set[tuple[str, str | None]] = set()
    while open_ones := [name for name, server in site.servers.items() if not server.has_ended]:
        site.playbook(ALL_AT_ONCE, "--limit", ",".join(open_ones))
        gates = {(name, waiting_step(site.servers[name])) for name in open_ones if not site.servers[name].has_ended}
        assert not gates & waited, f"{gates & waited} wait twice"
        waited |= gates
        for name, _gate in gates:
            act(site.servers[name])
    again = site.playbook(ALL_AT_ONCE)
    return [_ended_well(server, again.recap[name], before[name]) for name, server in site.servers.items()]


def _ended_well(server: Server, recap: dict[str, int], before: Services) -> Row:
    services = compared(server.services(), before)
    wrong = [] if services == "as before" else [f"{server.name}: services {services}"]
    wrong += [
        f"{server.name}: {what} of a second run: {recap[what]}" for what in ("changed", "failures") if recap[what]
    ]
    way = server.name.replace("-", ", activated ")
    return Row(f"nothing: {way}", "all", services, "complete; a second run changes nothing", tuple(wrong))


def run_deaths(site: WindowsSite, way: Way, deaths: dict[str, Death]) -> list[Row]:
    """Each death on a server of its own, all in one run: what dies is the controller of all of them.

    Rows of the gates that were passed on the way come first.
    """
    walker = site.add("walker", way.server, **way.variables)
    before = walker.services()
    for name in [name for name, death in deaths.items() if not death.gate]:
        site.add(name, way.server, **way.variables | DYING)
    rows: list[Row] = []
    awaited = {death.gate for death in deaths.values()} - {""}
    for row in walk(site, walker):
        rows.append(row)
        here = [(name, death) for name, death in deaths.items() if death.gate == row.step]
        for acted in (False, True):
            if acted:
                _act(site, walker, row.step)
            for name, death in here:
                if death.acted is acted:
                    site.clone(walker, name, (), death.spoil, **DYING | death.variables)
        if awaited <= {row.step for row in rows}:
            break
    return rows + _die(site, deaths, before)


def _die(site: WindowsSite, deaths: dict[str, Death], before: Services) -> list[Row]:
    _kill(site, {name: death.fault for name, death in deaths.items()})
    after = {name: site.servers[name].services() for name in deaths}
    wrong = {name: _survives(site.servers[name], death, before) for name, death in deaths.items()}
    if twice := {name: death.twice for name, death in deaths.items() if death.twice}:
        _kill(site, twice)
    for name in deaths:
        site.servers[name].suffer()
    site.playbook(ALL_AT_ONCE, "--limit", ",".join(deaths))
    rows = []
    for name, death in deaths.items():
        told = ended(site.servers[name], before, wrong[name])
        rows.append(Row(f"killed {death.what}", death.step, compared(after[name], before), told, tuple(wrong[name])))
    return rows


def _kill(site: WindowsSite, faults: dict[str, typing.Any]) -> None:
    """Run until all have come to their faults; then the controller dies."""
    for name, fault in faults.items():
        site.servers[name].suffer(fault)
        (site.servers[name].directory / "dying").unlink(missing_ok=True)
    with site.dying_together(len(faults)):
        run = site.playbook(ALL_AT_ONCE, "--limit", ",".join(faults))
    missed = [name for name in faults if not (site.servers[name].directory / "dying").exists()]
    assert not missed, f"{missed} never came to their ends: {run}"
    assert run.rc == -signal.SIGKILL, run


def _survives(server: Server, death: Death, before: Services) -> list[str]:
    """What is not as it should be after a death."""
    wrong = []
    begun = step_that_is(server, "started")
    if begun != (death.step if death.begun else ""):
        wrong.append(f"the state has {begun!r} as begun")
    if not death.held and server.services() != before:
        wrong.append(f"services: {server.services()}")
    return wrong


def walk(site: WindowsSite, server: Server) -> typing.Iterator[Row]:
    """Run: a row for each gate that waits. Whoever asks for the next row has to do before what it waits for."""
    before = server.services()
    while True:
        run = site.playbook(ALL_AT_ONCE, "--limit", server.name)
        gate = waiting_step(server)
        if not gate:
            assert server.has_ended, run
            return
        told = compared(server.services(), before)
        yield Row(WAITS, gate, told, "goes on", () if told == "as before" else (f"{gate}: {told}",))


def _act(site: WindowsSite, server: Server, gate: str) -> None:
    """Do what a gate waits for."""
    if gate == "support_case":
        site.hosts[server.name]["hikcentral_support_case"] = "CASE-17"
    else:
        act(server)


def compared(services: Services, before: Services) -> str:
    changed = sorted(name for name in before if services[name] != before[name])
    return f"not as before: {', '.join(changed)}" if changed else "as before"


def ended(server: Server, before: Services, wrong: list[str]) -> str:
    """Where the next run has ended; adds what is wrong with that."""
    services = compared(server.services(), before)
    if services != "as before" or place(server).startswith("nowhere"):
        wrong.append(f"after the next run: {services}, {place(server)}")
    return f"{services}; {place(server)}"


def place(server: Server) -> str:
    if server.has_ended:
        return "complete"
    step = waiting_step(server)
    return f"waits at {step}" if step else "nowhere"


def step_that_is(server: Server, status: str) -> str:
    """The first step with a status in the state."""
    if not (server.run / "state.json").exists():
        return ""
    return next((record["step"] for record in server.state["steps"] if record["status"] == status), "")

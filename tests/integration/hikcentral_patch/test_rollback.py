# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The database goes back only when somebody has confirmed it, whole or not at all, and the present one is kept."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import shutil
import signal
import typing

import pytest
from windows_machine.backend import StateBackend

from ansible_collections.surveillance.hikvision.tests.integration.ansible_run import Run
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act, waiting_step
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.rollback_troubles import (
    DEATHS,
    OBSTACLES,
    TROUBLES,
    Database,
    Trouble,
    database,
    stored_since,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.sample import sample
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.server import CHANGING, server
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)

pytestmark = [pytest.mark.newest_core, pytest.mark.timeout(900)]
# Whoever only rolls back need not know them any more.
ONLY_FOR_THE_PATCH = (
    "hikcentral_patch_src",
    "hikcentral_patch_sha256",
    "hikcentral_activation_mode",
    "hikcentral_web_backup_dir",
    "hikcentral_safe_dir",
)
AT_ONCE = pathlib.Path(__file__).with_name("roll_back_at_once.yml")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> WindowsSite:
    """A site whose server ``seed`` has a copy of its database, and a rollback that waits to be confirmed."""
    site = WindowsSite(tmp_path_factory.mktemp("rollback") / "site", StateBackend())
    seed = site.add("seed", server(), hikcentral_access_control=False)
    site.playbook(ALL_AT_ONCE)
    act(seed)
    site.playbook(ALL_AT_ONCE)
    assert waiting_step(seed) == "patch_install"
    for name in ONLY_FOR_THE_PATCH:
        del site.hosts["seed"][name]
    site.playbook(AT_ONCE)
    assert waiting_step(rollback_of(seed)) == "rollback_confirmed"
    return site


def rollback_of(each: Server) -> Server:
    """The server with the run of its rollback in the place of the one that has made the copy."""
    return Server(each.name, each.directory, each.run.parent / "rollback" / each.name, each.patch)


def word(each: Server) -> str:
    """The word that the rollback asks for."""
    [asked] = [record["confirm"] for record in rollback_of(each).state["steps"] if record["status"] == "waiting"]
    return str(asked)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """The databases and services of a server: those of the copy (``good``) and those of before the rollback."""

    server: Server
    good: Database
    present: Database
    then: dict[str, tuple[str, str]]
    before: dict[str, tuple[str, str]]

    @property
    def rollback(self) -> Server:
        """The run of the rollback."""
        return rollback_of(self.server)

    @property
    def in_place(self) -> str:
        """Which database is in its place."""
        found = database(self.server)
        return {str(self.good): "good", str(self.present): "present", "{}": "none"}.get(str(found), str(found))

    @property
    def kept(self) -> Database:
        """The database that was kept aside."""
        [step] = [record for record in self.rollback.state["steps"] if record["step"] == "database_exchanged"]
        return database(self.server, step["facts"]["aside"])

    @property
    def is_rolled_back(self) -> bool:
        """Whether all is as it is to be at the end."""
        return self.rollback.has_ended and self.in_place == "good" and self.kept == self.present


def place(site: WindowsSite, name: str, trouble: Trouble | None = None) -> Place:
    """A server that has stored something since the copy, and whose rollback somebody confirms."""
    seed = site.servers["seed"]
    spoil, faults = (trouble.spoil, trouble.faults) if trouble else (None, ())
    variables = trouble.variables if trouble else {}
    each = site.clone(seed, name, faults, spoil, hikcentral_rollback_confirm=word(seed), **variables)
    shutil.copytree(rollback_of(seed).run, rollback_of(each).run)
    state = rollback_of(each).run / "state.json"
    state.write_text(state.read_text().replace('"host": "seed"', f'"host": "{name}"'))
    stored_since(each)
    if trouble and trouble.meddle:
        trouble.meddle(each)
    return Place(each, database(seed), database(each), seed.services(), each.services())


def said(run: Run, name: str) -> str:
    return " | ".join(each.result["msg"] for each in run.of(name) if each.status in ("failed", "unreachable"))


def test_nothing_is_touched_without_a_good_copy_and_the_word(copied: WindowsSite) -> None:
    site, seed = copied, copied.servers["seed"]
    obstacles = sample(OBSTACLES, "asks", "another-word", "copy-changed", "patch-goes-on")
    for name, obstacle in obstacles.items():
        each = site.clone(seed, name, (), obstacle.spoil, **obstacle.variables)
        if obstacle.meddle:
            obstacle.meddle(each)
    asks, other = site.servers["asks"], site.servers["another-word"]
    site.add("no-run", server())
    looked = site.playbook(AT_ONCE, "--check", "--limit", "asks")
    assert looked.rc == 0, looked
    assert not rollback_of(asks).run.exists()
    calls = {name: len(site.servers[name].calls()) for name in obstacles}
    databases = {name: database(site.servers[name]) for name in obstacles}
    first = site.playbook(AT_ONCE, "--limit", ",".join([*obstacles, "no-run"]))
    print("\n".join(f"{name:20} {said(first, name)}" for name in obstacles))
    assert {name: said(first, name) for name, each in obstacles.items() if each.says not in said(first, name)} == {}
    assert "There is no run" in said(first, "no-run")
    assert f"hikcentral_database_rollback --limit asks -e hikcentral_rollback_confirm={word(asks)}" in said(
        first, "asks"
    )
    site.hosts["another-word"]["hikcentral_rollback_confirm"] = word(asks)
    second = site.playbook(AT_ONCE, "--limit", "another-word")
    assert "is not the one that this run asks for" in said(second, "another-word")
    assert waiting_step(rollback_of(other)) == "rollback_confirmed"
    for name in obstacles:
        each = site.servers[name]
        assert each.services() == seed.services(), name
        assert database(each) == databases[name], name
        assert is_free(each) == (name != "patch-goes-on"), name
        assert not {call["module"] for call in each.calls()[calls[name] :]} & CHANGING, name
    assert "CANARY" not in first.stdout + first.stderr


def test_every_failure_leaves_a_whole_database_and_the_next_run_finishes(copied: WindowsSite) -> None:
    site = copied
    troubles = sample(TROUBLES, "plain", "no-way", "start-fails")
    places = {name: place(site, name, trouble) for name, trouble in troubles.items()}
    first = site.playbook(AT_ONCE, "--limit", ",".join(places))
    print("\n".join(f"{name:15} {places[name].in_place:8} {said(first, name)}" for name in places))
    wrong = [told for name, trouble in troubles.items() for told in after(trouble, places[name], said(first, name))]
    assert not wrong
    repeated = [name for name, trouble in troubles.items() if trouble.again]
    for name in repeated:
        site.servers[name].suffer()
    again = site.playbook(AT_ONCE, "--limit", ",".join(repeated))
    print("\n".join(f"{name:15} {places[name].in_place:8} {said(again, name)}" for name in repeated))
    for name in repeated:
        assert places[name].server.services() == places[name].then, name
        assert places[name].is_rolled_back == troubles[name].ends, name
    assert "Nothing is left to do" in again.stdout
    assert again.recap["plain"]["changed"] == 0
    assert "The copy is no longer beside the database" in said(again, "start-fails")
    assert "Rollback of the database" in (places["plain"].rollback.run / "report.md").read_text()
    assert "CANARY" not in first.stdout + first.stderr


def is_free(each: Server) -> bool:
    """Whether no run of Ansible works with the run that has made the copy."""
    lock = each.run / "lock.json"
    return not lock.exists() or json.loads(lock.read_text()) is None


def after(trouble: Trouble, found: Place, told: str) -> typing.Iterator[str]:
    """What is not as it should be after the first run."""
    name = found.server.name
    if trouble.says not in told or bool(trouble.says) != bool(told):
        yield f"{name} said {told}"
    if not trouble.may_be_down and found.server.services() != (found.before if trouble.runs_before else found.then):
        yield f"{name} left {found.server.services()}"
    if found.in_place != (trouble.place if trouble.says else "good"):
        yield f"{name} left the database {found.in_place}"
    if not is_free(found.server):
        yield f"{name} has left the run that has made the copy locked"
    if found.rollback.has_ended != (not trouble.says) or (not trouble.says and not found.is_rolled_back):
        yield f"{name} has {found.rollback.state['steps'][-1]}"


def test_a_rollback_survives_the_death_of_the_controller(copied: WindowsSite) -> None:
    site = copied
    deaths = sample(DEATHS, "between")
    places = {name: place(site, name) for name in deaths}
    for name, (_step, _in_place, fault) in deaths.items():
        site.servers[name].suffer(fault)
    with site.dying_together(len(deaths)):
        died = site.playbook(AT_ONCE, "--limit", ",".join(deaths))
    assert died.rc == -signal.SIGKILL, died
    for name, (step, in_place, fault) in deaths.items():
        under_way = [each["step"] for each in places[name].rollback.state["steps"] if each["status"] == "started"]
        assert (under_way, places[name].in_place) == ([step], in_place), fault
        assert not is_free(site.servers[name]), "nobody goes on with the patch meanwhile"
        site.servers[name].suffer()
    run = site.playbook(AT_ONCE, "--limit", ",".join(deaths))
    assert run.rc == 0, run
    for name, each in places.items():
        assert each.is_rolled_back, name
        assert each.server.services() == each.before, name

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets things go wrong on many servers at once, and has the next run go on from there."""

from __future__ import annotations

import json

from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.by_hand import act, waiting_step
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.deaths import SILENT
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.tampering import Tampering
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.trial import (
    Row,
    Services,
    compared,
    ended,
    place,
    step_that_is,
    walk,
)
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.troubles import Trouble
from ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.windows_site import (
    ALL_AT_ONCE,
    Server,
    WindowsSite,
)


def run_troubles(site: WindowsSite, troubles: dict[str, Trouble], *, all_again: bool = False) -> list[Row]:
    """Each trouble on a server of its own, that has come to the copies.

    Where everything is as before at once, one server may stand for the others in the next run.
    """
    seed = site.add("seed", SILENT.server, **SILENT.variables)
    before = seed.services()
    next(walk(site, seed))
    act(seed)
    for name, trouble in troubles.items():
        site.clone(seed, name, trouble.faults, trouble.spoil, **trouble.variables)
    first = site.playbook(ALL_AT_ONCE, "--limit", ",".join(troubles))
    after = {name: site.servers[name].services() for name in troubles}
    wrong = {name: _wrong(site.servers[name], trouble, before) for name, trouble in troubles.items()}
    for name, trouble in troubles.items():
        said = " ".join(one.result["msg"] for one in first.of(name) if one.status in ("failed", "unreachable"))
        if not trouble.mended and trouble.says not in said:
            wrong[name].append(f"it said {said}")
    again = [name for name, trouble in troubles.items() if trouble.may_be_down or trouble.step != "database_copy"]
    again += [name for name in troubles if name not in again][: None if all_again else 1]
    for name in again:
        site.mend(site.servers[name], seed)
    site.playbook(ALL_AT_ONCE, "--limit", ",".join(again))
    rows = []
    for name, trouble in troubles.items():
        each = site.servers[name]
        if name in again and waiting_step(each) != trouble.then:
            wrong[name].append(f"the next run ended at {place(each)}")
        if name in again and len(each.calls("win_package")) != trouble.attempts:
            wrong[name].append(f"the patch was run {len(each.calls('win_package'))} times")
        told = ended(each, before, wrong[name]) if name in again else "-"
        rows.append(Row(trouble.what, trouble.step, compared(after[name], before), told, tuple(wrong[name])))
    return rows


def is_free(server: Server) -> bool:
    """Whether no run of Ansible works with the run of a server."""
    return json.loads((server.run / "lock.json").read_text()) is None


def _wrong(server: Server, trouble: Trouble, before: Services) -> list[str]:
    """What is not as it should be after a trouble."""
    wrong = []
    if step_that_is(server, "failed") != trouble.failed:
        wrong.append(f"it failed in {step_that_is(server, 'failed')}")
    if not trouble.may_be_down and server.services() != before:
        wrong.append(f"it left {server.services()}")
    if not trouble.cut_off and not is_free(server):
        wrong.append("it has left the run locked")
    return wrong


def _what_check_mode_says(site: WindowsSite, names: list[str]) -> str:
    if not names:
        return ""
    run = site.playbook(ALL_AT_ONCE, "--check", "--limit", ",".join(names))
    return " ".join(one.result["msg"] for one in run.results if one.status == "failed")


def run_tamperings(site: WindowsSite, tamperings: dict[str, Tampering]) -> list[Row]:
    """Each tampering on a server of its own, between two runs: the second has to see it, and the third goes on."""
    seed = site.add("seed", SILENT.server, **SILENT.variables)
    before = seed.services()
    next(walk(site, seed))
    act(seed)
    alike = {name: tampering.like for name, tampering in tamperings.items() if tampering.like}
    for name in tamperings.keys() - alike.keys():
        site.clone(seed, name, tamperings[name].faults, **tamperings[name].usual)
    site.playbook(ALL_AT_ONCE, "--limit", ",".join(tamperings.keys() - alike.keys()))
    for name, like in alike.items():
        site.clone(site.servers[like], name)
    undo = {name: tampering.do(site.servers[name]) for name, tampering in tamperings.items()}
    told = {name: dict(site.hosts[name]) for name in tamperings}
    for name, tampering in tamperings.items():
        site.servers[name].suffer()
        site.hosts[name] |= tampering.variables
    looking = {name: tampering.looks for name, tampering in tamperings.items() if tampering.looks}
    looked = _what_check_mode_says(site, [*looking])
    seen = site.playbook(ALL_AT_ONCE, "--limit", ",".join(tamperings))
    after = {name: site.servers[name].services() for name in tamperings}
    free = {name: is_free(site.servers[name]) for name in tamperings}
    for name in tamperings:
        then = undo[name]()
        site.hosts[name] = told[name] | (then if isinstance(then, dict) else {})
    site.playbook(ALL_AT_ONCE, "--limit", ",".join(tamperings))
    rows = []
    for name, tampering in tamperings.items():
        said = " ".join(one.result["msg"] for one in seen.of(name) if one.status == "failed")
        wrong = [] if tampering.says in said else [f"{name}: it said {said}"]
        wrong += [f"{name}: check mode said {looked}"] if tampering.looks not in looked else []
        services = compared(after[name], before)
        wrong += [] if free[name] else [f"{name}: the run is locked"]
        wrong += [f"{name}: services {services}"] if services != tampering.services else []
        end = ended(site.servers[name], before, wrong)
        rows.append(Row(f"{tampering.what}, until it is put right", tampering.step, services, end, tuple(wrong)))
    return rows

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the world still is what a plan says: everything that is asked before the first device is touched."""

from __future__ import annotations

import dataclasses
import datetime
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.catalogue import Catalogue
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.entry import Entry, Status
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.freshness import moment
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.plan import Plan, Source
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.planned_device import PlannedStep
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.document import check_time
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan_document.errors import PlanDocumentError
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._wording import listed

SUBSET: typing.Final = "plan_subset"
NEW_HOSTS: typing.Final = "plan_ignore_new_hosts"

_REPLAN = "Make a new plan with playbook plan.yml and have it approved."


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What there is when a plan is applied.

    ``hosts`` are those of the play, ``files`` maps the path of each firmware file of the plan to its SHA-256, or to
    ``None`` where it can not be read. ``catalogue`` has been verified and read now. ``subset`` is whether only a part
    of the plan is meant to run, ``ignore_new_hosts`` whether hosts that the plan does not know are left alone.
    """

    hosts: frozenset[str]
    files: typing.Mapping[str, str | None]
    catalogue: Catalogue | None = None
    subset: bool = False
    ignore_new_hosts: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why the plan must not be applied. ``check`` is the name of the check, ``sentence`` has both sides."""

    check: str
    sentence: str
    advice: str = _REPLAN

    def as_result(self) -> dict[str, str]:
        return dataclasses.asdict(self)


Refusals = typing.Iterator[Refusal]


def drift(plan: Plan, now: datetime.datetime, facts: Facts) -> tuple[Refusal, ...]:
    """Everything that keeps the plan from being applied; empty when nothing does.

    That the file is a plan of a known schema, and the one that was approved, has been seen to by whoever read it.
    """
    return tuple(refusal for check in CHECKS for refusal in check(plan, now, facts))


def time(plan: Plan, now: datetime.datetime, _facts: Facts) -> Refusals:
    """The plan is too old, or from the future."""
    try:
        check_time(plan, now)
    except PlanDocumentError as error:
        yield Refusal(check=type(error).__name__, sentence=str(error), advice=error.advice)


def catalogue(plan: Plan, now: datetime.datetime, facts: Facts) -> Refusals:
    """The catalogue of the plan is gone, older than it was, or over."""
    was, found = plan.source, facts.catalogue
    if was is None:
        return
    planned = f"the plan was made from the catalogue {was.catalogue} serial {was.serial}"
    if found is None:
        advice = "Set hikvision_catalogue to the catalogue of the plan."
        yield Refusal(check="NoCatalogue", sentence=f"There is no catalogue, and {planned}.", advice=advice)
        return
    if found.id != was.catalogue:
        yield Refusal(check="OtherCatalogue", sentence=f"The catalogue is {found.id}, and {planned}.")
        return
    yield from _edition(was, found, planned)
    if moment(found.expires) <= now:
        sentence = f"The catalogue {found.id} serial {found.serial} was good until {found.expires}, and {planned}."
        yield Refusal(check="CatalogueExpired", sentence=sentence, advice="Fetch a current catalogue.")
    if was.signature == "valid" != found.verification.signature:
        sentence = f"The signature of the catalogue {found.id} is not checked now, and {planned}, when it was valid."
        yield Refusal(check="SignatureOff", sentence=sentence, advice="Set hikvision_catalogue_signature to required.")


def _edition(was: Source, found: Catalogue, planned: str) -> Refusals:
    if found.serial < was.serial:
        sentence = f"The catalogue {found.id} has the serial {found.serial}, and {planned}, which is newer."
        yield Refusal(check="CatalogueRolledBack", sentence=sentence, advice="Fetch the current catalogue.")
    elif found.serial == was.serial and found.digest != was.digest:
        sentence = (
            f"The catalogue {found.id} serial {found.serial} has the digest {found.digest}, and {planned} "
            f"with the digest {was.digest}: two catalogues with one serial number."
        )
        yield Refusal(check="CatalogueReissued", sentence=sentence, advice="Ask who issued the catalogue twice.")


def packages(plan: Plan, _now: datetime.datetime, facts: Facts) -> Refusals:
    """A newer catalogue may say other things, but not about the packages of the plan."""
    found, was = facts.catalogue, plan.source
    if found is None or was is None or found.id != was.catalogue or found.digest == was.digest:
        return
    steps = {step.package.name: step for step in plan.steps if step.status is not None}
    entries = {entry.id: entry for entry in found.entries}
    for name in sorted(steps):
        yield from _package(steps[name], entries.get(name), f"the catalogue {found.id} serial {found.serial}")


def _package(step: PlannedStep, entry: Entry | None, where: str) -> Refusals:
    name = step.package.name
    if entry is None:
        yield Refusal(check="PackageGone", sentence=f"{name} is in the plan, and {where} does not have it.")
    elif entry.status is Status.WITHDRAWN:
        sentence = f"{name} was {step.status} when the plan was made, and {where} withdraws it: {entry.status_reason}."
        yield Refusal(check="PackageWithdrawn", sentence=sentence)
    elif entry.status not in (Status.APPROVED, step.status):
        sentence = f"{name} was {step.status} when the plan was made, and is {entry.status} in {where}."
        yield Refusal(check="PackageStatus", sentence=sentence)
    elif differences := _differences(step, entry):
        sentence = f"{name} is not in {where} what it is in the plan: {'; '.join(differences)}."
        yield Refusal(check="PackageChanged", sentence=sentence)


def _differences(step: PlannedStep, entry: Entry) -> list[str]:
    """Where the file is on the controller may change; the digest says that it is the same."""
    planned = {**step.package.as_options(), "config_reset": step.config_reset}
    now = {**entry.package.as_options(), "config_reset": entry.requires.config_reset}
    if "image_sha256" not in now:  # worked out when the plan was made
        planned.pop("image_sha256", None)
    keys = sorted((planned.keys() | now.keys()) - {"src"})
    return [f"{key} {now.get(key)}, planned {planned.get(key)}" for key in keys if now.get(key) != planned.get(key)]


def hosts(plan: Plan, _now: datetime.datetime, facts: Facts) -> Refusals:
    """All hosts of the plan take part, and no other ones."""
    known = plan.hosts.union(device.host for device in plan.left_out)
    if (missing := plan.hosts - facts.hosts) and not facts.subset:
        there = len(plan.hosts & facts.hosts)
        sentence = f"The plan upgrades {len(plan.hosts)} hosts, and this run has {there} of them; missing: "
        advice = f"Run without --limit and job slices, or set {SUBSET} to run a part of the plan on purpose."
        yield Refusal(check="HostsMissing", sentence=f"{sentence}{listed(missing)}.", advice=advice)
    if (strangers := facts.hosts - known) and not facts.ignore_new_hosts:
        sentence = f"The plan knows {len(known)} hosts, and this run has others: {listed(strangers)}."
        advice = f"Run with target={plan.target} as planned, make a new plan, or set {NEW_HOSTS} to leave them alone."
        yield Refusal(check="HostsAdded", sentence=sentence, advice=advice)


def files(plan: Plan, _now: datetime.datetime, facts: Facts) -> Refusals:
    """Every firmware file is there and is the one that was planned."""
    planned = dict.fromkeys((step.package.src, str(step.package.sha256), step.package.name) for step in plan.steps)
    for path, digest, name in planned:
        found = facts.files.get(path)
        if found is None:
            sentence = f"The plan installs {name} from {path} with the digest {digest}, and there is no such file."
            yield Refusal(check="FileMissing", sentence=sentence, advice="Put the file back, or make a new plan.")
        elif found != digest:
            sentence = f"The file {path} of {name} has the digest {found}, and the plan was made with {digest}."
            yield Refusal(check="FileChanged", sentence=sentence, advice="Find out who changed the file; restore it.")


CHECKS: typing.Final = (time, catalogue, packages, hosts, files)

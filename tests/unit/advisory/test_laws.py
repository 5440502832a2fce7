# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for all devices and all rules."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.filter.advisories import advisories
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import DeviceKind
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.snapshot import gather
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.authentication import Credentials
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.client import Client
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.ledger import MemoryLedger
from ansible_collections.surveillance.hikvision.plugins.module_utils._preflight.device import Device
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.advisory import Advisories, Severity
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.assessment import Standing, summarise
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._advisory.rules import advisories_of
from ansible_collections.surveillance.hikvision.tests.unit import wire
from ansible_collections.surveillance.hikvision.tests.unit.advisory.devices import document, rule
from ansible_collections.surveillance.hikvision.tests.unit.advisory.test_shipped import CASES
from ansible_collections.surveillance.hikvision.tests.unit.recordings import replay

# A busy machine is no failure.
unhurried = settings(deadline=None)

# Few numbers and days, so that devices often lie at a bound.
VERSIONS = st.lists(st.integers(0, 3), min_size=2, max_size=4).map(lambda parts: "V" + ".".join(map(str, parts)))
BUILDS = st.sampled_from(["200101", "200102", "210625", "240229"])
KINDS = st.sampled_from([kind.value for kind in DeviceKind])
MODELS = st.sampled_from(["A", "B", "AB"]) | st.sampled_from(
    sorted({model for cases in CASES.values() for model, *_rest in cases})
)

BOUNDS = st.fixed_dictionaries({"inclusive": st.booleans(), "version": VERSIONS}, optional={"build": BUILDS}) | (
    st.fixed_dictionaries({"inclusive": st.booleans(), "build": BUILDS})
)


@st.composite
def some_rules(draw):
    """A rule, sensible or not; a range may be the wrong way round."""
    keys = draw(st.fixed_dictionaries({}, optional={"from": BOUNDS, "to": BOUNDS}))
    if "from" in keys:
        keys |= draw(st.fixed_dictionaries({}, optional={"earlier": st.sampled_from(["unknown", "not_affected"])}))
    if draw(st.booleans()):
        keys |= {"kinds": draw(st.lists(KINDS.filter(lambda kind: kind != "unknown"), min_size=1, max_size=2))}
    if draw(st.booleans()):
        keys |= {"verified": False, "doubt": "?"}
    return rule(models=draw(st.lists(st.sampled_from(["A", "*", "A?", "DS-*"]), min_size=1, max_size=2)), **keys)


# Either the rules of the collection, or up to four rules of one advisory.
DOCUMENTS = st.just(advisories_of()) | st.lists(some_rules(), min_size=1, max_size=4).map(
    lambda rules: Advisories.read(document(*rules))
)


def judged(device, rules):
    return summarise(Device.from_snapshot(device), rules).as_result()


@st.composite
def devices(draw):
    """A device that tells everything."""
    firmware = {"version": draw(VERSIONS), "build": draw(BUILDS)}
    return {"identity": {"model": draw(MODELS), "kind": draw(KINDS)}, "firmware": firmware}


LESS = {
    "no firmware": lambda device: {**device, "firmware": None},
    "no build": lambda device: {**device, "firmware": {**device["firmware"], "build": None}},
    "a build that is no date": lambda device: {**device, "firmware": {**device["firmware"], "build": "209999"}},
    "no kind": lambda device: {**device, "identity": {**device["identity"], "kind": "unknown"}},
    "no model": lambda device: {**device, "identity": {**device["identity"], "model": None}},
    "nothing": lambda device: {"identity": None, "firmware": None},
}


@pytest.mark.parametrize("less", LESS.values(), ids=LESS)
@unhurried
@given(device=devices(), rules=DOCUMENTS)
def test_a_device_that_tells_less_is_never_fixed_by_that(less, device, rules):
    before = {entry["id"]: entry["standing"] for entry in judged(device, rules)["assessments"]}
    told = judged(less(device), rules)

    after = {entry["id"]: entry["standing"] for entry in told["assessments"]}
    assert not {name for name, standing in after.items() if standing == "fixed" and before.get(name) != "fixed"}
    assert told["summary"] != "fixed" or judged(device, rules)["summary"] == "fixed"


@unhurried
@given(device=devices(), rules=DOCUMENTS)
def test_the_summary_is_never_better_than_its_worst_part(device, rules):
    told = judged(device, rules)
    standings = [entry["standing"] for entry in told["assessments"]]
    assert told["summary"] == next((word for word in Standing if word in standings), "unknown")
    assert all(entry["verified"] or entry["standing"] == "unknown" for entry in told["assessments"])
    assert (told["worst_severity"] is None) == (not standings or told["summary"] == "fixed")
    assert "safe" not in str(told)


WORDS = st.none() | st.text(max_size=30) | st.sampled_from(["V5.7.18", "240826", "camera", "DS-2CD2386G2-IU"])


@unhurried
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "identity": st.none() | st.dictionaries(st.sampled_from(["model", "kind", "platform"]), WORDS),
            "firmware": st.none() | st.dictionaries(st.sampled_from(["version", "build"]), WORDS),
        },
    )
)
def test_whatever_a_device_tells_there_is_a_summary(device):
    assert advisories(device)["summary"] in set(Standing)


@replay.needs_recordings
@pytest.mark.parametrize("recorded", replay.devices(), ids=str)
def test_recorded_devices_get_a_summary(recorded):
    transport = replay.ReplayTransport(recorded)
    credentials = Credentials("admin", wire.PASSWORD)
    client = Client(transport, credentials, device=recorded.name, clock=wire.FakeClock(), ledger=MemoryLedger())
    device = gather(client, ["min"]).as_result()
    told = advisories(device)

    assert told["summary"] in set(Standing)
    assert told["reason"]
    assert {entry["id"] for entry in told["assessments"]} <= {advisory.id for advisory in advisories_of().listed}
    assert told["worst_severity"] in {*Severity, None}
    if not (device["identity"] or {}).get("model"):
        assert told["summary"] == "unknown"

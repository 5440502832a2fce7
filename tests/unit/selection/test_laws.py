# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every catalogue, well written or not, every device and every policy."""

from __future__ import annotations

import typing

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.filter.select_firmware import select_firmware
from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Permission
from ansible_collections.surveillance.hikvision.tests.unit.selection.documents import (
    CAMERA,
    Document,
    catalogue,
    device,
    entry,
)

# Few ids, firmwares and rings, so that they often meet. Numbers and builds disagree about what is newer.
IDS = ["a", "b", "c", "d", "e"]
FIRMWARES = ["5.4.41 170312", "5.4.5 180123", "5.5.0 180101", "5.5.0 190101", "5.6.0 170101"]
RUNNING = st.sampled_from([*FIRMWARES, "5.4.41", "5.5.1 180505", "5.3.0 150513", None])
RINGS = st.sampled_from(["lab", "office"])
NAMES = st.lists(st.sampled_from(IDS), max_size=2, unique=True)
STATUSES = st.sampled_from(["approved", "approved", "approved", "candidate", "deprecated", "withdrawn"])
POLICIES = st.fixed_dictionaries(
    {
        "target": st.sampled_from(["latest", "latest", *IDS, "V5.5.0", "V5.5.0 build 190101", "nothing"]),
        "allow": st.lists(st.sampled_from(list(Permission)), unique=True).map(lambda words: [str(w) for w in words]),
        "acknowledged": NAMES,
    },
    optional={"ring": RINGS},
)
# Time is no matter of these laws, and a busy machine is slow.
LAW = settings(deadline=None)
STEADY = ("standing", "steps", "package", "target", "reasons", "findings", "running")


@st.composite
def entries(draw: st.DrawFn) -> list[Document]:
    """Up to five entries with different firmwares, in circles and with lost steps, too."""
    firmwares = draw(st.permutations(FIRMWARES))
    return [
        entry(
            identifier,
            firmware,
            draw(STATUSES),
            rings=draw(st.lists(RINGS, max_size=1)),
            supersedes=draw(NAMES),
            via=draw(st.just([]) | NAMES),
            minimum=draw(st.sampled_from([None, *FIRMWARES, "5.5.0"])),
            config_reset=draw(st.sampled_from([False, False, True])),
            downgrade=draw(st.sampled_from([{}, {}, {"one_way": True}, {"floor": {"version": "V5.5.0"}}])),
            hardware=draw(st.sampled_from([{}, {}, {"platform": "G3"}])),
            language=draw(st.sampled_from(["EN", "EN", "CN"])),
            release_notes=draw(st.sampled_from([{}, {}, {"acknowledge": True}])),
        )
        for identifier, firmware in zip(IDS[: draw(st.integers(1, 5))], firmwares, strict=False)
    ]


@st.composite
def ways(draw: st.DrawFn) -> list[Document]:
    """Five entries in their order, each reached over some of those before it; now and then one is withdrawn."""
    firmwares = draw(st.permutations(FIRMWARES))
    return [
        entry(
            identifier,
            firmware,
            draw(st.sampled_from(["deprecated"] * 8 + ["withdrawn"])) if identifier != IDS[-1] else "approved",
            via=sorted(draw(st.sets(st.sampled_from(IDS[:number]), max_size=3))) if number else [],
        )
        for number, (identifier, firmware) in enumerate(zip(IDS, firmwares, strict=True))
    ]


def choose(known: list[Document], runs: str | None, policy: Document) -> dict[str, typing.Any]:
    return select_firmware(device(runs), catalogue=catalogue(*known), policy=policy)


@LAW
@given(known=entries(), runs=RUNNING, policy=POLICIES)
def test_one_package_or_none_and_always_a_reason(known: list[Document], runs: str | None, policy: Document) -> None:
    choice = choose(known, runs, policy)
    steps = choice["steps"]
    installs = [step["package"] for step in steps]
    assert len(set(installs)) == len(installs)
    assert not steps or installs[-1] == choice["target"]["package"]
    assert not steps or choice["package"]["package"] == installs[0]
    assert not steps or choice["standing"] in ("upgrade", "downgrade")
    assert (choice["package"] is not None) == bool(steps or not choice["reasons"])


@LAW
@given(known=entries(), runs=RUNNING, policy=POLICIES, order=st.randoms(use_true_random=False))
def test_the_place_in_the_file_decides_nothing(
    known: list[Document], runs: str | None, policy: Document, order: typing.Any
) -> None:
    shuffled = list(known)
    order.shuffle(shuffled)
    assert choose(shuffled, runs, policy) == choose(known, runs, policy)


@LAW
@given(known=entries(), others=entries(), runs=RUNNING, policy=POLICIES)
def test_entries_for_other_devices_change_nothing(
    known: list[Document], others: list[Document], runs: str | None, policy: Document
) -> None:
    prefixed = [_elsewhere(other) for other in others]
    before, after = choose(known, runs, policy), choose([*prefixed, *known], runs, policy)
    assert {key: after[key] for key in STEADY} == {key: before[key] for key in STEADY}


@LAW
@given(known=entries(), runs=RUNNING, policy=POLICIES)
def test_what_is_not_to_be_installed_is_in_no_step(known: list[Document], runs: str | None, policy: Document) -> None:
    by_id = {document["id"]: document for document in known}
    for step in choose(known, runs, policy)["steps"]:
        document = by_id[step["package"]]
        assert document["status"] != "withdrawn"
        if document["status"] == "candidate":
            assert policy.get("ring") in document["rings"] or "candidate" in policy["allow"]
        assert document["hardware"].get("platform") != "G3"
        assert document["language"] == "EN" or "language_mismatch" in policy["allow"]
        assert not document["requires"]["config_reset"] or "config_reset" in policy["allow"]
        assert not document["release_notes"] or document["id"] in policy["acknowledged"]


@LAW
@given(known=entries(), runs=RUNNING, policy=POLICIES)
def test_nothing_is_installed_against_a_finding(known: list[Document], runs: str | None, policy: Document) -> None:
    choice = choose(known, runs, policy)
    stops = [found for found in choice["findings"] if found["severity"] == "error"]
    stops += [
        found
        for found in choice["findings"]
        if found["severity"] == "blocked" and found["allow"] not in policy["allow"]
    ]
    assert not (stops and choice["package"])
    assert all(any(found["sentence"] in reason for reason in choice["reasons"]) for found in stops)


@LAW
@given(known=entries(), runs=RUNNING, policy=POLICIES)
def test_more_permissions_never_take_a_package_away(known: list[Document], runs: str | None, policy: Document) -> None:
    choice = choose(known, runs, policy)
    generous = choose(known, runs, {**policy, "allow": [str(word) for word in Permission], "acknowledged": IDS})
    if choice["package"]:
        assert generous["package"]["package"] == choice["package"]["package"]


@LAW
@given(known=ways(), runs=RUNNING)
def test_after_a_step_the_rest_of_the_way_is_left(known: list[Document], runs: str | None) -> None:
    by_id = {document["id"]: document for document in known}
    way = [step["package"] for step in choose(known, runs, {})["steps"]]
    for number, name in enumerate(way, 1):
        then = choose(known, f"{by_id[name]['version'].removeprefix('V')} {by_id[name]['build']}", {})
        assert [step["package"] for step in then["steps"]] == way[number:]
        assert then["standing"] == ("upgrade" if way[number:] else "current")


@LAW
@given(known=ways())
def test_a_device_at_the_beginning_takes_all_steps_in_their_order(known: list[Document]) -> None:
    way = [step["package"] for step in choose(known, "5.3.0 150513", {})["steps"]]
    by_id = {document["id"]: document for document in known}
    assert "withdrawn" not in {by_id[name]["status"] for name in way}
    if way:
        steps = by_id[way[-1]]["requires"]["via"]
        assert [name for name in way if name in steps] == steps


def _elsewhere(other: Document) -> Document:
    """The same entry for another model and under another name, as are the entries that it names."""
    requires = {**other["requires"], "via": [f"x-{name}" for name in other["requires"].get("via", [])]}
    return {
        **other,
        "id": f"x-{other['id']}",
        "models": {"include": ["DS-7608*"], "exclude": [CAMERA]},
        "requires": requires,
        "supersedes": [f"x-{name}" for name in other["supersedes"]],
    }

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the variables of a host to a candidate."""

from __future__ import annotations

import pathlib
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._audit.inventory import Mistake
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan import assessed_hosts
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.assessed_hosts import FACT
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._plan.candidate import Candidate

DEVICE = {"identity": {"model": "DS-1"}, "firmware": None}


class Variables(dict[str, typing.Any]):
    """The variables of one host, of which an ``UNUSABLE`` one can not be evaluated."""

    def get(self, name: str, default: object = None) -> typing.Any:
        value = super().get(name, default)
        if value == "UNUSABLE":
            raise Mistake(f"{name} can not be evaluated")
        return value


def assessed(src: str, directory: str = "/srv/firmware") -> dict[str, typing.Any]:
    return {"device": DEVICE, "packages": [{"src": src}], "policy": {}, "directory": directory, "missing": "skip"}


def choose(snapshot: object, packages: typing.Any, policy: object) -> typing.Mapping[str, typing.Any]:
    """Chooses what there is."""
    assert (snapshot, policy) == (DEVICE, {})
    return {"steps": [{"src": package["src"], "build": "1"} for package in packages]}


def candidate_of(host: str, variables: Variables) -> Candidate:
    return assessed_hosts.candidate_of(host, variables, choose)


def test_a_host_with_its_place() -> None:
    places = {"hikvision_site": "north", "hikvision_area": "gate", "hikvision_parent": "nvr-1"}
    candidate = candidate_of("cam-1", Variables({FACT: assessed("a.dav"), **places}))
    assert (candidate.site, candidate.areas, candidate.parent) == ("north", ("gate",), "nvr-1")
    assert (candidate.snapshot, candidate.missing) == (DEVICE, "skip")
    assert candidate.choice == {"steps": [{"src": "/srv/firmware/a.dav", "build": "1"}]}


def test_paths_are_whole() -> None:
    def path(src: str, directory: str) -> str:
        choice = candidate_of("cam-1", Variables({FACT: assessed(src, directory)})).choice
        assert choice is not None
        return str(choice["steps"][0]["src"])

    assert path("/elsewhere/a.dav", "/srv") == "/elsewhere/a.dav"
    assert path("../a.dav", "/srv/firmware") == "/srv/a.dav"
    assert path("a.dav", "firmware") == str(pathlib.Path.cwd() / "firmware" / "a.dav")
    assert path("~/a.dav", "/srv") == str(pathlib.Path("~/a.dav").expanduser())


def test_a_host_that_could_not_be_read_has_its_error() -> None:
    candidate = candidate_of("cam-1", Variables({FACT: {"error": {"unreachable": True, "msg": "no answer"}}}))
    assert candidate.error == {"unreachable": True, "msg": "no answer"}
    assert candidate.choice is None
    assert candidate_of("cam-1", Variables()).error is None


def test_what_can_not_be_used_is_the_mistake_of_its_host() -> None:
    for variables, words in (
        ({"hikvision_site": "UNUSABLE"}, "hikvision_site can not be evaluated"),
        ({"hikvision_area": [True]}, "hikvision_area of cam-1 must be a word, not True"),
    ):
        candidate = candidate_of("cam-1", Variables({FACT: assessed("a.dav"), **variables}))
        assert candidate.error == {"msg": words}
        assert candidate.snapshot is None

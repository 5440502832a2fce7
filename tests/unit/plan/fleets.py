# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices in a few words, and fleets of any shape in which areas, sites, varieties and parents often meet."""

from __future__ import annotations

import itertools
import typing

from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.limits import Limits, Share
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.unit import Unit
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._waves.waves import Waves

AREAS = ["lobby", "yard", "garage", "vault"]
SITES = ["north", "south", None]
MOST = (
    24  # devices of a generated fleet; 37 and 101 have no common divisor, so that the numbers below are all different
)
LONE_LIMITS = Limits(sizes=(Share(100),), canaries=0)  # nothing but the constraints decides


def unit(host: str, *areas: str, **fields: typing.Any) -> Unit:
    """A camera, unless something else is said."""
    return Unit(**{"host": host, "kind": "camera", "model": "DS-2CD", "firmware": "V5.7.1", "areas": areas, **fields})


def door(host: str, *areas: str, **fields: typing.Any) -> Unit:
    return unit(host, *areas, kind="access_control", model="DS-K2604", **fields)


def recorder(host: str, *areas: str, **fields: typing.Any) -> Unit:
    return unit(host, *areas, kind="recorder", model="DS-7608NI", **fields)


def hosts_of(waves: Waves) -> list[str]:
    """One line for each wave; those of canaries are marked."""
    return [("canary: " if wave.canary else "") + " ".join(wave.hosts) for wave in waves.waves]


_KINDS = ["camera", "camera", "recorder", "access_control", "unknown"]
_DEVICES = st.tuples(
    st.sampled_from([{"kind": kind, "model": model} for kind in _KINDS for model in "AAB"]),
    st.sampled_from([(platform, firmware) for platform in ("G5", None) for firmware in ("V5.7.1", "V5.7.1", "V5.5.0")]),
    st.sampled_from(SITES),
    st.sampled_from([areas for count in range(3) for areas in itertools.product(AREAS, repeat=count)]),
    st.integers(0, 2 * MOST),
)
_AMOUNTS = st.integers(1, 5) | st.sampled_from([1, 10, 34, 50, 99, 100]).map(Share)


@st.composite
def fleets(draw: st.DrawFn) -> list[Unit]:
    """Parents come before their children in the list, but their names are in no order."""
    names = [f"dev-{number * 37 % 101}" for number in range(MOST)]
    devices = draw(st.lists(_DEVICES, min_size=draw(st.sampled_from([0, 2, 8, 16])), max_size=MOST))
    return [
        Unit(
            host=names[number],
            **kind,
            platform=runs[0],
            firmware=runs[1],
            site=site,
            areas=areas,
            parent=[*names[:number], None, "elsewhere"][parent % (number + 2)],
        )
        for number, (kind, runs, site, areas, parent) in enumerate(devices)
    ]


def limits() -> st.SearchStrategy[Limits]:
    return st.builds(
        Limits,
        sizes=st.lists(_AMOUNTS, min_size=1, max_size=4).map(tuple),
        canaries=st.integers(0, 3),
        per_area=_AMOUNTS,
        per_site=st.none() | st.integers(1, 6),
        areas=st.dictionaries(st.sampled_from(AREAS), _AMOUNTS, max_size=2),
    )

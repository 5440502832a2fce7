# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which services there are, and the order to stop them in."""

from __future__ import annotations

import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import (
    Service,
    ServiceRole,
    ServicesError,
    install_roots,
    services_below,
)
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.stop_order import stop_order

ROOT = r"C:\Program Files (x86)\HikCentral\VSM Servers"


def told(name: str, program: str, *dependencies: str) -> dict[str, typing.Any]:
    """One entry of ``win_service_info``."""
    path = rf'"{ROOT}\{program}"' if ":" not in program else program
    return {"name": name, "display_name": name, "path": path, "dependencies": list(dependencies), "state": "started"}


# The names are those of a real server of a newer version.
SERVER = [
    told("SYS", r"SYS\sys.exe", "PostgreSQL"),
    told("Nginx1", r"nginx\nginx-service.exe"),
    told("PostgreSQL", r"PostgreSQL\bin\pg_ctl.exe"),
    told("BeeAgent", r"Bee\agent.exe", "SYS", "RpcSs"),
    told("STREAM", r"Stream\stream.exe", "sys"),
    told("3rd Party Device Access Gateway", r"Gateway\gw.exe"),
    told("Spooler", r"C:\Windows\System32\spoolsv.exe", "RpcSs"),
    told("BackupAgent", r"C:\Backup\agent.exe", "postgresql"),
    {"name": "Odd", "display_name": None, "path": None, "dependencies": None},
]


def test_services_are_found_by_their_programs() -> None:
    found = services_below(SERVER, ROOT)
    names = [service["name"] for service in found]
    assert names == ["SYS", "Nginx1", "PostgreSQL", "BeeAgent", "STREAM", "3rd Party Device Access Gateway"]
    assert found[0]["state"] == "started", "what was told is kept"
    assert found[0]["executable"] == rf"{ROOT}\SYS\sys.exe"


def test_a_service_elsewhere_that_depends_on_ours_is_named() -> None:
    outside = {each["name"]: each["outside_dependents"] for each in services_below(SERVER, ROOT)}
    assert outside["PostgreSQL"] == ["BackupAgent"]
    assert outside["SYS"] == []


@pytest.mark.parametrize(
    ("name", "program", "role"),
    [
        ("PostgreSQL", r"x\wrapper.exe", ServiceRole.POSTGRESQL),
        ("db", r"PostgreSQL\bin\PG_CTL.exe", ServiceRole.POSTGRESQL),
        ("postgresql-x64-9.6", r"x\y.exe", ServiceRole.POSTGRESQL),
        ("web", r"nginx\nginx.exe", ServiceRole.NGINX),
        ("Nginx5", r"x\winsw.exe", ServiceRole.NGINX),
        ("SYS", r"SYS\sys.exe", ServiceRole.OTHER),
    ],
)
def test_what_a_service_is(name: str, program: str, role: ServiceRole) -> None:
    assert Service.read(told(name, program)).role is role


@pytest.mark.parametrize("root", ["", "C:", "C:\\", "D:/", r"\\server\share", "VSM Servers"])
def test_a_root_that_takes_in_everything_is_refused(root: str) -> None:
    with pytest.raises(ServicesError, match="no directory that HikCentral can be installed in"):
        services_below(SERVER, root)


def test_where_it_is_installed() -> None:
    assert install_roots(SERVER) == [ROOT]
    other = told("X", r"D:\Hik\vsm servers\a\b.exe")
    twice = [*SERVER, other, told("Y", r"d:\hik\VSM SERVERS\c.exe"), told("Z", r"C:\VSM Servers.exe")]
    assert install_roots(twice) == [ROOT, r"D:\Hik\vsm servers"]
    assert install_roots([]) == []


def order(*services: dict[str, typing.Any]) -> list[str]:
    return stop_order([Service.read(each) for each in services])


def test_all_others_stop_first_then_nginx_then_postgresql() -> None:
    found = order(*services_below(SERVER, ROOT))
    assert found == ["3rd Party Device Access Gateway", "BeeAgent", "STREAM", "SYS", "Nginx1", "PostgreSQL"]


def test_a_dependency_is_stronger_than_the_rank() -> None:
    """Nothing can stop a service before those that depend on it."""
    found = order(told("A", "a.exe"), told("nginx", "n.exe", "A"), told("postgres", "p.exe", "B"), told("B", "b.exe"))
    assert found == ["nginx", "A", "postgres", "B"]


def test_dependencies_elsewhere_and_on_itself_do_not_count() -> None:
    assert order(told("B", "b.exe", "RpcSs", "b"), told("A", "a.exe")) == ["A", "B"]


def test_a_circle_is_named() -> None:
    with pytest.raises(ServicesError, match=r"in a circle: A -> B -> C -> A\.$"):
        order(
            told("B", "b.exe", "C"),
            told("C", "c.exe", "A"),
            told("A", "a.exe", "b"),
            told("below", "x.exe"),
            told("above", "y.exe", "A", "below"),
            told("hung", "z.exe"),
            told("A-needs", "q.exe"),
        )


def test_what_a_circle_needs_is_not_named_as_part_of_it() -> None:
    with pytest.raises(ServicesError, match=r": A -> B -> A\.$"):
        order(
            told("A", "a.exe", "B", "Deep"),
            told("B", "b.exe", "A"),
            told("Deep", "d.exe", "Deeper"),
            told("Deeper", "e.exe"),
        )


def test_a_service_twice_is_an_error() -> None:
    with pytest.raises(ServicesError, match="twice"):
        order(told("A", "a.exe"), told("a", "b.exe"))


@settings(max_examples=40)
@given(st.data())
def test_every_service_stops_once_and_after_all_that_need_it(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 12))
    names = data.draw(st.permutations([f"s{number}" for number in range(count)]))
    needs = {
        name: data.draw(st.sets(st.sampled_from(names[place + 1 :]))) if place + 1 < count else set()
        for place, name in enumerate(names)
    }
    found = order(*(told(name, f"{name}.exe", *needs[name]) for name in sorted(names)))
    assert sorted(found) == sorted(names)
    assert all(found.index(name) < found.index(needed) for name in names for needed in needs[name])

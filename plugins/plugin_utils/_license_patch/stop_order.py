# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which services are stopped: what depends on others first, the database last."""

from __future__ import annotations

import heapq
import typing

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._license_patch.services import (
    Service,
    ServiceRole,
    ServicesError,
)

# Everything else talks to these two, whether it says so as a dependency or not.
_RANK: typing.Final = {ServiceRole.OTHER: 0, ServiceRole.NGINX: 1, ServiceRole.POSTGRESQL: 2}


def stop_order(services: typing.Sequence[Service]) -> list[str]:
    """The names in the order to stop; the reverse is the order to start.

    Dependencies decide; among services that may stop at the same time all others come before nginx, and nginx comes
    before PostgreSQL, each by name. Raises :class:`ServicesError` for a circle of dependencies and a name told twice.
    """
    by_key = {service.name.casefold(): service for service in services}
    if len(by_key) < len(services):
        raise ServicesError("A service is listed twice.")
    needs = {key: _inside(service.dependencies, by_key) - {key} for key, service in by_key.items()}
    dependents = dict.fromkeys(by_key, 0)
    for key in by_key:
        for needed in needs[key]:
            dependents[needed] += 1
    ready = [_place(by_key[key]) for key, count in dependents.items() if not count]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _rank, key, name = heapq.heappop(ready)
        order.append(name)
        for needed in needs[key]:
            dependents[needed] -= 1
            if not dependents[needed]:
                heapq.heappush(ready, _place(by_key[needed]))
    if len(order) < len(by_key):
        raise ServicesError(f"The services depend on each other in a circle: {_circle(by_key, needs, set(order))}.")
    return order


def _place(service: Service) -> tuple[int, str, str]:
    return _RANK[service.role], service.name.casefold(), service.name


def _inside(names: typing.Iterable[str], known: typing.Container[str]) -> set[str]:
    return {name.casefold() for name in names if name.casefold() in known}


def _circle(by_key: typing.Mapping[str, Service], needs: typing.Mapping[str, set[str]], placed: set[str]) -> str:
    """One circle, from its first service by name back to it. What is left over always has one.

    A service is left over because something that depends on it is: going from dependent to dependent never ends.
    """
    left = {key for key, service in by_key.items() if service.name not in placed}
    path = [min(left)]
    while True:
        before = min(key for key in left if path[-1] in needs[key])
        if before in path:
            names = [by_key[key].name for key in path[path.index(before) :]][::-1]
            first = names.index(min(names))
            turned = names[first:] + names[:first]
            return " -> ".join([*turned, turned[0]])
        path.append(before)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which path is answered by which function, for devices with which feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..answers import Answer
from .context import Context

Handler = Callable[[Context], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path. ``right``: what the user must be allowed to do."""

    path: str
    feature: str
    handler: Handler
    right: str | None = None


ROUTES: dict[str, dict[str, Route]] = {}
"""lower-case path with {} for numbers -> method -> route"""


def route(method: str, path: str, feature: str, right: str | None = None) -> Callable[[Handler], Handler]:
    """Register a function for a path; ``{}`` in the path stands for a number."""

    def register(handler: Handler) -> Handler:
        ROUTES.setdefault(path.lower(), {})[method] = Route(path, feature, handler, right)
        return handler

    return register


@dataclass(frozen=True, slots=True)
class Match:
    """What a path means to a device."""

    routes: Mapping[str, Route]
    ids: tuple[str, ...] = ()


def find(path: str, case_sensitive: bool) -> Match | None:
    """The routes of a path, or None."""
    routes = ROUTES.get(path.lower())
    ids: tuple[str, ...] = ()
    pattern = path
    if routes is None:
        segments = path.split("/")
        ids = tuple(segment for segment in segments if segment.isdigit())
        pattern = "/".join("{}" if segment.isdigit() else segment for segment in segments)
        routes = ROUTES.get(pattern.lower())
    if routes is None or (case_sensitive and all(route.path != pattern for route in routes.values())):
        return None
    return Match(routes, ids)

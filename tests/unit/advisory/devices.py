# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices as the module ``device_info`` tells them, and rules as people write them."""

from __future__ import annotations

import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import kind_of

Plain = dict[str, typing.Any]


def snapshot(model: str | None, firmware: str | None = None, kind: str | None = None) -> Plain:
    """A device that runs ``V5.7.15 240201`` or, where it tells no build, ``V5.7.15``. The kind is that of the model."""
    version, _blank, build = (firmware or "").partition(" ")
    told = {"version": version, "build": build or None} if firmware else None
    return {"identity": {"model": model, "kind": kind or kind_of(None, None, model).value}, "firmware": told}


def rule(**keys: typing.Any) -> Plain:
    return {"series": "the series", "models": ["DS-2CD*"], "verified": True, **keys}


def document(*rules: Plain, **keys: typing.Any) -> Plain:
    """A document with one advisory, ``TEST-1``."""
    advisory = {
        "id": "TEST-1",
        "title": "A flaw",
        "severity": "high",
        "source": "https://advisories.example/1",
        "checked": "2026-01-31",
        "rules": list(rules),
    }
    return {"schema": "hikvision-advisories/1", "advisories": [{**advisory, **keys}]}

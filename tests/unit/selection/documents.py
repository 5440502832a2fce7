# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues and devices in a few words, and a case of the specification: what a device gets, and why."""

from __future__ import annotations

import dataclasses
import hashlib
import typing

Document = dict[str, typing.Any]
CAMERA = "DS-2CD2386G2-IU"


def firmware(told: str | None) -> Document | None:
    """``5.7.18 240826``, or ``5.7.18`` without a build; ``None`` for a device that tells nothing."""
    if told is None:
        return None
    version, _gap, build = told.partition(" ")
    return {"version": f"V{version}", "build": build or None}


def device(runs: str | None = "5.7.15 240201", model: str | None = CAMERA, **identity: typing.Any) -> Document:
    """What ``device_info`` returns. It is an English stock camera on G5 unless something else is said."""
    told = {"kind": "camera", "platform": "G5", "language": "EN", "customised": False, "oem_code": None}
    return {"identity": {**told, "model": model, **identity}, "firmware": firmware(runs)}


def entry(identifier: str, brings: str = "5.7.18 240826", status: str = "approved", **keys: typing.Any) -> Document:
    """An entry of a catalogue for the camera of :func:`device`; ``keys`` are further keys, or take the place of some.

    ``via`` and ``minimum`` are short for the keys of ``requires``.
    """
    told = firmware(brings) or {}
    requires = {"via": keys.pop("via", None), "min": firmware(keys.pop("minimum", None))}
    requires |= {"config_reset": keys.pop("config_reset", None)}
    document = {
        "id": identifier,
        "kind": "camera",
        "models": {"include": keys.pop("models", ["DS-2CD2?86G2-I*"]), "exclude": keys.pop("exclude", [])},
        **told,
        "language": "EN",
        "edition": "STD",
        "file": {
            "name": f"{identifier}.dav",
            "size": 32_000_000,
            "sha256": hashlib.sha256(identifier.encode()).hexdigest(),
            "container": "HKWS",
        },
        "source": {"kind": "vendor-portal", "obtained": "2026-01-05", "by": "A. Person"},
        "status": status,
        "requires": {key: _without_none(value) for key, value in requires.items() if value is not None},
    }
    if status == "withdrawn":
        document["status_reason"] = "it loses the clock"
    if status == "approved":
        document["approval"] = {"by": "A. Person", "date": "2026-01-09", "tested_on": ["lab-1"]}
    return {**document, **keys}


def catalogue(*entries: Document) -> Document:
    """The ``catalogue`` that ``catalogue_info`` returns."""
    return {
        "catalogue_id": "example",
        "serial": 7,
        "issued": "2026-01-10T08:00:00Z",
        "expires": "2026-07-10T08:00:00Z",
        "digest": "ab" * 32,
        "verification": {"signature": "valid", "signer": "ops@example.net", "key": "SHA256:abc"},
        "files": "firmware",
        "firmware": list(entries),
    }


def _without_none(value: typing.Any) -> typing.Any:
    return {key: part for key, part in value.items() if part is not None} if isinstance(value, dict) else value


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """``steps`` are the ids to install one after the other, ``because`` stands in the reasons, ``codes`` are found.

    ``downgrades`` are those of the steps that the module ``firmware`` is told to do although they go to lower numbers.
    """

    said: str
    entries: tuple[Document, ...]
    device: Document
    policy: Document
    standing: str
    steps: tuple[str, ...]
    because: tuple[str, ...]
    codes: frozenset[str]
    downgrades: tuple[str, ...]


def case(
    said: str,
    *entries: Document,
    on: Document | None = None,
    standing: str = "upgrade",
    steps: str = "",
    because: str | tuple[str, ...] = (),
    codes: str = "",
    downgrades: str = "",
    **policy: typing.Any,
) -> Case:
    return Case(
        said=said,
        entries=entries,
        device=device() if on is None else on,
        policy=policy,
        standing=standing,
        steps=tuple(steps.split()),
        because=(because,) if isinstance(because, str) else because,
        codes=frozenset(codes.split()),
        downgrades=tuple(downgrades.split()),
    )

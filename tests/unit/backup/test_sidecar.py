# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The descriptions beside the backups: what they hold, and what is not taken for one."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.sidecar import (
    BadSidecar,
    describe,
    read_sidecar,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._backup.store import Store
from ansible_collections.surveillance.hikvision.plugins.module_utils._device.identity import Identity
from ansible_collections.surveillance.hikvision.tests.unit.backup.camera_backup import (
    NOON,
    keep,
    sidecar,
)

BROKEN: tuple[tuple[str, typing.Callable[[dict[str, typing.Any]], str]], ...] = (
    ("no JSON", lambda fields: "{"),
    ("empty", lambda fields: ""),
    ("a list", lambda fields: "[]"),
    ("nested", lambda fields: "[" * 100_000),
    ("other version", lambda fields: json.dumps({**fields, "schema": 2})),
    ("a field less", lambda fields: json.dumps({key: value for key, value in fields.items() if key != "size"})),
    ("a field more", lambda fields: json.dumps({**fields, "more": 1})),
    ("another type", lambda fields: json.dumps({**fields, "version": 5})),
    ("no time", lambda fields: json.dumps({**fields, "created": "yesterday"})),
    ("time without zone", lambda fields: json.dumps({**fields, "created": "2026-03-01T12:00:00"})),
    ("not UTF-8", lambda fields: "\udcff"),
)


@pytest.mark.parametrize("write", [write for _unused, write in BROKEN], ids=[name for name, _unused in BROKEN])
def test_a_broken_description_is_left_alone(
    store: Store, directory: pathlib.Path, write: typing.Callable[[dict[str, typing.Any]], str]
) -> None:
    kept = keep(store, b"one")
    broken = directory / "20200101T000000.000Z_broken.cfg.json"
    (directory / "20200101T000000.000Z_broken.cfg").write_bytes(b"old")
    broken.write_bytes(
        write({**dataclasses.asdict(kept.sidecar), "file": "20200101T000000.000Z_broken.cfg"}).encode(
            "utf-8", "surrogateescape"
        )
    )
    with pytest.raises(BadSidecar):
        read_sidecar(broken)
    assert store.newest_first() == [kept.sidecar]
    keep(store, b"two", minutes=1, limit=1)
    assert broken.exists()


def test_a_description_that_points_elsewhere_removes_nothing(store: Store, directory: pathlib.Path) -> None:
    keep(store, b"one", minutes=5)
    victim = directory.parent / "victim.cfg"
    victim.write_bytes(b"precious")
    for name in ("../victim.cfg", str(victim)):
        evil = sidecar(b"precious", minutes=-60, file=name)
        (directory / "evil.cfg.json").write_text(evil.as_json())
        keep(store, name.encode(), minutes=10, limit=1)
        assert victim.exists()


def test_the_description_of_a_device_that_tells_little() -> None:
    made = describe(
        Identity(model="I61DR"),
        file="f",
        size=1,
        sha256="0",
        created=NOON,
        account="admin",
        host="h",
        needs_secret_key=True,
    )
    assert (made.firmware, made.serial, made.kind) == (None, None, "unknown")
    assert made.made == NOON


def test_the_description_keeps_no_secret() -> None:
    assert not {"password", "secret_key", "secret"} & set(dataclasses.asdict(sidecar(b"one")))

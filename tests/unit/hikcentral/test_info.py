# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module hikcentral_info against a server that runs."""

from __future__ import annotations

import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.connection import connected
from ansible_collections.surveillance.hikvision.plugins.modules.hikcentral_info import run
from ansible_collections.surveillance.hikvision.tests.hikcentral_server import Faults, RunningServer
from ansible_collections.surveillance.hikvision.tests.unit.hikcentral.scripted import (
    ScriptedTransport,
    client_of,
    data,
    params,
)

NOTHING = dict.fromkeys(
    ("encoding_devices", "access_control_devices", "cameras", "doors", "persons", "organizations"), None
)


def info(server: RunningServer, *, required: bool = False, **changes: typing.Any) -> dict[str, typing.Any]:
    given = params(server, **changes) | {"required": required}
    with connected(given) as client:
        return run(client, given)


@pytest.mark.parametrize("numbers", [False, True])
def test_version_and_counts(server: RunningServer, numbers: bool) -> None:
    server.faults = Faults(numbers=numbers)
    assert info(server) == {
        "available": True,
        "reason": None,
        "error": None,
        "product": "HikCentral Professional",
        "version": "V2.1.0.0",
        "counts": {
            "encoding_devices": 4,
            "access_control_devices": 2,
            "cameras": 4,
            "doors": 1,
            "persons": 5,
            "organizations": 1,
        },
        "obstacles": {},
        "msg": "HikCentral Professional V2.1.0.0 answers.",
    }


@pytest.mark.parametrize(
    ("faults", "kind", "words"),
    [
        (Faults(code="8"), "NotOffered", "does not support the call"),
        (Faults(code=11), "NotOffered", "HTTP is not supported"),
        (Faults(code="12"), "NotOffered", "address of the call"),
        (Faults(web_page=True), "NotOffered", "A web page answered common/v1/version"),
        (Faults(status=404), "NotOffered", "HTTP status 404"),
        (Faults(silent=9), "NotReached", "No answer from 127.0.0.1"),
    ],
)
def test_an_absent_openapi_is_an_answer_unless_it_is_required(
    server: RunningServer, faults: Faults, kind: str, words: str
) -> None:
    server.faults = faults
    result = info(server)
    assert (result["available"], result["version"], result["counts"]) == (False, None, NOTHING)
    assert result["error"]["kind"] == kind
    assert words in result["reason"]
    assert result["msg"] == f"No OpenAPI is available. {result['reason']}"
    with pytest.raises((errors.NotOffered, errors.NotReached)):
        info(server, required=True)


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (Faults(code="17"), errors.PermissionDenied),
        (Faults(code="0x02401003"), errors.KeyRefused),
        (Faults(busy=9), errors.Busy),
        (Faults(code=5), errors.Refused),
        (Faults(body=b"{}"), errors.BadAnswer),
        (Faults(body=b'{"code": 0, "data": "V2"}'), errors.BadAnswer),
    ],
)
def test_what_somebody_has_to_mend_is_a_failure(
    server: RunningServer, faults: Faults, kind: type[errors.ArtemisError]
) -> None:
    server.faults = faults
    with pytest.raises(kind):
        info(server)


def test_a_wrong_key_is_a_failure(server: RunningServer) -> None:
    with pytest.raises(errors.KeyRefused):
        info(server, secret_key="Wrong-canary-1")


def test_a_refusal_for_one_count_spares_the_others(server: RunningServer) -> None:
    server.faults = Faults(only="acsDoor", code="130")
    del server.contents.lists["resource/v1/person/personList"]
    result = info(server)
    assert result["available"]
    assert (result["counts"]["doors"], result["counts"]["persons"], result["counts"]["cameras"]) == (None, None, 4)
    assert sorted(result["obstacles"]) == ["doors", "persons"]
    assert "code 130: no permission" in result["obstacles"]["doors"]


def test_names_that_the_server_leaves_out_are_unknown() -> None:
    wire = ScriptedTransport(data({"produceName": " ", "productName": 7}), *[data({"total": 0, "list": []})] * 6)
    result = run(client_of(wire), {"required": False})
    assert (result["product"], result["version"]) == (None, None)
    assert result["msg"] == "HikCentral of unknown version answers."


def test_the_other_spelling_of_the_name_counts_too() -> None:
    wire = ScriptedTransport(data({"productName": "HikCentral"}), *[data({"total": 0, "list": []})] * 6)
    assert run(client_of(wire), {"required": False})["product"] == "HikCentral"

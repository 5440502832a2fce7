# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A HikCentral on a script, and one that runs, for unit tests."""

from __future__ import annotations

import dataclasses
import json
import typing

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.call import Answer
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.client import Client
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.signing import AccessKey
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.connection import OPTIONS
from ansible_collections.surveillance.hikvision.tests.hikcentral_server import ACCESS_KEY, SECRET_KEY, RunningServer
from ansible_collections.surveillance.hikvision.tests.unit.wire import FakeClock

KEY = AccessKey(ACCESS_KEY, SECRET_KEY)


@dataclasses.dataclass(frozen=True)
class Sent:
    target: str
    headers: dict[str, str]
    body: dict[str, typing.Any]


class ScriptedTransport:
    """Gives its answers in order; one call too many, and one too few, fail the test."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self._answers = list(answers)
        self.sent: list[Sent] = []
        self.closed = False

    def post(self, target: str, headers: typing.Mapping[str, str], content: bytes) -> Answer:
        self.sent.append(Sent(target, dict(headers), json.loads(content)))
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.closed = True

    def assert_played(self) -> None:
        assert self._answers == []


def client_of(transport: ScriptedTransport, clock: FakeClock | None = None, **options: typing.Any) -> Client:
    return Client(transport, KEY, clock=clock or FakeClock(), **options)


def data(value: object, *, code: object = "0", message: str = "Success") -> Answer:
    """An answer with an envelope."""
    return Answer(200, json.dumps({"code": code, "msg": message, "data": value}).encode())


def refused(code: object, message: str = "") -> Answer:
    return data(None, code=code, message=message)


def page(total: object, *records: dict[str, typing.Any]) -> Answer:
    return data({"total": total, "list": list(records)})


def params(server: RunningServer, **changes: typing.Any) -> dict[str, typing.Any]:
    """Options as Ansible would hand them to a module, for a server that runs."""
    defaults = {name: option.get("default") for name, option in OPTIONS.items()}
    own = {
        "host": "127.0.0.1",
        "port": server.port,
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "ca_path": server.ca_path,
        "retries": 0,
        "timeout": 5.0,
        "page_size": 200,
    }
    return {**defaults, **own, **changes}

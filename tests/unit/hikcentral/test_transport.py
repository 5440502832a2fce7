# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real HTTPS: certificates, silence, and what is on the wire."""

from __future__ import annotations

import pathlib
import socket
import time
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis import errors
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.call import Call
from ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.transport import Trust
from ansible_collections.surveillance.hikvision.plugins.module_utils._hikcentral.connection import (
    OPTIONS,
    Unusable,
    connected,
)
from ansible_collections.surveillance.hikvision.tests.hikcentral_server import (
    ACCESS_KEY,
    SECRET_KEY,
    Faults,
    RunningServer,
    running_server,
)
from ansible_collections.surveillance.hikvision.tests.unit.hikcentral.scripted import params
from simulator import CertificateSpec

VERSION = Call("common/v1/version")


def ask(server: RunningServer, **changes: typing.Any) -> typing.Any:
    with connected(params(server, **changes)) as client:
        return client.call(VERSION)


def test_a_call_comes_through(server: RunningServer) -> None:
    assert ask(server)["softVersion"] == "V2.1.0.0"
    [request] = server.requests
    assert request.headers["accept"] == "*/*"
    assert request.headers["content-type"] == "application/json"
    assert SECRET_KEY not in str(request)


def test_one_connection_serves_many_calls(server: RunningServer) -> None:
    with connected(params(server)) as client:
        assert [client.call(VERSION)["softVersion"] for _again in range(3)] == ["V2.1.0.0"] * 3
    assert len({request.headers["x-ca-nonce"] for request in server.requests}) == 3


def test_the_other_style_of_signature(tmp_path: pathlib.Path) -> None:
    with running_server(tmp_path, blank_lines=True) as server:
        assert ask(server, signature_style="aliyun")["produceName"] == "HikCentral Professional"
        with pytest.raises(errors.KeyRefused):
            ask(server, signature_style="artemis")


@pytest.mark.parametrize("wrong", [{"access_key": "somebody-else"}, {"secret_key": "Wrong-canary-1"}])
def test_wrong_keys_are_told_once_and_without_them(server: RunningServer, wrong: dict[str, str]) -> None:
    with pytest.raises(errors.KeyRefused) as caught:
        ask(server, retries=3, **wrong)
    assert len(server.requests) == 1
    told = f"{caught.value} {caught.value.details()}"
    assert all(word not in told for word in (ACCESS_KEY, SECRET_KEY, *wrong.values()))


def test_the_certificate_is_checked_by_default(server: RunningServer) -> None:
    with pytest.raises(errors.TlsRefused, match="certificate verify failed"):
        ask(server, ca_path=None)
    assert server.requests == []
    assert ask(server, ca_path=None, validate_certs=False)


@pytest.mark.parametrize(
    "certificate", [CertificateSpec(), CertificateSpec(subject_alt_name=True, expired=True)], ids=["no name", "expired"]
)
def test_a_bad_certificate_is_refused_and_can_be_pinned(tmp_path: pathlib.Path, certificate: CertificateSpec) -> None:
    with running_server(tmp_path, certificate=certificate) as server:
        with pytest.raises(errors.TlsRefused):
            ask(server)
        with pytest.raises(errors.TlsRefused, match="[Ff]ingerprint"):
            ask(server, tls_fingerprint="00" * 32)
        assert server.requests == []
        pinned = ":".join(server.fingerprint[at : at + 2] for at in range(0, 64, 2)).upper()
        assert ask(server, tls_fingerprint=f"SHA256 Fingerprint={pinned}")


def test_old_tls_is_refused(tmp_path: pathlib.Path) -> None:
    with running_server(tmp_path, tls_maximum="1.1") as server, pytest.raises(errors.TlsRefused):
        ask(server, validate_certs=False)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = f"no answer from 127.0.0.1:{port}: Connection refused"
    with pytest.raises(errors.NotReached, match=words), connected(_plain(port)) as client:
        client.call(VERSION)


def test_something_else_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        started = time.monotonic()
        with (
            pytest.raises(errors.NotReached, match="timed out"),
            connected(_plain(listener.getsockname()[1])) as client,
        ):
            client.call(VERSION)
    assert time.monotonic() - started < 5


def test_a_slow_server_is_not_waited_for_longer_than_said(server: RunningServer) -> None:
    server.faults = Faults(seconds=3)
    with pytest.raises(errors.NotReached, match="timed out"):
        ask(server, timeout=0.3)


def test_a_connection_that_breaks_is_made_again(server: RunningServer) -> None:
    server.faults = Faults(silent=1)
    assert ask(server, retries=1)["softVersion"] == "V2.1.0.0"
    server.faults = Faults(silent=1)
    with pytest.raises(errors.NotReached):
        ask(server, retries=0)


@pytest.mark.parametrize("status", [301, 302, 404])
def test_a_redirect_is_not_followed(server: RunningServer, status: int) -> None:
    server.faults = Faults(status=status)
    with pytest.raises(errors.NotOffered, match=f"HTTP status {status}"):
        ask(server)
    assert len(server.requests) == 1


def test_an_endless_answer_is_cut(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ansible_collections.surveillance.hikvision.plugins.module_utils._artemis.transport._LARGEST_ANSWER", 1000
    )
    server.faults = Faults(body=b"x" * 1001)
    with pytest.raises(errors.BadAnswer, match="larger than 1000 bytes"):
        ask(server)


def test_a_proxy_of_the_environment_sees_nothing(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:3128")
    assert ask(server)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"host": None}, "HIKCENTRAL_HOST"),
        ({"access_key": ""}, "HIKCENTRAL_ACCESS_KEY"),
        ({"secret_key": None}, "HIKCENTRAL_SECRET_KEY"),
        ({"host": "https://hikcentral"}, "neither an address nor a name"),
        ({"host": "hik central"}, "neither an address nor a name"),
        ({"secret_key": "Canary-line\n"}, "secret_key holds"),
        ({"access_key": "Canary-Schlüssel"}, "access_key holds"),
        ({"user_id": "a b"}, "user_id holds"),
        ({"timeout": 0.0}, "timeout must be above 0"),
        ({"retries": -1}, "retries 0 or more"),
        ({"ca_path": "/no/such/file.pem"}, "no certificate authorities in /no/such/file.pem"),
        ({"tls_fingerprint": "abc"}, "64 hexadecimal digits"),
    ],
)
def test_options_that_can_not_be_right_are_told_before_anything_is_sent(
    server: RunningServer, changes: dict[str, typing.Any], words: str
) -> None:
    with pytest.raises(Unusable, match=words) as caught, connected(params(server, **changes)):
        pytest.fail("connected")
    assert "Canary" not in str(caught.value)
    assert server.requests == []


def test_a_file_that_holds_no_certificate_is_named(server: RunningServer, tmp_path: pathlib.Path) -> None:
    (tmp_path / "empty.pem").touch()
    with pytest.raises(Unusable, match="TLS settings"), connected(params(server, ca_path=str(tmp_path / "empty.pem"))):
        pytest.fail("connected")


def test_authorities_may_lie_in_a_directory(server: RunningServer, tmp_path: pathlib.Path) -> None:
    with pytest.raises(errors.TlsRefused):
        ask(server, ca_path=str(tmp_path))
    hashed = tmp_path / "1579a0be.0"  # what OpenSSL looks for in a directory, for a subject of CN=hikcentral
    hashed.write_text(pathlib.Path(server.ca_path).read_text())
    assert ask(server, ca_path=str(tmp_path))


def test_the_weakest_tls_is_1_2() -> None:
    assert {trust.context().minimum_version.name for trust in (Trust(), Trust(verify=False))} == {"TLSv1_2"}


def _plain(port: int) -> dict[str, typing.Any]:
    defaults = {name: option.get("default") for name, option in OPTIONS.items()}
    own = {"host": "127.0.0.1", "port": port, "access_key": "a", "secret_key": "s", "retries": 0, "timeout": 1.0}
    return {**defaults, **own}

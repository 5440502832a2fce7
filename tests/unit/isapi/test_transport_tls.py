# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS on the wire: who is let in, who is not, and what the operator is told."""

from __future__ import annotations

import hashlib
import socket
import ssl
import struct
import time
import typing
import warnings

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import tls
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import (
    ConnectionLost,
    TlsRefused,
    Unreachable,
)
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import MIB, BytesBody, Request, get
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.tls import TlsPolicy
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.transport import RequestsTransport
from ansible_collections.surveillance.hikvision.tests.unit.isapi.certificates import Certificate
from ansible_collections.surveillance.hikvision.tests.unit.isapi.local_device import Line, LocalDevice

STATUS = get("/ISAPI/System/status")
LARGE = 24 * MIB


@pytest.fixture(autouse=True)
def _fresh_contexts() -> typing.Iterator[None]:
    tls.context.cache_clear()
    yield
    tls.context.cache_clear()


def accept(line: Line) -> None:
    line.request()
    line.answer(200, b"<DeviceStatus/>")


def never(line: Line) -> None:
    assert not line.hears(), "a request came through"


def ask(certificate: Certificate, policy: TlsPolicy, *, newest: ssl.TLSVersion | None = None) -> int:
    with LocalDevice(accept, tls=certificate.server_context(newest=newest)) as device:
        return device.transport(policy).exchange(STATUS, {}, 5.0).status


def refused(certificate: Certificate, policy: TlsPolicy, *, newest: ssl.TLSVersion | None = None) -> str:
    """The reason for which no request, and so no password, went out."""
    served = certificate.server_context(newest=newest)
    with LocalDevice(never, tls=served) as device, pytest.raises(TlsRefused) as caught:
        device.transport(policy).exchange(STATUS, {}, 5.0)
    assert device.requests == []
    return str(caught.value)


def test_the_own_authority_as_a_file(signed: Certificate, authority: Certificate) -> None:
    assert ask(signed, TlsPolicy(ca_path=str(authority.path))) == 200


def test_the_own_authority_as_a_directory(signed: Certificate, authority: Certificate, tmp_path: typing.Any) -> None:
    name = struct.unpack("<L", hashlib.sha1(canonical_subject(authority)).digest()[:4])[0]
    (tmp_path / f"{name:08x}.0").write_bytes(authority.path.read_bytes())
    assert ask(signed, TlsPolicy(ca_path=str(tmp_path))) == 200


def canonical_subject(certificate: Certificate) -> bytes:
    """OpenSSL's canonical name, whose hash is a file's name in a directory of authorities; one common name only."""
    [attribute] = certificate.certificate.subject
    text = str(attribute.value).lower().encode()
    value = b"\x0c" + bytes([len(text)]) + text
    pair = b"\x06\x03\x55\x04\x03" + value
    sequence = b"\x30" + bytes([len(pair)]) + pair
    return b"\x31" + bytes([len(sequence)]) + sequence


def test_the_system_store_is_the_default(
    signed: Certificate, authority: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    assert ask(signed, TlsPolicy()) == 200


def test_an_authority_that_nobody_named(signed: Certificate) -> None:
    assert "certificate verify failed" in refused(signed, TlsPolicy())


def test_a_certificate_for_another_device(signed_for_another: Certificate, authority: Certificate) -> None:
    assert "IP address mismatch" in refused(signed_for_another, TlsPolicy(ca_path=str(authority.path)))


def test_a_factory_certificate_is_not_trusted_by_itself(factory_made: Certificate) -> None:
    assert "self-signed certificate" in refused(factory_made, TlsPolicy())


def test_a_factory_certificate_without_verification(factory_made: Certificate) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ask(factory_made, TlsPolicy(verify=False)) == 200


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("spelling", ["lower", "upper", "colons", "openssl"])
def test_a_factory_certificate_with_the_right_pin(factory_made: Certificate, spelling: str, verify: bool) -> None:
    pin = factory_made.fingerprint
    colons = ":".join(pin[index : index + 2] for index in range(0, 64, 2)).upper()
    spelled = {"lower": pin, "upper": pin.upper(), "colons": colons, "openssl": f"sha256 Fingerprint={colons}\n"}
    assert ask(factory_made, TlsPolicy(verify=verify, fingerprint=spelled[spelling])) == 200


@pytest.mark.parametrize("verify", [True, False])
def test_a_wrong_pin_is_refused_whatever_else_is_set(factory_made: Certificate, verify: bool) -> None:
    reason = refused(factory_made, TlsPolicy(verify=verify, fingerprint="ab" * 32))
    assert factory_made.fingerprint in reason
    assert "ab" * 32 in reason


def test_a_wrong_pin_is_refused_even_if_an_authority_signed(signed: Certificate, authority: Certificate) -> None:
    refused(signed, TlsPolicy(ca_path=str(authority.path), fingerprint="ab" * 32))


@pytest.mark.parametrize("pin", ["ab" * 20, "ab" * 16, "no pin at all", "zz" * 32])
def test_a_pin_that_is_no_sha256_is_a_setting_error(pin: str) -> None:
    """A SHA-1 pin would be accepted by the HTTP library, which promises less than we do."""
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        RequestsTransport("192.0.2.1", 443, encrypted=True, policy=TlsPolicy(fingerprint=pin))


def test_an_old_device_is_refused(factory_made: Certificate) -> None:
    reason = refused(factory_made, TlsPolicy(verify=False), newest=ssl.TLSVersion.TLSv1_1)
    assert "version" in reason or "protocol" in reason


def test_an_old_device_can_be_allowed(factory_made: Certificate) -> None:
    policy = TlsPolicy(verify=False, minimum_version="TLSv1.1", ciphers="DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert ask(factory_made, policy, newest=ssl.TLSVersion.TLSv1_1) == 200


def test_a_floor_above_the_device(factory_made: Certificate) -> None:
    refused(factory_made, TlsPolicy(verify=False, minimum_version="TLSv1.3"), newest=ssl.TLSVersion.TLSv1_2)


def test_a_cipher_that_the_device_lacks(factory_made: Certificate) -> None:
    policy = TlsPolicy(verify=False, ciphers="ECDHE-RSA-AES128-SHA")  # the device has an EC key
    assert "handshake failure" in refused(factory_made, policy, newest=ssl.TLSVersion.TLSv1_2)


def test_a_device_that_hangs_up_on_the_handshake_is_unreachable() -> None:
    with LocalDevice(Line.reset) as device, pytest.raises(Unreachable, match="Connection reset"):
        transport = RequestsTransport(device.host, device.port, encrypted=True, policy=TlsPolicy(verify=False))
        transport.exchange(STATUS, {}, 5.0)


def test_tls_that_breaks_off_in_mid_body_is_a_loss(factory_made: Certificate) -> None:
    def break_off(line: Line) -> None:
        line.head()
        line.some(100_000)
        line.reset()

    request = Request("PUT", "/x", body=BytesBody(bytes(LARGE), "application/octet-stream"))
    with LocalDevice(break_off, tls=factory_made.server_context()) as device, pytest.raises(ConnectionLost) as caught:
        device.transport(TlsPolicy(verify=False)).exchange(request, {}, 5.0)
    assert caught.value.sent < LARGE


def test_tls_garbage_in_mid_body_is_a_loss_and_no_handshake_failure(factory_made: Certificate) -> None:
    """An SSL error is not proof that nothing was sent."""

    def garble(line: Line) -> None:
        line.head()
        line.some(100_000)
        raw = socket.socket(fileno=line.connection.detach())
        raw.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))
        time.sleep(0.05)
        raw.close()

    request = Request("PUT", "/x", body=BytesBody(bytes(LARGE), "application/octet-stream"))
    with LocalDevice(garble, tls=factory_made.server_context()) as device, pytest.raises(ConnectionLost):
        device.transport(TlsPolicy(verify=False)).exchange(request, {}, 5.0)


def test_tls_that_ends_without_an_answer_after_the_last_byte(factory_made: Certificate) -> None:
    request = Request("PUT", "/x", body=BytesBody(bytes(MIB), "application/octet-stream"))
    served = factory_made.server_context()
    with LocalDevice(lambda line: line.request(), tls=served) as device, pytest.raises(ConnectionLost) as caught:
        device.transport(TlsPolicy(verify=False)).exchange(request, {}, 5.0)
    assert caught.value.whole_body_sent


def test_a_body_over_tls_arrives_once(factory_made: Certificate) -> None:
    data = bytes(range(256)) * 12_000
    with LocalDevice(accept, tls=factory_made.server_context()) as device:
        request = Request("PUT", "/x", body=BytesBody(data, "application/octet-stream"))
        device.transport(TlsPolicy(fingerprint=factory_made.fingerprint)).exchange(request, {}, 5.0)
    assert device.requests[0].has_body(data)

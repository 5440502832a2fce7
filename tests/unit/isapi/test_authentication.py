# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Challenges as devices send them, and answers as the RFCs compute them."""

from __future__ import annotations

import base64
import hashlib
import re
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.authentication import (
    Authorizer,
    Challenge,
    Credentials,
    choose,
    read_challenges,
)

ADMIN = Credentials("admin", "Wire-canary-1")
MUFASA = Credentials("Mufasa", "Circle of Life")  # RFC 7616, section 3.9.1
RFC_7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


def fields(header: str) -> dict[str, str]:
    """The parameters of an ``Authorization: Digest`` value, quoted or not."""
    assert header.startswith("Digest ")
    return {
        name: quoted or bare for name, quoted, bare in re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))', header)
    }


def answer(header: str, credentials: Credentials = ADMIN, cnonce: str = "0a4f113b", uri: str = "/x") -> dict[str, str]:
    [challenge] = read_challenges(header)
    return fields(Authorizer(challenge, credentials, lambda: cnonce).header("GET", uri))


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_example_of_rfc_7616(algorithm: str, response: str) -> None:
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    given_fields = answer(RFC_7616.format(algorithm=algorithm), MUFASA, cnonce, "/dir/index.html")
    assert given_fields == {
        "username": "Mufasa",
        "realm": "http-auth@example.org",
        "uri": "/dir/index.html",
        "algorithm": algorithm,
        "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "nc": "00000001",
        "cnonce": cnonce,
        "qop": "auth",
        "response": response,
        "opaque": "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
    }


def test_without_qop_as_in_rfc_2069() -> None:
    """The erratum's example; some early firmwares know no qop."""
    header = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    given_fields = answer(header, Credentials("Mufasa", "CircleOfLife"), uri="/dir/index.html")
    assert given_fields["response"] == "1949323746fe6a43ef61f9606e7febea"
    assert not {"qop", "nc", "cnonce"} & set(given_fields)


@pytest.mark.parametrize(("algorithm", "function"), [("MD5-sess", hashlib.md5), ("SHA-256-SESS", hashlib.sha256)])
def test_session_algorithms_bind_the_key_to_the_first_cnonce(algorithm: str, function: typing.Any) -> None:
    def digest(text: str) -> str:
        return str(function(text.encode()).hexdigest())

    [challenge] = read_challenges(f'Digest realm="r", nonce="n", qop="auth", algorithm={algorithm}')
    numbers = iter(("first", "second"))
    authorizer = Authorizer(challenge, ADMIN, lambda: next(numbers))
    key = digest(f"{digest('admin:r:Wire-canary-1')}:n:first")
    for count in (1, 2):
        given_fields = fields(authorizer.header("GET", "/x"))
        assert given_fields["algorithm"] == algorithm
        middle = f"{given_fields['nc']}:{given_fields['cnonce']}"
        assert given_fields["nc"] == f"{count:08x}"
        assert given_fields["response"] == digest(f"{key}:n:{middle}:auth:{digest('GET:/x')}")


CAMERA = 'Digest qop="auth", realm="IP Camera(83813)", nonce="4e6a593a4d54", stale="FALSE"'
RECORDER = (
    'Digest realm="DVRNVRDVS", domain="::", qop="auth", nonce="6d61a1:1709290000000", opaque="", algorithm="MD5", '
    'stale="FALSE"'
)


def test_a_camera_that_names_no_algorithm() -> None:
    assert read_challenges(CAMERA) == [Challenge("digest", "IP Camera(83813)", "4e6a593a4d54", qop="auth")]
    given_fields = answer(CAMERA)
    assert given_fields["realm"] == "IP Camera(83813)"
    assert "opaque" not in given_fields
    assert "algorithm" not in given_fields, "what was not offered may not be understood"


def test_a_recorder_with_an_empty_opaque() -> None:
    [challenge] = read_challenges(RECORDER)
    assert (challenge.nonce, challenge.opaque, challenge.stale) == ("6d61a1:1709290000000", "", False)
    header = Authorizer(challenge, ADMIN).header("GET", "/x")
    assert 'opaque=""' in header
    assert "algorithm=MD5" in header
    assert "domain" not in header


@pytest.mark.parametrize(
    ("text", "stale"), [('stale="TRUE"', True), ("stale=true", True), ('stale="FALSE"', False), ("", False)]
)
def test_stale_in_every_spelling(text: str, stale: bool) -> None:
    assert read_challenges(f'Digest realm="a", nonce="b", {text}')[0].stale is stale


@pytest.mark.parametrize(
    "header",
    [
        f'{RECORDER}, Basic realm="DVRNVRDVS"',
        f'Basic realm="DVRNVRDVS", {RECORDER}',
        f'Negotiate, {RECORDER}, Basic realm="x"',
        f'Negotiate YIIBhwYGKwYBBQUCoIIBezCC==, Basic realm="x", {RECORDER}',
        f'{RECORDER}, Bearer realm="z", error="invalid_token", Basic realm="x"',
        f'Bearer realm="z",nonce="other",{RECORDER}',
    ],
)
def test_several_schemes_in_one_header_do_not_mix(header: str) -> None:
    chosen = choose(read_challenges(header), allow_basic=True)
    assert chosen is not None
    assert chosen == read_challenges(RECORDER)[0]


def test_two_digests_in_one_header() -> None:
    header = RFC_7616.format(algorithm="MD5") + ", " + RFC_7616.format(algorithm="SHA-256")
    assert [offer.algorithm for offer in read_challenges(header)] == ["MD5", "SHA-256"]
    chosen = choose(read_challenges(header), allow_basic=False)
    assert chosen is not None
    assert chosen.algorithm == "SHA-256"


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])), st.booleans())
def test_a_realm_may_hold_anything(realm: str, allow_basic: bool) -> None:
    """Commas, quotes and the names of schemes in it change nothing; it goes back as it came."""
    quoted = realm.replace("\\", "\\\\").replace('"', '\\"')
    header = f'Digest realm="{quoted}", nonce="n", qop="auth", Basic realm="other"'
    offers = read_challenges(header)
    assert [offer.scheme for offer in offers] == ["digest", "basic"]
    assert offers[0].realm == realm
    given_fields = fields(Authorizer(offers[0], ADMIN, lambda: "c").header("GET", "/x"))
    assert given_fields["realm"] == quoted
    secret = hashlib.md5(f"admin:{realm}:Wire-canary-1".encode()).hexdigest()
    action = hashlib.md5(b"GET:/x").hexdigest()
    assert given_fields["response"] == hashlib.md5(f"{secret}:n:00000001:c:auth:{action}".encode()).hexdigest()


@given(st.text(max_size=80))
def test_no_header_breaks_the_reader(header: str) -> None:
    for offer in read_challenges(header):
        assert offer.scheme in ("digest", "basic")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Negotiate",
        'Digest realm="no nonce"',
        'Digest realm="a", nonce="b", qop="auth-int"',
        'Digest realm="a", nonce="b", algorithm=SHA-512-256',
    ],
)
def test_what_we_can_not_answer_is_not_chosen(header: str) -> None:
    assert choose(read_challenges(header), allow_basic=True) is None


def test_basic_needs_permission_and_is_the_last_resort() -> None:
    basic = read_challenges('Basic realm="DS-FB2127"')
    assert choose(basic, allow_basic=False) is None
    assert choose(basic, allow_basic=True) == basic[0]
    assert choose([*basic, *read_challenges(CAMERA)], allow_basic=True) == read_challenges(CAMERA)[0]


def test_basic_is_rfc_7617() -> None:
    [challenge] = read_challenges('Basic realm="foo", charset="UTF-8"')
    header = Authorizer(challenge, Credentials("test", "123£")).header("GET", "/x")
    assert header == "Basic " + base64.b64encode("test:123£".encode()).decode() == "Basic dGVzdDoxMjPCow=="


def test_one_nonce_serves_many_requests() -> None:
    authorizer = Authorizer(read_challenges(CAMERA)[0], ADMIN)
    answers = [fields(authorizer.header("GET", target)) for target in ("/a", "/a", "/b")]
    assert [one["nc"] for one in answers] == ["00000001", "00000002", "00000003"]
    assert len({one["response"] for one in answers}) == 3
    assert authorizer.count == 3


def test_two_logins_have_different_cnonces() -> None:
    [challenge] = read_challenges(CAMERA)
    first, second = (fields(Authorizer(challenge, ADMIN).header("GET", "/x"))["cnonce"] for _unused in range(2))
    assert first != second


def test_method_and_target_are_signed() -> None:
    def response(method: str, target: str) -> str:
        return fields(Authorizer(read_challenges(CAMERA)[0], ADMIN, lambda: "c").header(method, target))["response"]

    assert len({response("GET", "/x"), response("PUT", "/x"), response("GET", "/x?format=json")}) == 3


def test_the_password_is_never_shown() -> None:
    assert "Wire-canary-1" not in repr(ADMIN)
    authorizer = Authorizer(read_challenges(CAMERA)[0], ADMIN)
    assert "Wire-canary-1" not in repr(authorizer)
    assert "Wire-canary-1" not in authorizer.header("GET", "/x")

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests as they are sent, and answers judged by their bytes instead of their labels."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import BadAnswer
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.request import (
    Answer,
    BytesBody,
    Request,
    get,
    get_json,
)


def answer(body: bytes, content_type: str = "text/html") -> Answer:
    return Answer(200, {"content-type": content_type}, body, "GET /ISAPI/X")


def test_only_get_is_safe() -> None:
    assert [Request(method, "/x").safe for method in ("GET", "PUT", "POST", "DELETE")] == [True, False, False, False]


def test_the_query_is_encoded_once() -> None:
    request = get("/ISAPI/Security/capabilities", username="a b&c=ä/+%")
    assert request.target == "/ISAPI/Security/capabilities?username=a%20b%26c%3D%C3%A4%2F%2B%25"
    assert get("/ISAPI/System/status").target == "/ISAPI/System/status"
    assert get_json("/ISAPI/X").target == "/ISAPI/X?format=json"


def test_the_query_stays_out_of_messages() -> None:
    assert str(get("/ISAPI/System/configurationData", secretkey="c0ffee")) == "GET /ISAPI/System/configurationData"


def test_a_body_in_memory_is_read_once_and_again_after_a_rewind() -> None:
    body = BytesBody(b"abcdefgh", "text/plain")
    assert (len(body), body.sent) == (8, 0)
    assert [body.read(3), body.read(3), body.read(3), body.read(3)] == [b"abc", b"def", b"gh", b""]
    assert body.sent == 8
    body.rewind()
    assert (body.sent, body.read()) == (0, b"abcdefgh")


@pytest.mark.parametrize(
    "body",
    [
        b"<DeviceInfo/>",
        b'<?xml version="1.0"?><DeviceInfo/>',
        b"\xef\xbb\xbf<DeviceInfo/>",
        b"\x00\r\n <DeviceInfo/>",
        b'HTTP junk <?xml version="1.0"?><DeviceInfo/>',
    ],
)
@pytest.mark.parametrize("content_type", ["application/xml", "text/html", "application/json", ""])
def test_xml_is_known_by_its_bytes(body: bytes, content_type: str) -> None:
    found = answer(body, content_type)
    assert (found.is_xml, found.is_json, found.is_html) == (True, False, False)
    assert found.xml().name == "DeviceInfo"


@pytest.mark.parametrize("body", [b'{"a": 1}', b'\xef\xbb\xbf{"a": 1}', b'\r\n{"a": 1}\x00\x00', b'{"a":\t1\n}'])
@pytest.mark.parametrize("content_type", ["application/xml", "text/html", "application/json", ""])
def test_json_is_known_by_its_bytes(body: bytes, content_type: str) -> None:
    found = answer(body, content_type)
    assert (found.is_xml, found.is_json, found.is_html) == (False, True, False)
    assert found.json() == {"a": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><head><title>Document Error: Unauthorized</title>",
        b"<html>\n<body>App-webs/</body></html>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="x"/>',
        b"\r\n<HTML><HEAD>",
    ],
)
def test_a_web_page_is_no_data(body: bytes) -> None:
    found = answer(body, "application/xml")
    assert (found.is_xml, found.is_html) == (False, True)
    with pytest.raises(BadAnswer, match="GET /ISAPI/X with a web page"):
        found.xml()


def test_neither_of_them() -> None:
    picture = answer(b"\xff\xd8\xff\xe0\x00\x10JFIF", "application/xml")
    assert (picture.is_xml, picture.is_json, picture.is_html) == (False, False, False)
    bare = answer(b"CST-3:00:00", "text/plain")
    assert (bare.is_xml, bare.is_json) == (False, False)


def test_json_with_chinese_bytes_and_control_characters() -> None:
    assert answer('{"name": "书房"}'.encode("gbk")).json() == {"name": "书房"}
    assert answer(b'{"name": "two\nlines"}').json() == {"name": "two\nlines"}


@pytest.mark.parametrize("body", [b"{", b'{"a": }', b"[1, 2]", b"", b"{" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
def test_json_that_is_no_object_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer, match="GET /ISAPI/X with"):
        answer(body).json()


@pytest.mark.parametrize(
    ("body", "reason"), [(b'{"a": 1}', "JSON instead of XML"), (b"<a>", "broken XML"), (b"", "XML")]
)
def test_what_is_no_xml_is_a_bad_answer_that_names_the_request(body: bytes, reason: str) -> None:
    with pytest.raises(BadAnswer, match=f"GET /ISAPI/X with .*{reason}"):
        answer(body).xml()

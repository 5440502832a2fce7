# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML with the faults that devices are known for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import BadAnswer
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.xml import (
    Element,
    parse,
    to_boolean,
    to_integer,
)

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\r\n'


def name_of(document: bytes) -> str | None:
    return parse(document).value("deviceName")


@pytest.mark.parametrize(
    "opening",
    [
        '<DeviceInfo version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">',
        '<DeviceInfo version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">',
        '<DeviceInfo version="1.0" xmlns="http://www.std-cgi.org/ver20/XMLSchema">',
        '<DeviceInfo xmlns="urn:psialliance-org">',
        "<DeviceInfo>",
        '<DeviceInfo  version="2.0" >',
        "<DeviceInfo\n>",
    ],
)
def test_every_namespace_and_none(opening: str) -> None:
    root = parse(DECLARATION + opening.encode() + b"<model>DS-2CD2386G2-IU</model></DeviceInfo >")
    assert root.name == "DeviceInfo"
    assert root.value("model") == "DS-2CD2386G2-IU"


def test_prefixes_and_a_second_namespace_inside() -> None:
    root = parse(
        b'<s:storage xmlns:s="http://www.hikvision.com/ver20/XMLSchema" s:version="2.0"><hddList size="8"'
        b' xmlns="http://www.hikvision.com/ver10/XMLSchema"><s:hdd><id>1</id></s:hdd></hddList></s:storage>'
    )
    assert root.attributes["version"] == "2.0"
    assert root.integer("hddList/hdd/id") == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<a><deviceName>Gate</deviceName></a>\x00",
        b"<a><deviceName>Gate</deviceName></a>\r\n\x00\x00\x00\x00",
        b"\x00\x00<a><deviceName>Gate</deviceName></a>",
        b"\xef\xbb\xbf" + DECLARATION + b"<a><deviceName>Gate</deviceName></a>",
        b"--boundary\r\n\r\n" + DECLARATION + b"<a><deviceName>Gate</deviceName></a>",
        b"\r\n\r\n" + DECLARATION + b"<a><deviceName>Gate</deviceName></a>\r\n",
        b"<?XML version='1.0' encoding='utf-16'?><a><deviceName>Gate</deviceName></a>",
        b'<?xml version="1.0" encoding="no-such-thing"?><a><deviceName>Gate</deviceName></a>',
        b"<a><deviceName>\r\n\t Gate \r\n</deviceName></a>",
        b"<a><deviceName>Ga\x07te\x1b</deviceName></a>",
        b"<a><deviceName>Gate</deviceName></a>\x00</deviceName></a> rest of an older answer",
    ],
    ids="nul nuls nul-first bom text-first blank-lines utf-16-claim odd-claim blanks controls text-last".split(),
)
def test_what_surrounds_and_litters_a_document(body: bytes) -> None:
    assert name_of(body) == "Gate"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tom & Jerry", "Tom & Jerry"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("a&b&&c&", "a&b&&c&"),
        ("&lt;R&amp;D&gt; &quot;&apos;", "<R&D> \"'"),
        ("&#65;&#x42;", "AB"),
        ("&nbsp;&copy;", "&nbsp;&copy;"),
        ("x&#;y&#x;z", "x&#;y&#x;z"),
        ("?a=1&b=2&format=json", "?a=1&b=2&format=json"),
    ],
)
def test_bare_ampersands(written: str, meant: str) -> None:
    assert name_of(f"<a><deviceName>{written}</deviceName></a>".encode()) == meant


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff<>&")))
def test_any_name_in_utf8(name: str) -> None:
    assert name_of(DECLARATION + f"<a><deviceName>{name}</deviceName></a>".encode()) == (name.strip() or None)


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "gb18030"])
@pytest.mark.parametrize("claim", [b"UTF-8", b"gb2312", b"GBK"])
def test_chinese_bytes_whatever_they_claim_to_be(encoding: str, claim: bytes) -> None:
    declaration = b'<?xml version="1.0" encoding="' + claim + b'"?>'
    assert name_of(declaration + "<a><deviceName>录像机02</deviceName></a>".encode(encoding)) == "录像机02"


def test_bytes_in_no_known_encoding_do_not_cost_the_document() -> None:
    root = parse(b"<a><deviceName>Tor</deviceName><model>DS-1</model></a>".replace(b"Tor", b"T\xffr\xe9\xff"))
    assert root.value("model") == "DS-1"


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://192.0.2.1/x.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ],
    ids=["entity", "external dtd", "external entity"],
)
def test_document_types_are_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer, match="document type"):
        parse(body)


def test_undeclared_entities_are_text() -> None:
    assert name_of(b"<a><deviceName>&x;</deviceName></a>") == "&x;"


def test_depth_has_a_limit() -> None:
    assert parse(b"<a>" * 60 + b"</a>" * 60).name == "a"
    with pytest.raises(BadAnswer, match="nested too deeply"):
        parse(b"<a>" * 100_000)


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"no markup", b"<a>", b"<a></b>", b"<a><b></a>", b"<", b'<a b="1></a>', b"<?xml?>"],
)
def test_what_can_not_be_repaired_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        parse(body)


def test_size_attributes_lie_so_children_are_counted() -> None:
    root = parse(b'<list size="9"><channel/><channel/><other/></list>')
    assert len(root.all("channel")) == 2


def test_find_goes_down_from_direct_children() -> None:
    root = parse(b"<a><x><ip>1</ip></x><ip>2</ip><x><ip>3</ip></x></a>")
    assert (root.value("ip"), root.value("x/ip"), root.value("y/ip"), root.value("x/ip/z")) == ("2", "1", None, None)
    assert [found.text for found in root.iter("ip")] == ["1", "2", "3"]


def test_text_around_children_is_the_elements_own() -> None:
    root = parse(b"<a> one <b>two</b> three </a>")
    assert (root.text, root.value("b")) == ("one  three", "two")


def test_a_missing_and_an_empty_element_have_no_value() -> None:
    root = parse(b"<a><full>x</full><empty/><blank>  \n </blank></a>")
    assert [root.value(path) for path in ("full", "empty", "blank", "gone")] == ["x", None, None, None]
    assert root.find("empty") == Element("empty", {})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42", 42),
        (" 728.234375", 728),
        ("\n2900578\n", 2900578),
        ("-1", -1),
        (42, 42),
        (7.9, 7),
        ("", None),
        (None, None),
        ("0x10", None),
        ("four", None),
        ("nan", None),
        ("1e999", None),
        ([], None),
    ],
)
def test_numbers(text: object, number: int | None) -> None:
    assert to_integer(text) == number


@given(st.integers(0, 2**63 - 1))
def test_large_numbers_stay_exact(number: int) -> None:
    """Card numbers and 64-bit identifiers do not fit into a float."""
    assert to_integer(str(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("TRUE", True),
        (" True\n", True),
        ("1", True),
        (True, True),
        (1, True),
        ("false", False),
        ("FALSE", False),
        ("flase", False),
        ("0", False),
        (False, False),
        ("", None),
        (None, None),
        ("maybe", None),
    ],
)
def test_truth(text: object, value: bool | None) -> None:
    assert to_boolean(text) is value

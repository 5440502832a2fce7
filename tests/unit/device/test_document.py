# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML and JSON become the same elements."""

from __future__ import annotations

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._device import document
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi import xml
from ansible_collections.surveillance.hikvision.plugins.module_utils._isapi.errors import BadAnswer
from ansible_collections.surveillance.hikvision.tests.unit import wire


def told(text: str) -> xml.Element:
    return xml.parse(text.encode())


def test_both_notations_are_read_whatever_was_asked_for() -> None:
    for answer in (wire.xml("<A><b>1</b></A>"), wire.as_json({"A": {"b": 1}})):
        root = document.of(answer)
        assert (root.name, document.number(root, "b")) == ("A", 1)


def test_a_flat_json_object_has_a_nameless_root() -> None:
    root = document.from_json({"a": 1, "b": None})
    assert (root.name, document.text(root, "a"), document.text(root, "b")) == ("", "1", None)


def test_json_lists_repeat_their_element() -> None:
    root = document.from_json({"A": {"n": [3, 4], "empty": []}})
    assert [entry.text for entry in document.children(root, "n")] == ["3", "4"]
    assert document.child(root, "empty") is None


def test_json_attributes_and_text_of_converted_xml() -> None:
    root = document.from_json({"A": {"model": {"@opt": "x", "#text": " DS-1 "}}})
    model = document.child(root, "model")
    assert model is not None
    assert (model.text, model.attributes) == ("DS-1", {"opt": "x"})


def test_json_truth_values_are_isapi_truth_values() -> None:
    root = document.from_json({"A": {"yes": True, "no": False}})
    assert (document.flag(root, "yes"), document.flag(root, "no")) == (True, False)


def test_half_a_surrogate_pair_does_not_get_through() -> None:
    root = document.of(wire.answer(b'{"A": {"name": "x\\ud800y"}}'))
    assert document.text(root, "name") == "x?y"


def test_json_nesting_is_limited() -> None:
    tree: dict[str, object] = {}
    for _unused in range(80):
        tree = {"a": tree, "b": 1}
    with pytest.raises(BadAnswer, match="too deeply"):
        document.from_json(tree)


@pytest.mark.parametrize("body", ["", "nothing", "<html><body>Login</body></html>", "[1]", "{"])
def test_anything_else_is_a_bad_answer(body: str) -> None:
    with pytest.raises(BadAnswer):
        document.of(wire.answer(body))


def test_names_are_found_in_either_case_and_at_any_path() -> None:
    root = told("<A><Link><MACAddress>x</MACAddress></Link></A>")
    assert document.text(root, "link/macAddress") == "x"
    assert document.text(root, "nothing", "link/macAddress") == "x"
    assert document.text(None, "link") is None


@pytest.mark.parametrize("content", ["", " ", "<x/>", "none", "NULL"])
def test_what_says_nothing_is_none(content: str) -> None:
    assert document.text(told(f"<A><model>{content}</model></A>"), "model") is None


def test_text_inside_children_counts() -> None:
    assert document.text(told("<A><model><a/><value min='1'>DS-1</value></model></A>"), "model") == "DS-1"


def test_by_name_finds_the_first_at_any_depth() -> None:
    found = document.by_name(told("<A><B><flag>1</flag></B><flag>2</flag></A>"))
    assert found["flag"].text == "1"


def test_read_passes_the_query_on() -> None:
    step = wire.Expect("GET", "/ISAPI/X?format=json", wire.as_json({"X": {"a": "b"}}))
    with wire.logged_in_client(step) as device:
        assert document.text(document.read(device.client, "/ISAPI/X", format="json"), "a") == "b"

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One tree, two notations: dictionaries that become ISAPI XML or JSON.

A key that starts with ``@`` is an XML attribute, a list repeats its element and ``None`` is an empty element. Blanks
inside values are kept: devices send them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Tree = Mapping[str, Any]

HIKVISION = "http://www.hikvision.com/ver20/XMLSchema"
HIKVISION_OLD = "http://www.hikvision.com/ver10/XMLSchema"
ISAPI = "http://www.isapi.org/ver20/XMLSchema"
PSIA = "urn:psialliance-org"

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def xml_document(root: str, tree: Tree, namespace: str | None, version: str | None = "2.0") -> bytes:
    """Render a document; ``namespace`` and ``version`` become attributes of the root unless they are None."""
    attributes = ""
    if version is not None:
        attributes += f' version="{version}"'
    if namespace is not None:
        attributes += f' xmlns="{namespace}"'
    parts = [DECLARATION]
    _write(parts, root, tree, attributes, "")
    return "".join(parts).encode()


def json_document(root: str | None, tree: Tree) -> bytes:
    """Render as JSON, below ``root`` or flat when it is None; attributes are left out."""
    content = _without_attributes(tree)
    return json.dumps(content if root is None else {root: content}, ensure_ascii=False).encode()


def _write(parts: list[str], name: str, value: Any, attributes: str, indent: str) -> None:
    if isinstance(value, Mapping):
        attributes += "".join(f" {key[1:]}={quoteattr(str(text))}" for key, text in value.items() if key[0] == "@")
        children = [(key, child) for key, child in value.items() if key[0] != "@"]
        parts.append(f"{indent}<{name}{attributes}>{chr(10) if children else ''}")
        for key, child in children:
            _write_child(parts, key, child, indent + " ")
        parts.append(f"{indent if children else ''}</{name}>\n")
    else:
        parts.append(f"{indent}<{name}{attributes}>{_text(value)}</{name}>\n")


def _write_child(parts: list[str], name: str, value: Any, indent: str) -> None:
    if isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            _write(parts, name, item, "", indent)
    else:
        _write(parts, name, value, "", indent)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if value is True:
        return "true"
    if value is False:
        return "false"
    return escape(str(value))


def _without_attributes(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_attributes(child) for key, child in value.items() if key[0] != "@"}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_without_attributes(child) for child in value]
    return value

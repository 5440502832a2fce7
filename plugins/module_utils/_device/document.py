# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents of a device in one shape, whether it wrote them as XML or as JSON.

Devices answer in either notation, sometimes not in the one that was asked for, and spell the same name in two cases
(``ipAddress`` and ``IPAddress`` occur in one document). So both notations become elements, and names are compared
without case.
"""

from __future__ import annotations

import typing

from .._isapi.errors import BadAnswer
from .._isapi.request import Answer, get
from .._isapi.xml import Element, to_boolean, to_integer

if typing.TYPE_CHECKING:  # whoever wants the values alone, such as a filter, needs no library for HTTP
    from .._isapi.client import Client

_MAX_DEPTH = 64
_SAID_NOTHING = frozenset({"", "none", "null"})


def read(client: Client, path: str, **query: str) -> Element:
    """The document at ``path``. Raises what :meth:`Client.send` raises, and :class:`BadAnswer`."""
    return of(client.send(get(path, **query)))


def of(answer: Answer) -> Element:
    """The document in an answer, judged by the body; raises :class:`BadAnswer` when there is none."""
    return from_json(answer.json()) if answer.is_json else answer.xml()


def from_json(document: dict[str, typing.Any]) -> Element:
    """A JSON object as an element: its one key is the root's name, several keys are children of a nameless root."""
    if len(document) == 1:
        ((name, content),) = document.items()
        if isinstance(content, dict):
            return _element(name, content, 0)
    return _element("", document, 0)


def _element(name: str, content: object, depth: int) -> Element:
    if depth > _MAX_DEPTH:
        raise BadAnswer("the device sent JSON nested too deeply")
    element = Element(_encodable(name), {})
    if not isinstance(content, dict):
        element.text = _encodable(_written(content)).strip()
        return element
    for key, value in content.items():
        if key.startswith("@"):
            element.attributes[_encodable(key[1:])] = _encodable(_written(value))
        elif key == "#text":
            element.text = _encodable(_written(value)).strip()
        else:
            items = value if isinstance(value, list) else [value]
            element.children += [_element(key, item, depth + 1) for item in items]
    return element


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value)
    return ""  # a list within a list: no ISAPI document has one


def _encodable(text: str) -> str:
    # JSON can spell half a surrogate pair, which no log and no terminal can print.
    return text.encode("utf-8", errors="replace").decode("utf-8")


def child(element: Element, path: str) -> Element | None:
    """The first element at ``path`` (names joined by ``/``), case ignored."""
    here: Element | None = element
    for name in path.casefold().split("/"):
        here = next((inner for inner in here.children if inner.name.casefold() == name), None) if here else None
    return here


def children(element: Element | None, *names: str) -> list[Element]:
    """The direct children with one of these names, case ignored; none for no element."""
    wanted = {name.casefold() for name in names}
    return [inner for inner in element.children if inner.name.casefold() in wanted] if element else []


def text(element: Element | None, *paths: str) -> str | None:
    """What is written at the first of ``paths`` that says anything; ``none`` and ``null`` say nothing."""
    for path in paths:
        found = child(element, path) if element else None
        written = _first_text(found) if found else ""
        if written.casefold() not in _SAID_NOTHING:
            return written
    return None


def _first_text(element: Element) -> str:
    """The element's text, or that of the first element inside it that has some."""
    if element.text:
        return element.text
    return next((inner for inner in map(_first_text, element.children) if inner), "")


def number(element: Element | None, *paths: str) -> int | None:
    """The whole number at the first of ``paths`` that says anything."""
    return to_integer(text(element, *paths))


def flag(element: Element | None, *paths: str) -> bool | None:
    """The truth value at the first of ``paths`` that says anything."""
    return to_boolean(text(element, *paths))


def by_name(root: Element) -> dict[str, Element]:
    """The first element of each name at any depth, keyed by the name without case.

    For capability documents, in which the vendor moves a flag from one parent to another between firmware lines.
    """
    found: dict[str, Element] = {}
    waiting = [root]
    while waiting:
        element = waiting.pop()
        found.setdefault(element.name.casefold(), element)
        waiting.extend(reversed(element.children))
    return found

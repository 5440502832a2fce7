# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML and JSON as plain values that know the line they stand in.

The YAML here is a small one, so that it means what it says: ``true`` and ``false`` are the only truth values, dates
and numbers with a leading zero are text, a key is given once, there are no tags and no merge keys. Aliases are
allowed as far as they do not blow up the document.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing

import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.errors import Unreadable
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.problem import Path

MOST_VALUES = 500_000  # 5,000 entries of a hundred values each
DEEPEST = 32

_TAG = "tag:yaml.org,2002:"
_PLAIN: dict[str, typing.Callable[[str], typing.Any]] = {
    _TAG + "str": str,
    _TAG + "int": int,
    _TAG + "float": float,
    _TAG + "bool": lambda text: text.lower() == "true",
    _TAG + "null": lambda text: None,
}

# The parser in C reads fifty times as fast; not every PyYAML has it.
_LOADER: typing.Final[type[yaml.SafeLoader]] = type(
    "PlainLoader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": {}}
)
_LOADER.add_implicit_resolver(_TAG + "bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), list("tTfF"))
_LOADER.add_implicit_resolver(_TAG + "null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
# At most 18 digits: more are no number that anything here counts, and long ones are slow to convert.
_LOADER.add_implicit_resolver(_TAG + "int", re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z"), list("-+0123456789"))
_LOADER.add_implicit_resolver(_TAG + "float", re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}\Z"), list("-+0123456789"))


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """``name`` is what messages call the file, ``content`` what is in it."""

    name: str
    content: typing.Any
    _root: yaml.Node | None = dataclasses.field(default=None, repr=False, compare=False)

    def line(self, path: Path) -> int | None:
        """The line of the value at a path; of a key in a mapping, that of the key."""
        node = key = self._root
        for step in path:
            key, node = _child(node, step)
        return key.start_mark.line + 1 if key is not None and node is not None else None

    def written(self, path: Path) -> str | None:
        """A single value as it stands in the file, without quotes."""
        node = self._root
        for step in path:
            node = _child(node, step)[1]
        return str(node.value) if isinstance(node, yaml.ScalarNode) else None


def parse(data: bytes, name: str) -> Document:
    """Read a document. Raises :class:`Unreadable`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is not a text in UTF-8: byte {error.start} does not belong there.") from error
    if name.endswith(".json") or text.lstrip().startswith("{"):
        return _json(text, name)
    root = _compose(text, name)
    return Document(name, _Builder(name).build(root), root)


def _json(text: str, name: str) -> Document:
    try:
        content = json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_number)
        json.dumps(content, ensure_ascii=False).encode()  # refuses half characters, which no result can carry
    except json.JSONDecodeError as error:
        raise Unreadable(f"{name} is not JSON: line {error.lineno}, {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} can not be read: {error}.") from error
    try:
        # JSON is YAML but for tabs and a few escapes: good enough to find the lines.
        return Document(name, content, _compose(text.replace("\t", " "), name))
    except Unreadable:
        return Document(name, content)


def _distinct(pairs: list[tuple[str, typing.Any]]) -> dict[str, typing.Any]:
    result: dict[str, typing.Any] = {}
    for key, value in pairs:
        if key in result:
            raise ValueError(f"the key {key!r} is given twice in one place")
        result[key] = value
    return result


def _no_number(text: str) -> typing.NoReturn:
    raise ValueError(f"{text} is not a number")


def _compose(text: str, name: str) -> yaml.Node:
    """The tree of a text, after its events have shown that it is of a reasonable size."""
    try:
        _measure(yaml.parse(text, Loader=_LOADER), name)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 1}, " if error.problem_mark else ""
        raise Unreadable(f"{name} is not YAML: {place}{error.problem or error.context}.") from error
    except yaml.YAMLError as error:
        raise Unreadable(f"{name} is not YAML: {' '.join(str(error).split())}.") from error
    if root is None:
        raise Unreadable(f"{name} is empty.")
    return root


def _measure(events: typing.Iterable[yaml.Event], name: str) -> None:
    depth = 0
    for count, event in enumerate(events):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > DEEPEST or count > 2 * MOST_VALUES:
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise Unreadable(f"{name} can not be read: line {line}, too many or too deeply nested values.")


class _Builder:
    """Plain values from nodes. A node that is named several times is built, and looked at, once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._built: dict[int, tuple[typing.Any, int]] = {}  # value and its size with all aliases written out

    def build(self, root: yaml.Node) -> typing.Any:
        return self._value(root)[0]

    def _value(self, node: yaml.Node) -> tuple[typing.Any, int]:
        if id(node) not in self._built:
            self._built[id(node)] = (None, MOST_VALUES)  # counts if the node contains itself
            self._built[id(node)] = self._new(node)
        value, size = self._built[id(node)]
        if size >= MOST_VALUES:
            raise self._refused(node, "the aliases lead round in a circle, or make the document too big")
        return value, size

    def _new(self, node: yaml.Node) -> tuple[typing.Any, int]:
        if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
            pairs = [(self._key(key), *self._value(value)) for key, value in self._distinct(node)]
            return {key: value for key, value, _size in pairs}, 1 + sum(1 + size for _key, _value, size in pairs)
        if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
            built = [self._value(value) for value in node.value]
            return [value for value, _size in built], 1 + sum(size for _value, size in built)
        if node.tag in _PLAIN and isinstance(node, yaml.ScalarNode):
            try:
                return _PLAIN[node.tag](node.value), 1
            except ValueError as error:  # an explicit tag: !!int abc
                raise self._refused(node, f"{node.value!r} is not of the type that its tag says") from error
        raise self._refused(node, f"the tag {node.tag} is not allowed here")

    def _distinct(self, node: yaml.MappingNode) -> list[tuple[yaml.Node, yaml.Node]]:
        first: dict[str, int] = {}
        for key, _value in node.value:
            name, line = self._key(key), key.start_mark.line + 1
            if name in first:
                raise self._refused(key, f"the key {name!r} is given twice, first in line {first[name]}")
            first[name] = line
        return list(node.value)

    def _key(self, node: yaml.Node) -> str:
        if node.tag != _TAG + "str":
            raise self._refused(node, f"a key must be a word; put {node.value!r} in quotes")
        return str(node.value)

    def _refused(self, node: yaml.Node, why: str) -> Unreadable:
        return Unreadable(f"{self._name} can not be read: line {node.start_mark.line + 1}, {why}.")


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The node that stands for a step, and the value there."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None, None

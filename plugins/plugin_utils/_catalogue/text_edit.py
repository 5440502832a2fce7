# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Change values in a YAML file and leave everything else as its author wrote it: comments, order, quotes, blank lines.

The file's nodes know where they stand in the text. What differs from the wanted content is replaced there, from the end
of the file to its beginning, and the result is read again: text that does not say what was wanted is never returned.
"""

from __future__ import annotations

import dataclasses
import re
import typing

import yaml

from ansible_collections.surveillance.hikvision.plugins.plugin_utils._catalogue.text_style import Layout, flow
from ansible_collections.surveillance.hikvision.plugins.plugin_utils._document.errors import DocumentError

_REST_OF_LINE = re.compile(r"[^\r\n]*")
_NEXT_LINE = re.compile(r"\r?\n([ \t]*)([^\r\n]*)")


class NotEditable(ValueError):
    """The text can not be changed without losing something; the message says what to do."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def edited(text: str, wanted: typing.Mapping[str, typing.Any], read: typing.Callable[[str], typing.Any]) -> str:
    """The text with as little changed as is needed for ``read(text) == wanted``.

    New keys come after the key that is before them in ``wanted``. Raises :class:`NotEditable`.
    """
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
        raise NotEditable("It uses aliases (*name). Write their values out, or change it by hand.")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise NotEditable("It is not a mapping of keys and values.")
    result = _Editor(text, Layout.of(text, root)).run(root, read(text), wanted)
    if _content(result, read) != wanted:
        raise NotEditable("It is written in a way that can not be changed without rewriting it. Change it by hand.")
    return result


def _content(text: str, read: typing.Callable[[str], typing.Any]) -> typing.Any:
    """What the text says; ``None`` when it says nothing."""
    try:
        return read(text)
    except (yaml.YAMLError, DocumentError):
        return None


class _Editor:
    """Collects the edits of one text."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._text = text
        self._layout = layout
        self._edits: list[_Edit] = []

    def run(self, root: yaml.MappingNode, have: typing.Any, want: typing.Any) -> str:
        if not _alike(root, have, want):
            raise NotEditable("Its outermost keys can not be changed. Change it by hand.")
        self._descend(root, have, want)
        return self._applied()

    def _applied(self) -> str:
        pieces, place = [], 0
        for edit in sorted(self._edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < place:
                raise NotEditable("Too much of it would change at once. Change it by hand.")
            pieces += [self._text[place : edit.start], edit.text.replace("\n", self._layout.newline)]
            place = edit.end
        return "".join([*pieces, self._text[place:]])

    def _descend(self, node: yaml.Node, have: typing.Any, want: typing.Any) -> None:
        match node:
            case yaml.MappingNode():
                self._mapping(node, have, want)
            case yaml.SequenceNode():
                self._sequence(node, have, want)
            case yaml.ScalarNode():
                self._scalar(node, want)

    def _scalar(self, node: yaml.ScalarNode, want: typing.Any) -> None:
        quotes = node.style if node.style in ("'", '"') else None
        space = "" if node.start_mark.index < node.end_mark.index else " "
        self._replace(node.start_mark.index, node.end_mark.index, space + flow(want, quotes))

    def _mapping(self, node: yaml.MappingNode, have: typing.Any, want: typing.Any) -> None:
        pairs = {key.value: (key, value) for key, value in node.value}
        for name in have.keys() - want.keys():
            self._remove(*pairs[name])
        before: yaml.Node | None = None
        for name, value in want.items():
            if name in pairs:
                key, before = pairs[name]
                if have[name] != value:
                    self._change(node, key, before, have[name], value)
            else:
                self._insert(node, before, name, value)

    def _change(
        self, parent: yaml.MappingNode, key: yaml.Node, node: yaml.Node, have: typing.Any, want: typing.Any
    ) -> None:
        if _alike(node, have, want):
            self._descend(node, have, want)
        elif parent.flow_style:
            self._replace(node.start_mark.index, node.end_mark.index, flow(want))
        else:
            self._rewrite(key, node, want)

    def _rewrite(self, key: yaml.Node, node: yaml.Node, want: typing.Any) -> None:
        """Write a pair of a block mapping anew. A comment behind it stays on the line of the key."""
        end = _end(self._text, node)
        comment = self._text[end : self._end_of_line(end)]
        first, newline, rest = self._layout.pair(key.value, want, key.start_mark.column).partition("\n")
        self._replace(key.start_mark.index, end + len(comment), first + comment + newline + rest)

    def _insert(self, node: yaml.MappingNode, before: yaml.Node | None, name: str, value: typing.Any) -> None:
        first = node.value[0][0].start_mark
        pair = self._layout.pair(name, value, first.column)
        place = first.index if before is None else _end(self._text, before)
        if node.flow_style:
            written = f"{name}: {flow(value)}"
            self._replace(place, place, f"{written}, " if before is None else f", {written}")
        elif before is None:
            self._replace(place, place, pair + "\n" + " " * first.column)
        else:
            line = self._end_of_line(place)
            self._replace(line, line, "\n" + " " * first.column + pair)

    def _remove(self, key: yaml.Node, node: yaml.Node) -> None:
        """Remove the lines of a pair that is not the first of its block mapping, from the line end before them."""
        start = key.start_mark.index - key.start_mark.column - len(self._layout.newline)
        self._replace(start, self._end_of_line(_end(self._text, node)), "")

    def _sequence(self, node: yaml.SequenceNode, have: typing.Any, want: typing.Any) -> None:
        for item, old, new in zip(node.value, have, want, strict=False):
            if old == new:
                continue
            if _alike(item, old, new):
                self._descend(item, old, new)
            else:
                column = item.start_mark.column
                written = flow(new) if node.flow_style else self._layout.inside_item(new, column)
                self._replace(item.start_mark.index, _end(self._text, item), written)
        for new in want[len(have) :]:
            self._append(node, new)

    def _append(self, node: yaml.SequenceNode, value: typing.Any) -> None:
        end = _end(self._text, node)
        if node.flow_style:
            end = _end(self._text, node.value[-1])
            self._replace(end, end, f", {flow(value)}")
            return
        column = node.start_mark.column
        place = self._behind_comments(self._end_of_line(end), column)
        gap = "\n\n" if self._is_spaced(node) else "\n"
        self._replace(place, place, gap + " " * column + self._layout.list_item(value, column))

    def _behind_comments(self, place: int, column: int) -> int:
        """The end of the comment lines below a list that are indented like the inside of its last item."""
        position = place
        while line := _NEXT_LINE.match(self._text, position):
            position = line.end()
            if line[2].startswith("#") and len(line[1]) > column:
                place = position
            elif line[2]:
                break
        return place

    def _is_spaced(self, node: yaml.SequenceNode) -> bool:
        """Whether blank lines separate the items. One item alone says nothing; mappings are then separated."""
        last = node.value[-1]
        if len(node.value) == 1:
            return isinstance(last, yaml.MappingNode)
        between = self._text[_end(self._text, node.value[-2]) : last.start_mark.index]
        return re.search(r"\n[ \t]*\r?\n", between) is not None

    def _end_of_line(self, position: int) -> int:
        rest = _REST_OF_LINE.match(self._text, position)
        return rest.end() if rest else position

    def _replace(self, start: int, end: int, text: str) -> None:
        self._edits.append(_Edit(start, end, text))


def _alike(node: yaml.Node, have: typing.Any, want: typing.Any) -> bool:
    """Whether the node can be changed from inside instead of being written anew."""
    match node:
        case yaml.MappingNode():
            if not isinstance(want, dict) or [key.value for key, _value in node.value] != list(have):
                return False
            removed = have.keys() - want.keys()
            return bool(have) and (not removed or (not node.flow_style and next(iter(have)) not in removed))
        case yaml.SequenceNode():
            return isinstance(want, list) and 0 < len(have) <= len(want)
        case yaml.ScalarNode():
            return not isinstance(want, (dict, list)) and node.style not in ("|", ">") and "\n" not in str(want)
    return False


def _end(text: str, node: yaml.Node) -> int:
    """Where the node's own text ends; the end that YAML tells of a block is the beginning of what follows it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    end: int = node.end_mark.index
    return len(text[:end].rstrip()) if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") else end

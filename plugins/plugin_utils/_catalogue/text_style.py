# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a YAML file is laid out, and new values written in the same layout."""

from __future__ import annotations

import collections
import dataclasses
import typing

import yaml

# A longer list of words is written with one word on each line.
_LONGEST_LIST = 80
_ONE_LINE = 1_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """Distances in columns, and what ends a line.

    ``step`` is from a mapping to the mapping inside it, ``dash`` from a key to the dashes of its list and ``item`` from
    a dash to what follows it.
    """

    step: int = 2
    dash: int = 2
    item: int = 2
    newline: str = "\n"

    @classmethod
    def of(cls, text: str, root: yaml.Node) -> Layout:
        """The layout that most places in the file show."""
        default = cls()
        pairs = [(key.start_mark.column, value) for key, value in _block_pairs(root)]
        lists = [(column, value) for column, value in pairs if isinstance(value, yaml.SequenceNode)]
        steps = [value.start_mark.column - column for column, value in pairs if isinstance(value, yaml.MappingNode)]
        items = [value.value[0].start_mark.column - value.start_mark.column for _column, value in lists]
        return cls(
            step=_most_common((step for step in steps if step > 1), default.step),
            dash=_most_common((value.start_mark.column - column for column, value in lists), default.dash),
            item=_most_common((item for item in items if item > 1), default.item),
            newline="\r\n" if "\r\n" in text else "\n",
        )

    def pair(self, key: str, value: object, column: int) -> str:
        """``key: value`` for a place that is at ``column`` already."""
        return self._block({key: value}, column)

    def list_item(self, value: object, column: int) -> str:
        """``- value`` for a place that is at ``column`` already."""
        return "-" + " " * (self.item - 1) + self.inside_item(value, column + self.item)

    def inside_item(self, value: object, column: int) -> str:
        """What follows the dash of an item, which begins at ``column``."""
        return self._block(value, column) if isinstance(value, dict) and value else flow(value)

    def _block(self, value: object, column: int) -> str:
        dumper = _Indented if self.dash else _Flush
        written = yaml.dump(
            value, Dumper=dumper, indent=self.step, width=_ONE_LINE, sort_keys=False, allow_unicode=True
        )
        return written.rstrip("\n").replace("\n", "\n" + " " * column)


def _most_common(numbers: typing.Iterable[int], default: int) -> int:
    return next((number for number, _times in collections.Counter(numbers).most_common(1)), default)


def flow(value: object, quotes: str | None = None) -> str:
    """A value on one line, for a place inside brackets or after a colon; ``quotes`` to use for a text."""
    within = yaml.dump(
        [value],
        Dumper=_Indented,
        default_flow_style=True,
        default_style=quotes if isinstance(value, str) else None,
        width=_ONE_LINE,
        sort_keys=False,
        allow_unicode=True,
    )
    return within.strip().removeprefix("[").removesuffix("]")


def _block_pairs(node: yaml.Node) -> typing.Iterator[tuple[yaml.Node, yaml.Node]]:
    """Keys of block mappings whose value is a block as well, and not empty; outer ones first."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _block_pairs(child)
        return
    yield from ((key, value) for key, value in node.value if _is_block(value))
    for _key, value in node.value:
        yield from _block_pairs(value)


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style and bool(node.value)


class _Indented(yaml.SafeDumper):
    """Mappings as blocks, short lists in brackets, double quotes where quotes are needed."""

    def choose_scalar_style(self) -> str:
        style = super().choose_scalar_style()
        asked_for = isinstance(self.event, yaml.ScalarEvent) and self.event.style == "'"
        return '"' if style == "'" and not asked_for else style

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


class _Flush(_Indented):
    """The same with the dashes of a list below the first letter of its key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        yaml.SafeDumper.increase_indent(self, flow, indentless)


def _as_block(dumper: yaml.SafeDumper, mapping: dict[str, object]) -> yaml.Node:
    inline = bool(dumper.default_flow_style)
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=inline)


def _as_short_list(dumper: yaml.SafeDumper, items: list[object]) -> yaml.Node:
    plain = not any(isinstance(item, (dict, list)) for item in items)
    short = plain and sum(len(str(item)) + 2 for item in items) <= _LONGEST_LIST
    inline = bool(dumper.default_flow_style) or short
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=inline)


def _as_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    lines = "\n" in text.rstrip("\n") and not text.endswith("\n\n") and not text[0].isspace()
    style = "|" if lines and not dumper.default_flow_style else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Indented.add_representer(dict, _as_block)
_Indented.add_representer(list, _as_short_list)
_Indented.add_representer(str, _as_text)
_Flush.add_representer(dict, _as_block)
_Flush.add_representer(list, _as_short_list)
_Flush.add_representer(str, _as_text)

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's own sources, parsed."""

from __future__ import annotations

import ast
import dataclasses
import functools
import pathlib
import typing

ROOT: typing.Final = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = "ansible_collections.surveillance.hikvision."
DOCUMENTATION = ("DOCUMENTATION", "EXAMPLES", "RETURN")


@dataclasses.dataclass(frozen=True)
class Source:
    """One Python file. ``name`` is its dotted name from ``plugins`` or ``tests`` on."""

    path: pathlib.Path

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    @functools.cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @functools.cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self))

    @functools.cached_property
    def imports(self) -> frozenset[str]:
        """Dotted names of everything imported, anywhere in the file; those of the collection without its prefix."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                found |= {f"{base}.{alias.name}" for alias in node.names}
        return frozenset(name.removeprefix(PACKAGE) for name in found)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return str(node.module)
        package = self.name.split(".")[: -node.level]
        return ".".join([*package, node.module] if node.module else package)

    @property
    def lines_of_code(self) -> int:
        """Lines without the documentation that Ansible wants inside the file."""
        documentation = [node for node in self.tree.body if isinstance(node, ast.Assign) and _is_documentation(node)]
        return len(self.text.splitlines()) - sum((node.end_lineno or 0) - node.lineno + 1 for node in documentation)


def _is_documentation(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id in DOCUMENTATION for target in node.targets)


@functools.cache
def sources(below: str) -> tuple[Source, ...]:
    """The Python files below a directory of the checkout."""
    return tuple(Source(path) for path in sorted((ROOT / below).rglob("*.py")))

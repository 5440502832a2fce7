# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/checks.md tells every check as the sources have it: code, severities, and the word that allows it."""

from __future__ import annotations

import ast
import collections
import re
import typing

import pytest

from ansible_collections.surveillance.hikvision.plugins.module_utils._firmware.finding import Permission, Severity
from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import ROOT, sources

CODE = re.compile(r"FW\d{3}")
DOCUMENT: typing.Final = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
ROWS: typing.Final[dict[str, list[str]]] = {
    cells[0]: cells[1:]
    for line in DOCUMENT.splitlines()
    if line.startswith("| FW")
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}
MAKERS: typing.Final = {word.value: word.value for word in Severity}


class Claims(ast.NodeVisitor):
    """What the sources say of each code."""

    def __init__(self) -> None:
        self.severities: dict[str, set[str]] = collections.defaultdict(set)
        self.words: dict[str, set[str]] = collections.defaultdict(set)

    def visit_Call(self, node: ast.Call) -> None:
        """``blocked("FW041", Permission.DOWNGRADE, ...)``, ``Finding("FW045", Severity.BLOCKED, ...)``."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value)):
            code, second = str(first.value), ast.unparse(node.args[1])
            if name in MAKERS:
                self.severities[code].add(name)
            elif name == "Finding":
                self.severities[code].add(Severity[second.removeprefix("Severity.")].value)
            if second.startswith("Permission."):
                self.words[code].add(Permission[second.removeprefix("Permission.")].value)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """``code = "FW020"`` in an exception: nothing goes on after it."""
        for statement in node.body:
            value = getattr(statement, "value", None)
            if isinstance(value, ast.Constant) and CODE.fullmatch(str(value.value)):
                self.severities[str(value.value)].add(Severity.ERROR.value)
        self.generic_visit(node)


@pytest.fixture(scope="module")
def claims() -> Claims:
    found = Claims()
    for source in sources("plugins"):
        found.visit(source.tree)
    # A known digest turns this one into a warning, see Inspection.findings_when_vouched.
    found.severities["FW006"].add(Severity.WARNING.value)
    return found


def test_every_code_is_documented_once() -> None:
    in_sources = {code for source in sources("plugins") for code in CODE.findall(source.text)}
    documented = re.findall(r"^\| (FW\d{3}) ", DOCUMENT, re.MULTILINE)
    assert documented == sorted(in_sources)


@pytest.mark.parametrize("code", ROWS)
def test_a_row_tells_severity_and_word_as_the_source_has_them(claims: Claims, code: str) -> None:
    severity, allow, found, cure = ROWS[code]
    assert set(severity.split(", ")) == claims.severities[code]
    assert set(re.findall(r"`(\w+)`", allow)) == claims.words[code]
    assert found and cure


def test_every_word_allows_something(claims: Claims) -> None:
    assert set.union(*claims.words.values()) == set(Permission)

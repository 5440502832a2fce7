# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""House rules that a linter does not know."""

from __future__ import annotations

import ast

import pytest

from ansible_collections.surveillance.hikvision.tests.unit.architecture.sources import Source, sources

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
HEADER = """\
# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""
VAGUE = ("utils", "util", "helper", "helpers", "manager", "common", "misc", "base")


@pytest.mark.parametrize("source", sources("plugins"), ids=str)
def test_errors_are_caught_by_name(source: Source) -> None:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno} catches everything"
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
            assert "Exception" not in caught, f"line {node.lineno} catches too much"
            assert "BaseException" not in caught or _passes_on(node), f"line {node.lineno} swallows everything"


def _passes_on(handler: ast.ExceptHandler) -> bool:
    """Tidies up and lets the error go on its way."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize("source", sources("plugins"), ids=str)
def test_assert_is_for_tests(source: Source) -> None:
    """Python may leave it out; a check that may be left out is none."""
    assert [node.lineno for node in ast.walk(source.tree) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("source", sources("plugins"), ids=str)
def test_a_file_fits_into_a_head(source: Source) -> None:
    assert source.lines_of_code <= MOST_LINES


@pytest.mark.parametrize("source", sources("plugins"), ids=str)
def test_a_function_fits_onto_a_screen(source: Source) -> None:
    functions = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("source", [*sources("plugins"), *sources("tests")], ids=str)
def test_a_file_says_whose_it_is_and_what_it_is_for(source: Source) -> None:
    if not source.text:
        return  # an empty __init__.py
    assert source.text.startswith(HEADER)
    assert ast.get_docstring(source.tree) or "DOCUMENTATION = " in source.text
    has_code = len(source.tree.body) > 1
    assert not has_code or "from __future__ import annotations" in source.text


@pytest.mark.parametrize("source", sources("plugins"), ids=str)
def test_a_file_is_named_after_what_is_in_it(source: Source) -> None:
    assert source.path.stem.strip("_") not in VAGUE

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the options of the ansible.windows modules that the roles call: `windows_options.py WHEEL`.

WHEEL is the package `ansible` of the package index (`pip download --no-deps ansible`), which carries the collection.
The tests check every call against this snapshot, so that nothing is asked for that the real modules do not know.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import yaml
from tree import ROOT

SNAPSHOT = ROOT / "tests/windows_machine/option_specs.json"
INSIDE = "ansible_collections/ansible/windows/"
# An action's `free_form` is no option that can be named; documentation has it all the same.
KEPT = ("type", "elements", "required", "choices", "aliases", "default")


def called() -> list[str]:
    """Returns the names of the modules that roles and playbooks call."""
    files = [*(ROOT / "roles").rglob("*.yml"), *(ROOT / "playbooks").rglob("*.yml")]
    return sorted({name for file in files for name in re.findall(r"ansible\.windows\.(\w+):", file.read_text())})


def options_of(source: str) -> dict[str, Any]:
    """Returns what the documentation inside a module's file says about its options."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DOCUMENTATION":
            documented = yaml.safe_load(str(ast.literal_eval(node.value)))
            return {name: _kept(words) for name, words in documented.get("options", {}).items()}
    raise LookupError("no documentation")


def _kept(words: dict[str, Any]) -> dict[str, Any]:
    return {key: words[key] for key in KEPT if key in words}


def main() -> int:
    """Writes the snapshot."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        version = json.loads(wheel.read(f"{INSIDE}MANIFEST.json"))["collection_info"]["version"]
        sources = {name: wheel.read(f"{INSIDE}plugins/modules/{name}.py").decode() for name in called()}
    modules = {name: options_of(source) for name, source in sources.items()}
    SNAPSHOT.write_text(json.dumps({"ansible.windows": version, "modules": modules}, indent=1) + "\n")
    print(
        f"{SNAPSHOT.relative_to(ROOT)}: {len(modules)} modules of ansible.windows {version} ({Path(sys.argv[1]).name})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

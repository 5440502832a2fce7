# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the documentation of plugins, modules and roles with antsibull-docs. To be run inside an environment.

antsibull-docs takes the route from a module to the action plugin that runs it for a module that has been renamed, and
would look up the module's options under the other name. So it gets a copy of the tree without such routes.
"""

from __future__ import annotations

import subprocess
import sys

import tree
import yaml

COPY = tree.ROOT / ".cache/documentation"


def main() -> int:
    """Returns the exit code of antsibull-docs."""
    tree.copy_to(COPY)
    runtime = COPY / "meta/runtime.yml"
    settings = yaml.safe_load(runtime.read_text())
    settings.get("plugin_routing", {}).pop("action", None)
    runtime.write_text(yaml.safe_dump(settings))
    command = ["antsibull-docs", "lint-collection-docs", "--plugin-docs", str(COPY)]
    return subprocess.run(command, cwd=COPY, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the collection, installs it to a scratch path and checks it there, the way a user's controller will see it.

To be run inside an environment. The build stays in .cache/artefact.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from tree import ROOT

BUILD = ROOT / ".cache/artefact"
INSTALLED = BUILD / "installed/ansible_collections/surveillance/hikvision"
COLLECTION = "surveillance.hikvision"

# Nothing else may be shipped: galaxy.yml excludes by name, so a new file at the root would slip in unseen.
SHIPPED = {
    *"CHANGELOG.md FILES.json LICENSE MANIFEST.json README.md requirements.txt".split(),
    *"changelogs data docs meta playbooks plugins roles".split(),
}
# Kinds of plugins that carry documentation of their own. An action plugin is documented by its module.
DOCUMENTED = "become callback connection filter inventory lookup modules strategy test vars".split()


def build() -> Path:
    """Builds the collection and returns the archive."""
    shutil.rmtree(BUILD, ignore_errors=True)
    _run("ansible-galaxy", "collection", "build", "--output-path", str(BUILD), str(ROOT))
    (archive,) = BUILD.glob("*.tar.gz")
    return archive


def unexpected_content(archive: Path) -> list[str]:
    """Returns what the archive holds beside content for users."""
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    return [
        f"{name}: does not belong into the archive"
        for name in names
        if name.split("/")[0] not in SHIPPED or "__pycache__" in name or name.endswith(".pyc")
    ]


def install(archive: Path) -> None:
    """Installs the archive to the scratch path. The checkout on the collections path counts as installed: --force."""
    where = str(BUILD / "installed")
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = where
    _run("ansible-galaxy", "collection", "install", "--offline", "--no-deps", "--force", "-p", where, str(archive))


def check_playbooks() -> None:
    """Checks the syntax of every playbook."""
    if playbooks := sorted((INSTALLED / "playbooks").glob("*.yml")):
        _run("ansible-playbook", "--syntax-check", "-i", "localhost,", *map(str, playbooks))


def undocumented() -> list[str]:
    """Returns the plugins and roles for which ansible-doc has nothing to show."""
    dump = subprocess.check_output(["ansible-doc", "--metadata-dump", COLLECTION], cwd=BUILD, text=True)
    documented = json.loads(dump)["all"]
    plugins = (path for kind in DOCUMENTED for path in (INSTALLED / "plugins" / kind).glob("[!_]*.py"))
    wanted = {(path.parent.name.removesuffix("s"), path.stem) for path in plugins}
    wanted |= {("role", path.name) for path in (INSTALLED / "roles").glob("*") if path.is_dir()}
    return [
        f"{kind} {name}: ansible-doc shows nothing"
        for kind, name in sorted(wanted)
        if f"{COLLECTION}.{name}" not in documented.get(kind, {})
    ]


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    """Returns 0 when the collection can be shipped."""
    archive = build()
    install(archive)
    check_playbooks()
    complaints = unexpected_content(archive) + undocumented()
    print("\n".join(complaints) or f"{archive.name}: {archive.stat().st_size // 1024} KiB, documented, playable")
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main())

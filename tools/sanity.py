# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs `ansible-test sanity` on the newest ansible-core that the machine offers: `sanity.py ENVIRONMENT [argument...]`.

ENVIRONMENT is used itself unless another pair of the test matrix has a newer core. ansible-test asks for a real
directory .../ansible_collections/<namespace>/<name>, so it gets a copy of the tree. Its own caches and environments
live in a private home directory below .cache/, where they make the next run four times as fast.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import matrix
import tree
from interpreters import PAIRS

HOME = tree.ROOT / ".cache/sanity/home"
TREE = tree.ROOT / ".cache/sanity/ansible_collections/surveillance/hikvision"

# ansible-test fetches get-pip.py from a server of the Ansible project, once per environment that it makes. The pip that
# comes with Python does as well and needs no network beyond the package index. It is run as a program because
# ensurepip.bootstrap() would switch off pip's configuration files for the rest of the process.
GET_PIP = """\
import subprocess
import sys

subprocess.check_call([sys.executable, "-m", "ensurepip"])
packages = [word for word in sys.argv[1:] if not word.startswith("-")]
subprocess.check_call([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
"""


def newest_environment(default: Path) -> Path:
    """Returns the environment with the newest ansible-core among `default` and the pairs of the matrix."""
    core = _ask(default, "from ansible.release import __version__ as v; print('.'.join(v.split('.')[:2]))")
    for pair in reversed(PAIRS):
        if _number(pair.core) > _number(core) and (venv := matrix.environment(pair)):
            return venv
    return default


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _ask(venv: Path, code: str) -> str:
    return subprocess.check_output([venv / "bin/python", "-c", code], text=True).strip()


def copy_tree() -> None:
    """Copies the tree into a repository of its own.

    ansible-test asks git for the files, and the repository around .cache/ would answer that there are none.
    """
    tree.copy_to(TREE)
    subprocess.run(["git", "init", "--quiet"], cwd=TREE, check=True)
    subprocess.run(["git", "add", "--all"], cwd=TREE, check=True)


def prepare_home(venv: Path) -> None:
    """Makes the private home: pip's stand-in, and the user's pip configuration (ansible-test drops PIP_* variables)."""
    cache = HOME / ".ansible/test/cache"
    cache.mkdir(parents=True, exist_ok=True)
    source = Path(_ask(venv, "import ansible_test; print(ansible_test.__path__[0])"))
    wanted = re.findall(r"pip='([\d.]+)'", (source / "_internal/python_requirements.py").read_text())
    for version in wanted:
        (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(GET_PIP)
    for name in (".config", ".pip"):
        if (Path.home() / name).exists() and not (HOME / name).is_symlink():
            (HOME / name).symlink_to(Path.home() / name)


def run(venv: Path, default: Path, arguments: list[str]) -> int:
    """Returns ansible-test's exit code; 1 also when it found nothing to test. Complaints are repeated at the end."""
    python = _ask(venv, "import sys; print('%d.%d' % sys.version_info[:2])")
    # A short PATH: version managers put names of Pythons there that answer with "command not found".
    path = ":".join(map(str, (venv / "bin", default / "bin", "/usr/local/bin", "/usr/bin", "/bin")))
    environment = {**os.environ, "HOME": str(HOME), "PATH": path}
    command = [str(venv / "bin/ansible-test"), "sanity", "--color", "no", "--python", python, *arguments]
    complaints = []
    with subprocess.Popen(
        command, cwd=TREE, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if line.startswith("ERROR: ") or "All targets skipped" in line:
                complaints.append(line)
    print("".join(complaints), end="")
    return process.returncode or int(bool(complaints))


def main(default: Path, arguments: list[str]) -> int:
    """Returns the exit code of the whole check."""
    if ignored := list(tree.ROOT.glob("tests/sanity/ignore*")):
        print(f"Sanity runs without exceptions; remove {', '.join(map(str, ignored))}.")
        return 1
    venv = newest_environment(default)
    copy_tree()
    prepare_home(venv)
    return run(venv, default, arguments)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), sys.argv[2:]))

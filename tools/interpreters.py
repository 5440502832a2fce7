# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pairs of ansible-core and Python that the collection is tested on, and where this machine keeps its Pythons.

Run as a program it prints the newest interpreter among the pairs, for continuous integration.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pair:
    """An ansible-core release line and the Python minor version that it is tested on."""

    core: str
    python: str

    def __str__(self) -> str:
        return f"ansible-core {self.core} on Python {self.python}"


# Oldest first. 2.16 is what the automation platform ships; 2.19 is the last core for Python 3.11.
PAIRS = (Pair("2.16", "3.11"), Pair("2.19", "3.11"), Pair("2.20", "3.12"), Pair("2.21", "3.13"))


def find(python: str) -> Path | None:
    """Returns a working interpreter of the minor version `python` ("3.12"), or None."""
    return next((path for path in _candidates(python) if _version(path) == python), None)


def _candidates(python: str) -> Iterator[Path]:
    for name in (f"python{python}", "python3"):
        if on_path := shutil.which(name):
            yield Path(on_path)
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    uv_managed = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local/share/uv/python"))
    yield from sorted(pyenv.glob(f"versions/{python}*/bin/python"), reverse=True)
    yield from sorted(uv_managed.glob(f"cpython-{python}*/bin/python{python}"), reverse=True)
    yield from sorted(Path("/opt").glob(f"python*/bin/python{python}"), reverse=True)


def _version(interpreter: Path) -> str | None:
    """The minor version that an interpreter reports; None for a version manager's shim without a version behind it."""
    command = [str(interpreter), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else None


def main() -> None:
    """Prints the newest interpreter; the running one when no pair's Python is on this machine."""
    found = (find(python) for python in dict.fromkeys(pair.python for pair in reversed(PAIRS)))
    print(next(filter(None, found), Path(sys.executable)))


if __name__ == "__main__":
    main()

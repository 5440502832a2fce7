# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Environments for the pairs of ansible-core and Python, and the test suites in one of them.

`matrix.py make 2.16` makes the environment below .cache/venvs, `matrix.py test 2.16 [pytest argument...]` runs the
suites in it. A pair whose Python is not on this machine is skipped by name.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

from interpreters import PAIRS, Pair, find
from tree import ROOT


def environment(pair: Pair) -> Path | None:
    """Returns the pair's virtual environment, made now if it has to be; None when its Python is not here."""
    interpreter = find(pair.python)
    if interpreter is None:
        return None
    venv = ROOT / ".cache/venvs" / f"core-{pair.core}"
    locks = [f"requirements/{name}.txt" for name in ("test", f"core-{pair.core}")]
    venv.parent.mkdir(parents=True, exist_ok=True)
    with venv.with_name(f"{venv.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two stages may want the same environment at the same time
        subprocess.run(["tools/make_venv.sh", interpreter, venv, *locks], cwd=ROOT, check=True)
    return venv


def test(pair: Pair, venv: Path, arguments: list[str]) -> int:
    """Runs both test suites, those marked newest_core only on the newest pair, and returns pytest's exit code."""
    chosen = [] if pair is PAIRS[-1] else ["-m", "not newest_core", "--ignore=tests/unit/architecture"]
    suites = ["tests/unit", "tests/integration", *chosen]
    command = ["tools/in_venv.sh", str(venv), "python", "-m", "pytest", *suites, *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(action: str, core: str, arguments: list[str]) -> int:
    """Returns the exit code of the action, 0 when the pair is not available."""
    pair = next(pair for pair in PAIRS if pair.core == core)
    venv = environment(pair)
    if venv is None:
        print(f"skipped: no Python {pair.python} on this machine for {pair}")
        return 0
    return test(pair, venv, arguments) if action == "test" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
